/**
 * Error of the law for a system of which it has seen nothing but a data sheet. Each published curve is kept back in
 * turn, the shape is taken from the others, and the law is compared with the curve.
 */

import { fitLaw, type ResponseCurve, responseRatio } from './fit-law.ts';
import { responseAt, shapeOfSystems } from './typical-shape.ts';

/** Loads at which systems are held against the law, as shares of their published peaks. */
export const VALIDATED_LOADS = [0.1, 0.5, 0.8, 0.9, 1] as const;

/** One system that was kept back. */
export interface HeldBackSystem {
  readonly id: string;
  /** Law over published mean response at each of the loads, from the peak and the response at the lowest load alone. */
  readonly dataSheetRatios: readonly number[];
  /** Median relative error of the law that is fitted to its own curve. */
  readonly ownCurveError: number;
}

export interface CrossValidation {
  readonly systems: readonly HeldBackSystem[];
  /** Median over the systems at each load. */
  readonly medianRatios: readonly number[];
  /** Median over the systems. */
  readonly ownCurveError: number;
}

/** Holds each curve against the shape of all others; with `families`, of all others that share none of its parts. */
export function crossValidated(curves: readonly ResponseCurve[], families = false): CrossValidation {
  const systems = curves.map((curve): HeldBackSystem => {
    const others = curves.filter((other) => other !== curve && !(families && other.family === curve.family));
    const { beyondPeak, variability } = shapeOfSystems(others);
    const low = curve.points[0]!.responseSeconds;
    const peak = curve.points.at(-1)!.operationsPerSecond;
    return {
      id: curve.id,
      dataSheetRatios: VALIDATED_LOADS.map(
        (load) =>
          (low * responseRatio(variability, load / (1 + beyondPeak))) / responseAt(curve.points, load * peak),
      ),
      ownCurveError: fitLaw(curve.points, curve.resolutionSeconds)?.medianError ?? Number.NaN,
    };
  });
  return {
    systems,
    medianRatios: VALIDATED_LOADS.map((_, place) =>
      medianOf(systems.map(({ dataSheetRatios }) => dataSheetRatios[place]!)),
    ),
    ownCurveError: medianOf(systems.map(({ ownCurveError }) => ownCurveError)),
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

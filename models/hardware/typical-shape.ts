/**
 * Response of a storage system with only a published peak and a response at low load, from systems with published
 * curves.
 *
 * A published peak is the highest rate that somebody chose to show, not the highest that the system reaches. With the
 * peak taken as the capacity the law says too much from half of it on, and never ends at it. So two numbers are needed:
 * how far the capacity lies above the peak, and the variability.
 */

import { type ResponseCurve, type ResponsePoint, responseRatio } from './fit-law.ts';

/** The law relative to what a data sheet prints. */
export interface ResponseShape {
  /** Capacity, as a share of the published peak that lies above it: 0 where the peak is the capacity. */
  readonly beyondPeak: number;
  readonly variability: number;
}

/**
 * The shape of a system without a curve of its own: least squares over the thirteen curves of response-curves.ts.
 * `shapeOfSystems` finds it. Each system was also simulated with the shape of the twelve others. The median of
 * simulated over published mean response is 1.05, 1.09, 1.19, 0.84 and 0.64 at 10, 50, 80, 90 and 100% of the peak.
 * Single systems differ by up to 3 times (test/models/hardware/cross-validation.test.ts, bench/RESULTS.md).
 */
export const TYPICAL_SHAPE: ResponseShape = { beyondPeak: 0.14, variability: 0.59 };

/** Shares of the peak at which curves are compared. */
const LOADS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/**
 * Finds the shape that is nearest to curves: least squares of the logarithms of law over published, at ten loads. Both
 * are relative to the response at low load. The curves of a family count as one system.
 */
export function shapeOfSystems(curves: readonly ResponseCurve[]): ResponseShape {
  const systems = curves.map((curve) => {
    const low = curve.points[0]!.responseSeconds;
    const peak = curve.points.at(-1)!.operationsPerSecond;
    return {
      weight: 1 / curves.filter(({ family }) => family === curve.family).length,
      logs: LOADS.map((load) => Math.log(responseAt(curve.points, load * peak) / low)),
    };
  });
  let best: ResponseShape = TYPICAL_SHAPE;
  let least = Number.POSITIVE_INFINITY;
  for (let step = 4; step < 80; step++) {
    const beyondPeak = step / 200;
    for (let hundredths = 15; hundredths < 200; hundredths++) {
      const variability = hundredths / 100;
      const law = LOADS.map((load) => Math.log(responseRatio(variability, load / (1 + beyondPeak))));
      let sum = 0;
      for (const { weight, logs } of systems) {
        for (const [place, log] of logs.entries()) sum += weight * (log - law[place]!) ** 2;
      }
      if (sum < least) {
        least = sum;
        best = { beyondPeak, variability };
      }
    }
  }
  return best;
}

/** Returns the published response at a rate, on the line between the points about it; that of the first point below it. */
export function responseAt(points: readonly ResponsePoint[], operationsPerSecond: number): number {
  const after = points.findIndex((point) => point.operationsPerSecond >= operationsPerSecond);
  if (after === 0) return points[0]!.responseSeconds;
  if (after < 0) return points.at(-1)!.responseSeconds;
  const [left, right] = [points[after - 1]!, points[after]!];
  const share =
    (operationsPerSecond - left.operationsPerSecond) / (right.operationsPerSecond - left.operationsPerSecond);
  return left.responseSeconds + share * (right.responseSeconds - left.responseSeconds);
}

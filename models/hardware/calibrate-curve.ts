/**
 * Fit of the storage law to a user's own load-response curve, with its intervals and its residuals. A curve that no
 * stationary law describes is refused with the reason: nothing is fitted to it.
 */

import { type FittedLaw, fitLaws, type ResponsePoint } from './fit-law.ts';

/** Fewer say nothing beside three parameters. */
export const CURVE_POINTS_MIN = 4;

/** Largest error of a fit that still describes its curve: root of the mean square of law / measured - 1. */
const ERROR_MAX = 0.2;

/** Rates this close are one rate: a plateau, on which the latency depends on something else. */
const SAME_RATE = 0.03;

/** Lowest value, best value and highest value at 90%; null where the curve sets no bound. */
export interface FittedRange {
  readonly low: number;
  readonly best: number;
  readonly high: number | null;
}

export type CalibratedCurve =
  | {
      readonly kind: 'fitted';
      readonly fit: FittedLaw;
      readonly capacityOperationsPerSecond: FittedRange;
      readonly variability: FittedRange;
      readonly idleResponseSeconds: FittedRange;
      /** Law over measured - 1 at each point used, in order. */
      readonly residuals: readonly { readonly point: ResponsePoint; readonly error: number }[];
      /** Points past the highest rate, where the system did less as it was asked for more. */
      readonly collapsed: readonly ResponsePoint[];
      /** Law over measured - 1 at the last point, by the law of all others; null where they are too few. */
      readonly lastPointError: number | null;
    }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Calibrates the law on points in the order of rising load. `resolutionSeconds` is the step to which latencies were rounded.
 */
export function calibrateCurve(
  measured: readonly ResponsePoint[],
  resolutionSeconds = roundingOf(measured),
): CalibratedCurve {
  const top = measured.reduce(
    (best, point, place) => (point.operationsPerSecond > measured[best]!.operationsPerSecond ? place : best),
    0,
  );
  const points = measured.slice(0, top + 1);
  const collapsed = measured.slice(top + 1);
  const why = refusal(points, collapsed);
  if (why !== null) return { kind: 'refused', why };
  const fits = fitLaws(points, resolutionSeconds);
  const fit = bestOf(fits);
  if (fit === undefined) return { kind: 'refused', why: 'no law with a positive idle response fits it' };
  if (fit.relativeError > ERROR_MAX) return { kind: 'refused', why: misfitReason(points, fit) };
  // A curve that scatters by more than its points were thought worth widens its intervals by as much.
  const scale = Math.max(1, fit.misfit / Math.max(1, points.length - 3));
  const likely = fits.filter(({ misfit }) => misfit - fit.misfit <= LIKELY_90 * scale);
  const isOpen = likely.at(-1) === fits.at(-1);
  return {
    kind: 'fitted',
    fit,
    capacityOperationsPerSecond: range(likely, fit, (each) => each.capacityOperationsPerSecond, isOpen),
    variability: range(likely, fit, ({ variability }) => variability, isOpen),
    idleResponseSeconds: range(likely, fit, ({ idleResponseSeconds }) => idleResponseSeconds, false),
    residuals: points.map((point) => ({ point, error: errorAt(point, fit) })),
    collapsed,
    lastPointError: lastPointError(points, resolutionSeconds),
  };
}

/** Half of the likelihood-ratio statistic's 90% quantile is 1.35; the misfit is twice a log-likelihood. */
const LIKELY_90 = 2.706;

/** Response of a fitted law at a rate, in seconds; infinite at its capacity. */
export function fittedResponse(fit: FittedLaw, operationsPerSecond: number): number {
  const utilization = operationsPerSecond / fit.capacityOperationsPerSecond;
  if (utilization >= 1) return Number.POSITIVE_INFINITY;
  return fit.idleResponseSeconds * (1 + (fit.variability * utilization) / (1 - utilization));
}

function errorAt(point: ResponsePoint, fit: FittedLaw): number {
  return fittedResponse(fit, point.operationsPerSecond) / point.responseSeconds - 1;
}

/** Says why points are no load-response curve of an open load; null where they are one. */
function refusal(points: readonly ResponsePoint[], collapsed: readonly ResponsePoint[]): string | null {
  const all = [...points, ...collapsed];
  const top = points.at(-1);
  if (top === undefined || all.length < CURVE_POINTS_MIN)
    return `it has ${all.length} points, and three parameters need at least ${CURVE_POINTS_MIN}`;
  const plateau = all.filter(
    (point) => point.operationsPerSecond >= top.operationsPerSecond * (1 - SAME_RATE),
  );
  const latencies = plateau.map(({ responseSeconds }) => responseSeconds);
  if (plateau.length >= 3 && Math.max(...latencies) > 1.5 * Math.min(...latencies)) {
    return (
      `${plateau.length} points lie at the same rate with latencies ${times(Math.max(...latencies) / Math.min(...latencies))} apart: ` +
      'latency is no function of the rate, as in a closed loop of more and more clients'
    );
  }
  if (points.length < CURVE_POINTS_MIN) {
    return `it collapses after ${points.length} points: the rate falls while the load rises, and too few are left before that`;
  }
  const disordered = points.findIndex(
    (point, place) => place > 0 && point.operationsPerSecond <= points[place - 1]!.operationsPerSecond,
  );
  if (disordered > 0) return `its rate does not rise from point ${disordered} to point ${disordered + 1}`;
  if (top.responseSeconds < 0.8 * points[0]!.responseSeconds)
    return 'its latency falls as the rate rises, which no queue does: caches that warm up, or batches that fill';
  return null;
}

/** Names the step at which a curve leaves the law. */
function misfitReason(points: readonly ResponsePoint[], fit: FittedLaw): string {
  let steepest = 1;
  let rise = 0;
  for (let place = 1; place < points.length; place++) {
    const ratio = points[place]!.responseSeconds / points[place - 1]!.responseSeconds;
    if (ratio <= rise) continue;
    rise = ratio;
    steepest = place;
  }
  const off = `the nearest law is off by ${Math.round(fit.relativeError * 100)}%`;
  return rise > 3
    ? `${off}: a cliff, ${times(rise)} the latency from point ${steepest} to point ${steepest + 1}`
    : `${off}, with no single step to blame`;
}

function lastPointError(points: readonly ResponsePoint[], resolutionSeconds: number): number | null {
  if (points.length <= CURVE_POINTS_MIN) return null;
  const fit = bestOf(fitLaws(points.slice(0, -1), resolutionSeconds));
  return fit === undefined ? null : errorAt(points.at(-1)!, fit);
}

function range(
  likely: readonly FittedLaw[],
  fit: FittedLaw,
  of: (each: FittedLaw) => number,
  isOpen: boolean,
): FittedRange {
  const values = likely.map(of);
  return { low: Math.min(...values), best: of(fit), high: isOpen ? null : Math.max(...values) };
}

function bestOf(fits: readonly FittedLaw[]): FittedLaw | undefined {
  return fits.reduce<FittedLaw | undefined>(
    (best, each) => (best === undefined || each.misfit < best.misfit ? each : best),
    undefined,
  );
}

/** Finds the decimal step of printed latencies: the largest of 1 ms, 0.1 ms, ... that all are multiples of; 0 below 1 ns. */
export function roundingOf(points: readonly ResponsePoint[]): number {
  for (let decimals = 3; decimals <= 9; decimals++) {
    const step = 10 ** -decimals;
    const isMultiple = points.every(({ responseSeconds }) => {
      const count = responseSeconds / step;
      return Math.abs(count - Math.round(count)) < 1e-6 * Math.max(1, count);
    });
    if (isMultiple) return step;
  }
  return 0;
}

function times(ratio: number): string {
  return `${ratio.toFixed(1)} times`;
}

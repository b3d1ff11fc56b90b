/** Percentiles of what had an end, while some had none: those may be longer than anything that was seen. */

import type { ObservedPer } from './metrics.ts';

/** Figures of a spread of times, and the fraction of the times that are no longer. */
export const SPREAD_FRACTIONS = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99, p999: 0.999, max: 1 } as const;

export type SpreadFigure = keyof typeof SPREAD_FRACTIONS;

export const SPREAD_FIGURES = Object.keys(SPREAD_FRACTIONS) as readonly SpreadFigure[];

/**
 * Whether a percentile lies among what is unfinished if that takes longer than all that was observed: what was observed says only
 * that it is at least so long.
 */
export function isLowerBound(fraction: number, observed: number, unfinished: number): boolean {
  return unfinished > (1 - fraction) * (observed + unfinished);
}

/** The figures that are lower bounds; none where nothing was observed. */
export function lowerBounds(observed: number, unfinished: number): readonly SpreadFigure[] {
  if (observed === 0) return [];
  return SPREAD_FIGURES.filter((figure) => isLowerBound(SPREAD_FRACTIONS[figure], observed, unfinished));
}

/**
 * Those of a metric of a stage, by its units of work. A wave ends with the last of its units: how many waves lack an end is not
 * known from theirs, so all figures of waves may.
 */
export function lowerBoundsOfWork(
  per: ObservedPer,
  finished: number,
  unfinished: number,
): readonly SpreadFigure[] {
  if (unfinished > 0 && (per === 'wave' || finished === 0)) return SPREAD_FIGURES;
  return lowerBounds(finished, unfinished);
}

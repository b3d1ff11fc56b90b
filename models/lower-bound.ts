/** Percentiles of what had an end, while some had none: those may be longer than anything that was seen. */

import type { ObservedPer } from './metrics.ts';

/** Figures of a spread of times, and the fraction of the times that are no longer. */
export const SPREAD_FRACTIONS = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99, p999: 0.999, max: 1 } as const;

export type SpreadFigure = keyof typeof SPREAD_FRACTIONS;

export const SPREAD_FIGURES = Object.keys(SPREAD_FRACTIONS) as readonly SpreadFigure[];

/**
 * Tells whether a percentile lies among the unfinished observations, if those take longer than all others. The observed
 * value is then only a lower bound.
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
 * Returns the lower bounds of a metric of a stage, by its units of work. A wave ends with the last of its units. The
 * number of unfinished waves does not follow from theirs, so any figure of waves may be a lower bound.
 */
export function lowerBoundsOfWork(
  per: ObservedPer,
  finished: number,
  unfinished: number,
): readonly SpreadFigure[] {
  if (unfinished > 0 && (per === 'wave' || finished === 0)) return SPREAD_FIGURES;
  return lowerBounds(finished, unfinished);
}

/** Percentiles of what had an end, while some had none: those may be longer than anything that was seen. */

/** Figures of a spread of times, and the fraction of the times that are no longer. */
export const SPREAD_FRACTIONS = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99, p999: 0.999, max: 1 } as const;

export type SpreadFigure = keyof typeof SPREAD_FRACTIONS;

export const SPREAD_FIGURES = Object.keys(SPREAD_FRACTIONS) as readonly SpreadFigure[];

/**
 * The figures that lie among what is unfinished if that takes longer than all that was observed: what was observed says only that
 * they are at least so long. None where nothing was observed.
 */
export function lowerBounds(observed: number, unfinished: number): readonly SpreadFigure[] {
  if (observed === 0) return [];
  return SPREAD_FIGURES.filter(
    (figure) => unfinished > (1 - SPREAD_FRACTIONS[figure]) * (observed + unfinished),
  );
}

/** The highest bin of a series: the first one of those that are equal but for rounding. */

import type { Series } from '../../models/result.ts';
import type { Point } from './decimate.ts';

/** Means over replications of equal values differ by this much at most. */
const ROUNDING = 1e-9;

export function peakOf(series: Series): Point {
  let index = 0;
  for (const [bin, value] of series.values.entries()) {
    if (value > (series.values[index] ?? -Infinity) * (1 + ROUNDING)) index = bin;
  }
  return { index, value: series.values[index] ?? 0 };
}

/** Mean over all bins; 0 for an empty series. */
export function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The highest bin of a series: the first one where several are equal. */

import type { Series } from '../../models/result.ts';
import type { Point } from './decimate.ts';

export function peakOf(series: Series): Point {
  let index = 0;
  for (const [bin, value] of series.values.entries()) {
    if (value > (series.values[index] ?? -Infinity)) index = bin;
  }
  return { index, value: series.values[index] ?? 0 };
}

/** Mean over all bins; 0 for an empty series. */
export function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A utilization bar in characters: the mean solid, on to the peak shaded, with a mark at the headroom limit. */

import type { Canvas } from './canvas.ts';

export interface Utilization {
  readonly mean: number;
  readonly peak: number;
  /** Null where no policy sets one. */
  readonly limit: number | null;
}

/** A bar of exactly `columns` characters for fractions of 0 to 1; anything above 1 fills it. */
export function utilizationBar(canvas: Canvas, utilization: Utilization, columns: number): string {
  const { symbols } = canvas;
  const cells = (fraction: number) => Math.round(Math.min(1, Math.max(0, fraction)) * columns);
  // What is in use at all shows at least one cell.
  const mean = utilization.mean > 0 ? Math.max(1, cells(utilization.mean)) : 0;
  const peak = utilization.peak > 0 ? Math.max(1, mean, cells(utilization.peak)) : 0;
  const limit = utilization.limit === null ? -1 : Math.min(columns - 1, cells(utilization.limit));
  return Array.from({ length: columns }, (_, column) => {
    if (column === limit) return symbols.limit;
    if (column < mean) return symbols.full;
    return column < peak ? symbols.peak : symbols.empty;
  }).join('');
}

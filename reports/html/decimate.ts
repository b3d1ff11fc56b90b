/** Fewer points for the same picture. */

export interface Point {
  readonly index: number;
  readonly value: number;
}

/**
 * Returns at most two points for each of `buckets` equal stretches: its lowest and its highest value, where they
 * occurred. No peak of the data is therefore missing from the line. Short series stay whole.
 */
export function decimate(values: readonly number[], buckets: number): Point[] {
  if (values.length <= 2 * buckets) return values.map((value, index) => ({ index, value }));
  return Array.from({ length: buckets }, (_, bucket) => {
    const from = Math.floor((bucket * values.length) / buckets);
    const to = Math.floor(((bucket + 1) * values.length) / buckets);
    return extremes(values, from, to);
  }).flat();
}

/** The lowest and the highest value where they stand closest together, so that a step stays as steep as it is. */
function extremes(values: readonly number[], from: number, to: number): Point[] {
  const stretch = values.slice(from, to);
  const [lowest, highest] = [Math.min(...stretch), Math.max(...stretch)];
  const at = (offset: number): Point => ({ index: from + offset, value: stretch[offset] ?? 0 });
  if (lowest === highest) return [at(0)];
  const low = { first: stretch.indexOf(lowest), last: stretch.lastIndexOf(lowest) };
  const high = { first: stretch.indexOf(highest), last: stretch.lastIndexOf(highest) };
  if (low.last < high.first) return [at(low.last), at(high.first)];
  if (high.last < low.first) return [at(high.last), at(low.first)];
  return low.first < high.first ? [at(low.first), at(high.first)] : [at(high.first), at(low.first)];
}

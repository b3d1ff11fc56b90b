/** Fewer points for the same picture. */

export interface Point {
  readonly index: number;
  readonly value: number;
}

/**
 * At most two points for each of `buckets` equal stretches: its lowest and its highest value, where they occurred, so
 * that no peak of the data is missing from the line. Short series stay whole.
 */
export function decimate(values: readonly number[], buckets: number): Point[] {
  if (values.length <= 2 * buckets) return values.map((value, index) => ({ index, value }));
  return Array.from({ length: buckets }, (_, bucket) => {
    const from = Math.floor((bucket * values.length) / buckets);
    const to = Math.floor(((bucket + 1) * values.length) / buckets);
    return extremes(values, from, to);
  }).flat();
}

function extremes(values: readonly number[], from: number, to: number): Point[] {
  let [low, high] = [from, from];
  for (let index = from; index < to; index++) {
    const value = values[index] ?? 0;
    if (value < (values[low] ?? 0)) low = index;
    if (value > (values[high] ?? 0)) high = index;
  }
  const at = (index: number): Point => ({ index, value: values[index] ?? 0 });
  if (low === high) return [at(low)];
  return low < high ? [at(low), at(high)] : [at(high), at(low)];
}

/** Round numbers for an axis. */

/** Multiples of 1, 2 or 5 times a power of ten from 0 to `highest`, at most `most` steps of them. */
export function niceTicks(highest: number, most: number): number[] {
  if (highest <= 0) return [0];
  const rough = highest / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  return Array.from({ length: Math.floor(highest / step) + 1 }, (_, index) =>
    Number((index * step).toPrecision(12)),
  );
}

/**
 * The p-value of the one-sample Kolmogorov-Smirnov test: the probability of draws at least this far from
 * `cumulative` if they came from it. Sorts `draws` in place.
 *
 * The limit law with Stephens' correction for the sample size (Journal of the Royal Statistical Society B 32,
 * 1970). Where the distribution has atoms the test is conservative.
 */
export function kolmogorovSmirnovP(draws: Float64Array, cumulative: (x: number) => number): number {
  draws.sort();
  const n = draws.length;
  let distance = 0;
  for (let first = 0, end = 0; first < n; first = end) {
    const x = draws[first]!;
    while (end < n && draws[end] === x) end++;
    const upTo = cumulative(x);
    // A value drawn once is no atom: the fraction below it is the fraction up to it.
    const below = end - first > 1 ? cumulative(justBelow(x)) : upTo;
    distance = Math.max(distance, Math.abs(first / n - below), Math.abs(end / n - upTo));
  }
  const t = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * distance;
  // Below 0.2 the alternating series converges too slowly, and p is 1 to 12 digits.
  if (t < 0.2) return 1;
  let p = 0;
  for (let k = 1; k <= 100; k++) p += 2 * (-1) ** (k - 1) * Math.exp(-2 * k * k * t * t);
  return Math.min(1, Math.max(0, p));
}

function justBelow(x: number): number {
  return x === 0 ? -Number.MIN_VALUE : x - Math.abs(x) * Number.EPSILON;
}

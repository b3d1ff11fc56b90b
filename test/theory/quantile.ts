/** The `fraction`-quantile of a continuous law on the positive numbers, by bisection of its distribution function. */
export function quantileOf(cumulative: (x: number) => number, fraction: number): number {
  let high = 1;
  while (cumulative(high) < fraction) high *= 2;
  let low = 0;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (cumulative(middle) < fraction) low = middle;
    else high = middle;
  }
  return high;
}

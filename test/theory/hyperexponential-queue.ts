/** A phase of mean 1/2 or 3 for four in five and one in five: mean 1, squared coefficient of variation 3. */
export const PHASES = { probability: 0.8, rates: [2, 1 / 3] } as const;

/**
 * The law of the sojourn at M/H2/1 with these phases at an arrival rate: its transform, by Pollaczek and Khinchine, has
 * two poles, and so it is a mixture of two exponentials.
 */
export function hyperexponentialSojourn(rate: number): (t: number) => number {
  const [first, second] = PHASES.rates;
  const p = PHASES.probability;
  // s^2 + s b + c = 0 has the roots -r.
  const b = first + second - rate;
  const c = first * second - rate * (first + second) + rate * (p * first + (1 - p) * second);
  const root = Math.sqrt(b * b - 4 * c);
  const poles = [(b - root) / 2, (b + root) / 2] as const;
  const weight = (r: number, other: number) =>
    ((1 - rate) * (p * first * (second - r) + (1 - p) * second * (first - r))) / ((other - r) * r);
  const [slow, fast] = poles;
  const weights = [weight(slow, fast), weight(fast, slow)] as const;
  return (t) => 1 - weights[0] * Math.exp(-slow * t) - weights[1] * Math.exp(-fast * t);
}

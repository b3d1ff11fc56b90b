/**
 * The time from the beginning of a service to its end where it is interrupted at a Poisson rate and begins anew each time:
 * D. P. Gaver, A waiting line with interrupted service, including priorities, Journal of the Royal Statistical Society B 24,
 * 1962; R. W. Conway, W. L. Maxwell, L. W. Miller, Theory of Scheduling, 1967, chapter 8.
 */

/** A service that takes one of a few times. */
export interface DiscreteService {
  readonly seconds: readonly number[];
  readonly probabilities: readonly number[];
}

/** Interruptions that begin at a rate while the server works or idles, by the first two moments of how long they take. */
export interface Interruptions {
  readonly rate: number;
  readonly meanSeconds: number;
  readonly meanSquare: number;
}

interface Moments {
  readonly mean: number;
  readonly square: number;
}

/** Whether a repeated service takes as long as before, or is drawn anew. */
export type Repetition = 'identical' | 'different';

/** Returns the moments of the completion time. */
export function completionTime(
  service: DiscreteService,
  interruptions: Interruptions,
  repetition: Repetition,
): Moments {
  const { seconds, probabilities } = service;
  if (repetition === 'different') return repeated(service, interruptions);
  // The time stays what it was: given that, it is one of a service that takes no other.
  const given = seconds.map((each) => repeated({ seconds: [each], probabilities: [1] }, interruptions));
  return {
    mean: given.reduce((sum, { mean }, i) => sum + probabilities[i]! * mean, 0),
    square: given.reduce((sum, { square }, i) => sum + probabilities[i]! * square, 0),
  };
}

function repeated(
  { seconds, probabilities }: DiscreteService,
  { rate, meanSeconds, meanSquare }: Interruptions,
): Moments {
  const expected = (value: (seconds: number) => number) =>
    seconds.reduce((sum, each, i) => sum + probabilities[i]! * value(each), 0);
  // An attempt takes s and is not interrupted, or x < s with the density rate * exp(-rate * x).
  const success = expected((s) => Math.exp(-rate * s));
  const failures = (1 - success) / success;
  const last = expected((s) => s * Math.exp(-rate * s)) / success;
  const lastSquare = expected((s) => s * s * Math.exp(-rate * s)) / success;
  const lost = expected((s) => 1 / rate - Math.exp(-rate * s) * (s + 1 / rate)) / (1 - success);
  const lostSquare =
    expected((s) => 2 / rate ** 2 - Math.exp(-rate * s) * (s * s + (2 * s) / rate + 2 / rate ** 2)) /
    (1 - success);
  // Each failure costs what was lost and an interruption; their number is geometric.
  const cost = lost + meanSeconds;
  const costSquare = lostSquare + 2 * lost * meanSeconds + meanSquare;
  return {
    mean: last + failures * cost,
    square: lastSquare + 2 * last * failures * cost + failures * costSquare + 2 * failures ** 2 * cost ** 2,
  };
}

/**
 * Returns the mean sojourn of Poisson arrivals at a server with such interruptions: Pollaczek-Khinchine for the completion
 * times, and what is left of an interruption that an arrival finds though nobody is there.
 */
export function meanSojournSeconds(
  arrivalRate: number,
  { mean, square }: Moments,
  { rate, meanSeconds, meanSquare }: Interruptions,
): number {
  const waiting = (arrivalRate * square) / (2 * (1 - arrivalRate * mean));
  return mean + waiting + (rate * meanSquare) / (2 * (1 + rate * meanSeconds));
}

/** Averages and extremes of quantities, by which the cost of a stage is estimated. */

import { scheduled } from '../arrivals/scheduled.ts';
import { constant } from '../distributions/constant.ts';
import { type Distribution, mean, quantile } from '../distributions/distribution.ts';

/** A single arrival, at once. */
export const ONCE = scheduled([0]);

/** Larger means are taken for this: what they cost is beyond any limit, and sums stay finite. */
const MEAN_MAX = 1e30;

/** Returns the mean of a distribution, at most 1e30. */
export function boundedMean(distribution: Distribution): number {
  return Math.min(MEAN_MAX, mean(distribution));
}

/** Returns a constant at the mean of a distribution. */
export function averaged(distribution: Distribution): Distribution {
  return constant(boundedMean(distribution));
}

/** Returns the largest of so many draws, as a multiple of the mean: the quantile that one of them exceeds on average. */
export function largestOf(distribution: Distribution, draws: number): number {
  return quantile(distribution, draws / (draws + 1)) / mean(distribution);
}

import betainc from '@stdlib/math-base-special-betainc';
import { requireFiniteSamples, requireFraction } from './mean-interval.ts';
import type { QuantileInterval } from './quantile-interval.ts';

/** The observation of rank ceil(p * count). `sorted` ascends and is not empty; 0 < p < 1. */
export function sortedQuantile(sorted: ArrayLike<number>, p: number): number {
  // The product may round up past a whole rank (0.07 * 100 > 7); two units in the last place undo that.
  return sorted[Math.ceil(p * sorted.length * (1 - 2 * Number.EPSILON)) - 1]!;
}

/**
 * Returns the p-quantile of independent observations, ascending, with a confidence interval between two of them. It
 * holds for any distribution, because the number of observations below the true quantile is binomial. The interval
 * contains the truth at least as often as it says. Source: H. A. David and H. N. Nagaraja, Order Statistics, 3rd ed.,
 * 7.1.
 *
 * Throws RangeError when there is no observation, one is not finite, or p or the confidence is outside (0, 1).
 */
export function orderStatisticInterval(
  sorted: ArrayLike<number>,
  p: number,
  confidence = 0.95,
): QuantileInterval {
  requireFiniteSamples(sorted);
  requireFraction('p', p);
  requireFraction('confidence', confidence);
  const count = sorted.length;
  const missed = (1 - confidence) / 2;
  // Ranks count from 1; ranks 0 and count + 1 stand for the ends of the line.
  const lowRank = firstRank(count, (rank) => atLeast(rank, count, p) < 1 - missed) - 1;
  const highRank = firstRank(count, (rank) => atLeast(rank, count, p) <= missed);
  return {
    quantile: sortedQuantile(sorted, p),
    low: lowRank === 0 ? Number.NEGATIVE_INFINITY : sorted[lowRank - 1]!,
    high: highRank > count ? Number.POSITIVE_INFINITY : sorted[highRank - 1]!,
    count,
  };
}

/** The probability that at least `rank` of `count` observations fall below the p-quantile, for 1 <= rank <= count. */
function atLeast(rank: number, count: number, p: number): number {
  return betainc(p, rank, count - rank + 1);
}

/** The first rank from 1 to count that satisfies a condition which holds from some rank on; count + 1 if none does. */
function firstRank(count: number, holds: (rank: number) => boolean): number {
  let low = 1;
  let high = count + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

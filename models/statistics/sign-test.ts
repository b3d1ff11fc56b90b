import betainc from '@stdlib/math-base-special-betainc';
import { requireFraction } from './mean-interval.ts';

/** The fewest independent signs that decide at 95% when all of them agree: 2 × (1/2)^6 is below 5%, 2 × (1/2)^5 is not. */
export const FEWEST_DECISIVE_SIGNS = 6;

/**
 * Returns whether `agreeing` of `count` independent signs are too many to be chance. They are where, with equally
 * likely signs, as many or more would occur in at most (1 - confidence) / 2 of cases. The test asks nothing of the
 * distribution behind the signs: a single enormous value weighs no more than any other.
 *
 * Source: W. J. Conover, Practical Nonparametric Statistics, 3rd ed., 3.4 (the sign test, two-sided).
 *
 * Throws RangeError when `agreeing` is not between 0 and `count`, or the confidence is outside (0, 1).
 */
export function signsDecide(agreeing: number, count: number, confidence = 0.95): boolean {
  requireFraction('confidence', confidence);
  if (!(agreeing >= 0 && agreeing <= count)) {
    throw new RangeError(`of ${count} signs ${agreeing} cannot agree`);
  }
  // The probability that at least this many of `count` fair coins show heads is a regularised incomplete beta function.
  return agreeing > 0 && betainc(0.5, agreeing, count - agreeing + 1) <= (1 - confidence) / 2;
}

import { type MeanInterval, meanInterval } from './mean-interval.ts';
import { FEWEST_DECISIVE_SIGNS, signsDecide } from './sign-test.ts';

/** The reading of a difference. `too few replications`: all pairs differ the same way, and are too few to prove it. */
export type DifferenceVerdict = 'higher' | 'lower' | 'within noise' | 'too few replications';

/** In how many of the pairs the second sample is the higher, and in how many the lower one; in the others they are equal. */
export interface PairSigns {
  readonly higher: number;
  readonly lower: number;
  readonly of: number;
}

/** The mean of `other - base`, its interval, the signs of the pairs, and whether the difference is beyond noise. */
export interface PairedDifference extends MeanInterval {
  readonly signs: PairSigns;
  readonly verdict: DifferenceVerdict;
}

/**
 * Returns how `other` differs from `base`, replication by replication: a paired t interval of `other - base`, and the
 * signs of the pairs.
 *
 * Index i of both arrays must come from the same replication, run with the same random streams. The noise they share
 * cancels, and the interval is far narrower than the one of two independent means.
 *
 * A difference is beyond noise where the interval excludes zero. It also is where the sign test says that most
 * replications differ the way that the mean does. A few replications that exploded widen the interval of the mean
 * without bound, and leave the signs alone. Pairs that are equal say nothing and are left out of the sign test. Where
 * all of too few pairs agree, and the interval contains zero, the difference is neither proven nor noise. Without a
 * difference either law alone claims one in about 5 of 100 cases at most, the two together in fewer than 8.
 *
 * Source: A. M. Law, Simulation Modeling and Analysis, 5th ed., 10.2.1 (paired-t) and 11.2 (common random numbers).
 * Source: W. J. Conover, Practical Nonparametric Statistics, 3rd ed., 3.4 (the sign test).
 *
 * Throws RangeError when the arrays differ in length, or as `meanInterval` does.
 */
export function pairedDifference(
  base: readonly number[],
  other: readonly number[],
  confidence = 0.95,
): PairedDifference {
  if (base.length !== other.length) {
    throw new RangeError(`paired samples differ in number: ${base.length} and ${other.length}`);
  }
  const differences = base.map((value, i) => other[i]! - value);
  const interval = meanInterval(differences, confidence);
  const signs = {
    higher: differences.filter((difference) => difference > 0).length,
    lower: differences.filter((difference) => difference < 0).length,
    of: differences.length,
  };
  return { ...interval, signs, verdict: verdictOf(interval, signs, confidence) };
}

function verdictOf(
  { mean, low, high, count }: MeanInterval,
  { higher, lower }: PairSigns,
  confidence: number,
): DifferenceVerdict {
  if (low > 0) return 'higher';
  if (high < 0) return 'lower';
  const unequal = higher + lower;
  if (mean > 0 && signsDecide(higher, unequal, confidence)) return 'higher';
  if (mean < 0 && signsDecide(lower, unequal, confidence)) return 'lower';
  const agree = count > 1 && Math.max(higher, lower) === count;
  return agree && count < FEWEST_DECISIVE_SIGNS ? 'too few replications' : 'within noise';
}

import { type MeanInterval, meanInterval } from './mean-interval.ts';

/** What a difference amounts to once its interval is taken into account. */
export type DifferenceVerdict = 'higher' | 'lower' | 'within noise';

/** The mean of `other - base`, its interval, and whether the interval excludes zero. */
export interface PairedDifference extends MeanInterval {
  readonly verdict: DifferenceVerdict;
}

/**
 * How `other` differs from `base`, replication by replication: a paired t interval of `other - base`.
 *
 * Index i of both arrays must come from the same replication, run with the same random streams: the noise
 * they share cancels, and the interval is far narrower than the one of two independent means.
 * Source: A. M. Law, Simulation Modeling and Analysis, 5th ed., 10.2.1 (paired-t) and 11.2 (common random
 * numbers).
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
  const difference = meanInterval(
    base.map((value, i) => other[i]! - value),
    confidence,
  );
  return { ...difference, verdict: verdictOf(difference) };
}

function verdictOf({ low, high }: MeanInterval): DifferenceVerdict {
  if (low > 0) return 'higher';
  if (high < 0) return 'lower';
  return 'within noise';
}

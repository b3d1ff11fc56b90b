import type { Interval } from '../result.ts';
import type { DifferenceVerdict } from './paired-difference.ts';

/** A figure with its 95% interval; null where there is none. */
export interface IntervalEstimate {
  readonly value: number;
  readonly ci95: Interval;
}

export interface IndependentDifference {
  /** Other minus base. */
  readonly difference: number;
  readonly ci95: Interval;
  /** `unknown` where one of the two has no interval. */
  readonly verdict: DifferenceVerdict | 'unknown';
}

/**
 * Returns the difference of two figures without common randomness, such as a measurement and a prediction. The interval
 * is recovered from those of the two, also where they are not symmetric (MOVER). Each end of the difference is as far
 * away as the nearer ends of the two, squared and added. Source: G. Y. Zou and A. Donner, Construction of confidence
 * limits about effect measures: a general approach, Statistics in Medicine 27, 2008.
 */
export function independentDifference(
  base: IntervalEstimate,
  other: IntervalEstimate,
): IndependentDifference {
  const difference = other.value - base.value;
  if (base.ci95 === null || other.ci95 === null) return { difference, ci95: null, verdict: 'unknown' };
  const low = difference - Math.hypot(other.value - other.ci95[0], base.ci95[1] - base.value);
  const high = difference + Math.hypot(other.ci95[1] - other.value, base.value - base.ci95[0]);
  const verdict = low > 0 ? 'higher' : high < 0 ? 'lower' : 'within noise';
  return { difference, ci95: [low, high], verdict };
}

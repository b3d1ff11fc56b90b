import { meanInterval } from './mean-interval.ts';

/** Fewer replications are never enough: their spread is too uncertain to stop on. */
export const REPLICATIONS_MINIMUM = 10;

/**
 * Whether replications may stop: there are at least ten, and the half width of the mean's interval is at most the given
 * fraction of the mean. For a mean of 0 that takes samples which are all 0.
 *
 * Stopping at the first sufficiently narrow interval favours those that are narrow by chance; the minimum keeps the
 * loss of coverage within 2 percentage points. Source: A. M. Law, Simulation Modeling and Analysis, 5th ed., 9.4.1.
 *
 * Throws RangeError when the fraction is not positive, or as `meanInterval` does.
 */
export function enough(samples: readonly number[], relativeHalfWidth: number, confidence = 0.95): boolean {
  if (!(relativeHalfWidth > 0)) {
    throw new RangeError(`the relative half width must be above 0, got ${relativeHalfWidth}`);
  }
  if (samples.length < REPLICATIONS_MINIMUM) return false;
  const { mean, halfWidth } = meanInterval(samples, confidence);
  return halfWidth <= relativeHalfWidth * Math.abs(mean);
}

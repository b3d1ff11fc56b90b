import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { mean, sampleVariance } from 'simple-statistics';

/**
 * A confidence interval for a mean, in the unit of the samples.
 *
 * One sample tells nothing about its own spread, so with `count` 1 the interval is the whole line and never has zero
 * width. Then `low` is -Infinity, and `high` and `halfWidth` are Infinity.
 */
export interface MeanInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly halfWidth: number;
  /** How many independent samples the interval rests on. */
  readonly count: number;
}

/**
 * Returns the mean of independent samples (one per replication) with its confidence interval by Student's t. The
 * interval is mean ± t(1 - α/2, n - 1) s / √n. Source: A. M. Law, Simulation Modeling and Analysis, 5th ed., 4.5 and
 * 9.4.
 *
 * Throws RangeError when there is no sample, a sample is not finite, or the confidence is outside (0, 1).
 */
export function meanInterval(samples: readonly number[], confidence = 0.95): MeanInterval {
  requireFiniteSamples(samples);
  const center = mean(samples);
  const halfWidth =
    samples.length === 1
      ? Number.POSITIVE_INFINITY
      : studentT(confidence, samples.length - 1) * Math.sqrt(sampleVariance(samples) / samples.length);
  return intervalAround(center, halfWidth, samples.length);
}

/** The interval `center ± halfWidth` that rests on `count` samples. */
export function intervalAround(center: number, halfWidth: number, count: number): MeanInterval {
  return { mean: center, low: center - halfWidth, high: center + halfWidth, halfWidth, count };
}

/**
 * The two-sided critical value of Student's t: the probability between minus and plus this value is
 * `confidence`. Throws RangeError when the confidence is outside (0, 1).
 */
export function studentT(confidence: number, degreesOfFreedom: number): number {
  requireFraction('confidence', confidence);
  return tQuantile((1 + confidence) / 2, degreesOfFreedom);
}

/** Throws RangeError unless `value` lies strictly between 0 and 1. */
export function requireFraction(name: string, value: number): void {
  if (!(value > 0 && value < 1)) throw new RangeError(`${name} must lie between 0 and 1, got ${value}`);
}

/** Throws RangeError when there is no sample or one of them is not finite. */
export function requireFiniteSamples(samples: ArrayLike<number>): void {
  if (samples.length === 0) throw new RangeError('an interval needs at least one sample');
  for (let i = 0; i < samples.length; i++) {
    if (!Number.isFinite(samples[i])) throw new RangeError(`sample ${i} is not finite: ${samples[i]}`);
  }
}

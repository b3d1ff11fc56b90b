import type { Histogram } from '../histogram.ts';
import type { Statistic } from '../objective.ts';
import type { Interval, Unit } from '../result.ts';
import { meanInterval } from './mean-interval.ts';

/** An estimate from independent samples, such as replications. */
export interface Estimate {
  /** Mean over the samples that observed anything; null where none did. */
  readonly value: number | null;
  readonly ci95: Interval;
}

/** Mean over samples with its 95% interval, which is null for fewer than two and within what the unit can take. */
export function estimate(values: readonly (number | null)[], unit: Unit): Estimate {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return { value: null, ci95: null };
  const { mean, low, high } = meanInterval(known);
  return { value: mean, ci95: known.length < 2 ? null : withinUnit(low, high, mean, unit) };
}

/**
 * An interval about a value, cut to what the unit can take: no time, rate or share is below zero, no share above one. Null
 * where an end is unknown, that is infinite.
 */
export function withinUnit(low: number, high: number, value: number, unit: Unit): Interval {
  if (!(Number.isFinite(low) && Number.isFinite(high))) return null;
  const most = unit === 'fraction' ? Math.max(1, value) : Number.POSITIVE_INFINITY;
  return [Math.max(0, low), Math.min(most, high)];
}

/** One statistic of observations. */
export function statisticOf(observations: Histogram, statistic: Statistic): number {
  switch (statistic.kind) {
    case 'mean':
      return observations.mean;
    case 'percentile':
      return observations.quantile(statistic.fraction);
    case 'max':
    case 'peak':
      return observations.maximum;
    case 'min':
      return observations.minimum;
  }
}

import type { Histogram } from '../../models/histogram.ts';
import type { Statistic } from '../../models/objective.ts';
import type { Interval, MetricResult, Unit } from '../../models/result.ts';
import { meanInterval } from '../statistics/mean-interval.ts';

/** The observations of one metric in each replication, in order; null where there were none. */
export type ReplicatedObservations = readonly (Histogram | null)[];

/** An estimate from independent replications. */
export interface Estimate {
  /** Mean over the replications that observed anything; null where none did. */
  readonly value: number | null;
  readonly ci95: Interval;
}

/**
 * Mean over replications with its 95% interval, which is null for fewer than two. The interval is cut to what the unit can
 * take: no time, rate or share is below zero, no share above one.
 */
export function estimate(values: readonly (number | null)[], unit: Unit): Estimate {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return { value: null, ci95: null };
  const { mean, low, high } = meanInterval(known);
  if (known.length < 2) return { value: mean, ci95: null };
  const most = unit === 'fraction' ? Math.max(1, mean) : Number.POSITIVE_INFINITY;
  return { value: mean, ci95: [Math.max(0, low), Math.min(most, high)] };
}

/** One statistic of a replication's observations. */
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

/** The row of a metric in the result: each statistic is the mean over replications of that replication's statistic. */
export function metricResult(name: string, unit: Unit, replications: ReplicatedObservations): MetricResult {
  const perReplication = (statistic: Statistic) =>
    replications.map((observations) => (observations === null ? null : statisticOf(observations, statistic)));
  const percentile = (fraction: number) => estimate(perReplication({ kind: 'percentile', fraction }), unit);
  const means = perReplication({ kind: 'mean' });
  const mean = estimate(means, unit);
  const [p50, p95, p99] = [percentile(0.5), percentile(0.95), percentile(0.99)];
  return {
    name,
    unit,
    count: replications.reduce((sum, observations) => sum + (observations?.count ?? 0), 0),
    mean: mean.value,
    ci95: mean.ci95,
    p50: p50.value,
    p90: percentile(0.9).value,
    p95: p95.value,
    p99: p99.value,
    p999: percentile(0.999).value,
    max: estimate(perReplication({ kind: 'max' }), unit).value,
    replicationMeans: means,
    percentileIntervals: { p50: p50.ci95, p95: p95.ci95, p99: p99.ci95 },
  };
}

import type { Histogram } from '../../models/histogram.ts';
import type { SpreadFigure } from '../../models/lower-bound.ts';
import type { Statistic } from '../../models/objective.ts';
import type { MetricResult, Unit } from '../../models/result.ts';
import { estimate, statisticOf } from '../../models/statistics/estimate.ts';

/** The observations of one metric in each replication, in order; null where there were none. */
export type ReplicatedObservations = readonly (Histogram | null)[];

/**
 * The row of a metric in the result: each statistic is the mean over replications of that replication's statistic. `bounds` are
 * the figures that may lie among unfinished work.
 */
export function metricResult(
  name: string,
  unit: Unit,
  replications: ReplicatedObservations,
  bounds: readonly SpreadFigure[],
): MetricResult {
  const perReplication = (statistic: Statistic) =>
    replications.map((observations) => (observations === null ? null : statisticOf(observations, statistic)));
  const percentile = (fraction: number) => estimate(perReplication({ kind: 'percentile', fraction }), unit);
  const means = perReplication({ kind: 'mean' });
  const mean = estimate(means, unit);
  const [p50, p95, p99] = [percentile(0.5), percentile(0.95), percentile(0.99)];
  const count = replications.reduce((sum, observations) => sum + (observations?.count ?? 0), 0);
  return {
    name,
    unit,
    count,
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
    ...(count > 0 && bounds.length > 0 ? { atLeast: bounds } : {}),
  };
}

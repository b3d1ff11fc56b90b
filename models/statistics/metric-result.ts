import type { SpreadFigure } from '../lower-bound.ts';
import type { Statistic } from '../objective.ts';
import type { MetricResult, Unit } from '../result.ts';
import type { Estimate } from './estimate.ts';

/** Evidence from the observations of a metric, simulated or measured. */
export interface MetricEvidence {
  readonly name: string;
  readonly unit: Unit;
  /** Observations in all. */
  readonly count: number;
  readonly replicationMeans: readonly (number | null)[];
  readonly estimate: (statistic: Statistic) => Estimate;
  /** Figures that may lie among what had no end. */
  readonly lowerBounds: readonly SpreadFigure[];
}

/** The row of a metric in a result document. */
export function metricResult(evidence: MetricEvidence): MetricResult {
  const { name, unit, count, replicationMeans, estimate, lowerBounds } = evidence;
  const percentile = (fraction: number) => estimate({ kind: 'percentile', fraction });
  const mean = estimate({ kind: 'mean' });
  const [p50, p95, p99] = [percentile(0.5), percentile(0.95), percentile(0.99)];
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
    max: estimate({ kind: 'max' }).value,
    replicationMeans,
    percentileIntervals: { p50: p50.ci95, p95: p95.ci95, p99: p99.ci95 },
    ...(count > 0 && lowerBounds.length > 0 ? { atLeast: lowerBounds } : {}),
  };
}

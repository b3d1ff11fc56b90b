import { Histogram } from '../histogram.ts';
import { requireFiniteSamples, requireFraction, studentT } from './mean-interval.ts';

/**
 * A confidence interval for a quantile, in the unit of the observations. An end that the observations cannot bound
 * is infinite.
 */
export interface QuantileInterval {
  readonly quantile: number;
  readonly low: number;
  readonly high: number;
  /** How many independent samples the interval rests on: replications, or sections of a run. */
  readonly count: number;
}

/**
 * Returns the p-quantile of the observations of independent replications, with its confidence interval by sectioning.
 * The estimate is the quantile of all observations together; its spread is that of the replications' own quantiles
 * about it.
 *
 * The mean of the replications' quantiles, the obvious choice, is biased. An example is the p99 of 10 replications of
 * 100 independent observations. Its 95% interval contains the truth 64 times in 100, the one by sectioning 93 times.
 * Source: S. Asmussen and P. W. Glynn, Stochastic Simulation, 2007, III.5a.
 *
 * Replications without observations do not count; one alone bounds nothing. An end that this number of independent
 * observations could not bound is not stated (fewer than 368 for a p99 at 95%).
 *
 * Throws RangeError when nothing was observed at all, or p or the confidence is outside (0, 1).
 */
export function quantileInterval(
  replications: readonly Histogram[],
  p: number,
  confidence = 0.95,
): QuantileInterval {
  requireFraction('p', p);
  const observing = replications.filter((replication) => replication.count > 0);
  const pooled = new Histogram();
  for (const replication of observing) pooled.merge(replication);
  const interval = sectionedInterval(
    pooled.quantile(p),
    observing.map((replication) => replication.quantile(p)),
    confidence,
  );
  const missed = (1 - confidence) / 2;
  return {
    ...interval,
    low: (1 - p) ** pooled.count <= missed ? interval.low : Number.NEGATIVE_INFINITY,
    high: p ** pooled.count <= missed ? interval.high : Number.POSITIVE_INFINITY,
  };
}

/**
 * The interval about an estimate from all data, given the same estimate from each of several independent sections
 * of it. One section bounds nothing. Throws RangeError when there is no section or a figure is not finite.
 */
export function sectionedInterval(
  pooled: number,
  sections: readonly number[],
  confidence: number,
): QuantileInterval {
  requireFiniteSamples(sections);
  requireFiniteSamples([pooled]);
  const count = sections.length;
  const squares = sections.reduce((sum, section) => sum + (section - pooled) ** 2, 0);
  const halfWidth =
    count === 1
      ? Number.POSITIVE_INFINITY
      : studentT(confidence, count - 1) * Math.sqrt(squares / ((count - 1) * count));
  return { quantile: pooled, low: pooled - halfWidth, high: pooled + halfWidth, count };
}

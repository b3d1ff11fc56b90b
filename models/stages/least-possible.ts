import { type Distribution, mean, quantile, support } from '../distributions/distribution.ts';
import type { Statistic } from '../objective.ts';

/** Returns the least value of a statistic of observations that are each at least a draw of a distribution. */
export function leastStatistic(distribution: Distribution, statistic: Statistic): number {
  switch (statistic.kind) {
    case 'mean':
      return mean(distribution);
    case 'percentile':
      return quantile(distribution, statistic.fraction);
    // How large the largest of some draws is depends on how many there are; none is below the smallest.
    case 'max':
    case 'min':
    case 'peak':
      return support(distribution)[0];
    default:
      return statistic satisfies never;
  }
}

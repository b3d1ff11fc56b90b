import type { Statistic } from '../../models/objective.ts';
import type { RecordedSeries } from '../studio/timeline-recorder.ts';

/**
 * Utilization of a resource in one replication, from the means of its bins after warm-up. A group of like resources (the
 * racks' uplinks) has the mean over its members as its mean, and its hottest member as its percentiles and peak.
 */
export class Utilization {
  /** Bins of each member, ascending. */
  readonly #members: readonly (readonly number[])[];

  constructor(members: readonly RecordedSeries[], warmupBins: number) {
    this.#members = members.map(({ values }) => Array.from(values.subarray(warmupBins).toSorted()));
  }

  statistic(statistic: Statistic): number {
    switch (statistic.kind) {
      case 'mean':
        return meanOf(this.#members.map(meanOf));
      case 'percentile':
        return this.#hottest((bins) => bins[Math.max(0, Math.ceil(statistic.fraction * bins.length) - 1)]!);
      case 'max':
      case 'peak':
        return this.#hottest((bins) => bins.at(-1)!);
      case 'min':
        return Math.min(...this.#members.map((bins) => bins[0]!));
    }
  }

  #hottest(of: (bins: readonly number[]) => number): number {
    return Math.max(...this.#members.map(of));
  }
}

function meanOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

import { PEAK_WINDOW_SECONDS, type Statistic } from '../../models/objective.ts';
import type { RecordedPeaks } from '../studio/peak-recorder.ts';
import type { RecordedSeries } from '../studio/timeline-recorder.ts';

/** One resource of a group: its utilization in bins of the timeline, and its peaks. */
export interface UtilizationMember {
  readonly series: RecordedSeries;
  readonly peaks: readonly RecordedPeaks[];
}

/** The bins of a window, and the first part of the run, that are left after the warm-up. */
export interface UtilizationSpan {
  readonly fromBin: number;
  readonly toBin: number;
  readonly fromPart: number;
}

/**
 * Utilization of a resource in one replication, after warm-up. Means and percentiles are over the bins of the window, so
 * that what goes on after it does not dilute them; peaks and time at saturation are exact and take in what comes after. A
 * group of like resources (the racks' uplinks) has the mean over its members as its mean, its hottest member otherwise.
 */
export class Utilization {
  /** Bins of each member, ascending. */
  readonly #bins: readonly (readonly number[])[];
  readonly #members: readonly UtilizationMember[];
  readonly #fromPart: number;

  constructor(members: readonly UtilizationMember[], { fromBin, toBin, fromPart }: UtilizationSpan) {
    this.#bins = members.map(({ series }) => Array.from(series.values.subarray(fromBin, toBin).toSorted()));
    this.#members = members;
    this.#fromPart = fromPart;
  }

  /** The maximum is the peak over the default window. */
  statistic(statistic: Statistic): number {
    switch (statistic.kind) {
      case 'mean':
        return meanOf(this.#bins.map(meanOf));
      case 'percentile':
        return Math.max(
          ...this.#bins.map((bins) => bins[Math.max(0, Math.ceil(statistic.fraction * bins.length) - 1)]!),
        );
      case 'max':
        return this.#peak(PEAK_WINDOW_SECONDS);
      case 'peak':
        return this.#peak(statistic.windowSeconds);
      case 'min':
        return Math.min(...this.#bins.map((bins) => bins[0]!));
    }
  }

  /** How long the resource was used in full, of a group its hottest member. */
  get saturatedSeconds(): number {
    return Math.max(
      ...this.#members.map(({ peaks }) => sum(peaks[0]!.saturatedSeconds.slice(this.#fromPart))),
    );
  }

  #peak(windowSeconds: number): number {
    return Math.max(
      ...this.#members.map(({ peaks }) => {
        const parts = peaks.find((each) => each.windowSeconds === windowSeconds)!.peaks;
        const known = parts.slice(this.#fromPart).filter((peak) => peak !== null);
        // Too little is left after the warm-up for a window: the last one reaches into it.
        return known.length > 0 ? Math.max(...known) : (parts.findLast((peak) => peak !== null) ?? 0);
      }),
    );
  }
}

function meanOf(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

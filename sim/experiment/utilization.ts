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
 * Utilization of a resource in one replication, after warm-up: its use divided by the capacity available at the time.
 * Means and percentiles are over the bins of the window, so later work does not dilute them. Peaks and time at
 * saturation are exact and include later work. A group of like resources (the racks' uplinks) has the mean over its
 * members as its mean, its hottest member otherwise.
 */
export class Utilization {
  /** Bins of each member in which it had any capacity, ascending. */
  readonly #bins: readonly (readonly number[])[];
  readonly #members: readonly UtilizationMember[];
  readonly #mean: number;
  readonly #fromPart: number;

  constructor(members: readonly UtilizationMember[], { fromBin, toBin, fromPart }: UtilizationSpan) {
    this.#bins = members.map(({ series }) => {
      const shares = series.resource?.capacityShares ?? null;
      const bins = series.values.subarray(fromBin, toBin);
      const there = shares === null ? bins : bins.filter((_, bin) => shares[fromBin + bin]! > 0);
      return Array.from(there.toSorted());
    });
    this.#members = members;
    this.#mean = meanUtilization(members, fromBin, toBin) ?? meanOf(this.#bins.map(meanOf));
    this.#fromPart = fromPart;
  }

  /** The maximum is the peak over the default window. */
  statistic(statistic: Statistic): number {
    switch (statistic.kind) {
      case 'mean':
        return this.#mean;
      case 'percentile':
        return Math.max(
          ...this.#bins.map(
            (bins) => bins[Math.max(0, Math.ceil(statistic.fraction * bins.length) - 1)] ?? 0,
          ),
        );
      case 'max':
        return this.#peak(PEAK_WINDOW_SECONDS);
      case 'peak':
        return this.#peak(statistic.windowSeconds);
      case 'min':
        return Math.min(...this.#bins.map((bins) => bins[0] ?? 0));
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

/** The use of members by the capacity that they had, over some bins; null where that has never changed. */
function meanUtilization(
  members: readonly UtilizationMember[],
  fromBin: number,
  toBin: number,
): number | null {
  if (members.every(({ series }) => (series.resource?.capacityShares ?? null) === null)) return null;
  let [used, there] = [0, 0];
  for (const { series } of members) {
    for (let bin = fromBin; bin < Math.min(toBin, series.values.length); bin++) {
      const share = series.resource?.capacityShares?.[bin] ?? 1;
      used += series.values[bin]! * share;
      there += share;
    }
  }
  return there > 0 ? used / there : 0;
}

function meanOf(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

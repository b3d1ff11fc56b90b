import type { Series } from '../../models/result.ts';
import type { Sampler } from './sampler.ts';

/** A quantity whose integral over time is known exactly at any moment; its series is the mean over each bin. */
export interface Gauge extends Omit<Series, 'values'> {
  /** From the start of the run to `now`, in the unit times seconds; of a utilization also ahead, up to the next event. */
  readonly integral: (now: number) => number;
}

/** A gauge's means per bin in one replication. */
export interface RecordedSeries extends Omit<Series, 'values'> {
  readonly values: Float64Array;
}

/** Widths that read well on a time axis. */
const BIN_WIDTHS_SECONDS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400,
];

/** Most bins of a timeline: a day in minutes. */
const MOST_BINS = 1440;

/** The narrowest bin that divides the run into at most MOST_BINS. Runs shorter than a second have a single bin. */
export function binSecondsFor(durationSeconds: number): number {
  if (durationSeconds < 1) return durationSeconds;
  const width = BIN_WIDTHS_SECONDS.find((seconds) => Math.ceil(durationSeconds / seconds) <= MOST_BINS);
  return width ?? Math.ceil(durationSeconds / MOST_BINS / 86_400) * 86_400;
}

/** Bins into which a span of time is divided, the last of them of the same width. */
export function binsOf(durationSeconds: number, binSeconds: number): number {
  return Math.ceil(durationSeconds / binSeconds - 1e-9);
}

/**
 * Samples gauges at the end of every bin, from the start of a window for as long as it is asked to: work that outlives
 * the window is in further bins of the same width.
 */
export class TimelineRecorder implements Sampler {
  readonly binSeconds: number;
  /** The end of the bin in which the window ends. */
  readonly windowEndSeconds: number;
  readonly #fromSeconds: number;
  readonly #series: { readonly gauge: Gauge; readonly values: number[]; integral: number }[];
  #bins = 0;

  /** To be made at the start of the window, which is `durationSeconds` long. */
  constructor(gauges: readonly Gauge[], fromSeconds: number, durationSeconds: number) {
    this.#fromSeconds = fromSeconds;
    this.binSeconds = binSecondsFor(durationSeconds);
    this.windowEndSeconds = fromSeconds + binsOf(durationSeconds, this.binSeconds) * this.binSeconds;
    this.#series = gauges.map((gauge) => ({ gauge, values: [], integral: gauge.integral(fromSeconds) }));
  }

  get nextSeconds(): number {
    return this.#fromSeconds + (this.#bins + 1) * this.binSeconds;
  }

  sample(nowSeconds: number): void {
    if (nowSeconds >= this.nextSeconds) this.#endBin(nowSeconds);
  }

  get series(): readonly RecordedSeries[] {
    return this.#series.map(({ gauge: { name, title, unit, group }, values }) => ({
      name,
      title,
      unit,
      group,
      values: Float64Array.from(values),
    }));
  }

  #endBin(endSeconds: number): void {
    for (const series of this.#series) {
      const integral = series.gauge.integral(endSeconds);
      series.values.push((integral - series.integral) / this.binSeconds);
      series.integral = integral;
    }
    this.#bins++;
  }
}

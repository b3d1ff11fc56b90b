import type { Series } from '../../models/result.ts';
import type { Simulation } from '../kernel/simulation.ts';

/** A quantity whose integral over time is known exactly at any moment; its series is the mean over each bin. */
export interface Gauge extends Omit<Series, 'values'> {
  /** From the start of the run to `now`, in the unit times seconds. */
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

/** Samples gauges at the end of every bin from 0 to the end of the run. */
export class TimelineRecorder {
  readonly binSeconds: number;
  readonly #simulation: Simulation;
  readonly #durationSeconds: number;
  readonly #bins: number;
  readonly #series: { readonly gauge: Gauge; readonly values: Float64Array; integral: number }[] = [];

  constructor(simulation: Simulation, durationSeconds: number) {
    this.#simulation = simulation;
    this.#durationSeconds = durationSeconds;
    this.binSeconds = binSecondsFor(durationSeconds);
    this.#bins = Math.ceil(durationSeconds / this.binSeconds - 1e-9);
  }

  add(gauge: Gauge): void {
    this.#series.push({ gauge, values: new Float64Array(this.#bins), integral: 0 });
  }

  /** Schedules the sampling; call once, before the run. */
  start(): void {
    this.#scheduleEndOf(0);
  }

  get series(): readonly RecordedSeries[] {
    return this.#series.map(({ gauge: { name, title, unit, group }, values }) => ({
      name,
      title,
      unit,
      group,
      values,
    }));
  }

  #scheduleEndOf(bin: number): void {
    if (bin >= this.#bins) return;
    const end = Math.min(this.#durationSeconds, (bin + 1) * this.binSeconds);
    this.#simulation.at(end, () => {
      this.#sample(bin, end);
      this.#scheduleEndOf(bin + 1);
    });
  }

  #sample(bin: number, endSeconds: number): void {
    const width = endSeconds - bin * this.binSeconds;
    for (const series of this.#series) {
      const integral = series.gauge.integral(endSeconds);
      series.values[bin] = (integral - series.integral) / width;
      series.integral = integral;
    }
  }
}

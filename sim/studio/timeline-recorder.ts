import type { Series } from '../../models/result.ts';
import type { Resource } from '../world/resources/resource.ts';
import type { Sampler } from './sampler.ts';

/** A quantity whose integral over time is known exactly at any moment; its series is the mean over each bin. */
export interface Gauge extends Omit<Series, 'values'> {
  /** From the start of the run to `now`, in the unit times seconds; of a utilization also ahead, up to the next event. */
  readonly integral: (now: number) => number;
  /** Resource of a utilization; null for any other quantity. */
  readonly resource: Resource | null;
}

/** A gauge's means per bin in one replication; plain data, so that it crosses threads. */
export interface RecordedSeries extends Omit<Series, 'values'> {
  /** Values by bin. A utilization is the share of the capacity available in the bin; 0 where there was none. */
  readonly values: Float64Array;
  readonly resource: RecordedResource | null;
}

/** The resource of a recorded utilization. */
export interface RecordedResource extends Pick<Resource, 'id' | 'group'> {
  /** Mean capacity in each bin, as a share of the original one; null where that has never changed. */
  readonly capacityShares: Float64Array | null;
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
 * Samples gauges at the end of every bin, from the start of a window until told to stop. Work that outlives the window
 * is in further bins of the same width.
 */
export class TimelineRecorder implements Sampler {
  readonly binSeconds: number;
  /** The end of the bin in which the window ends. */
  readonly windowEndSeconds: number;
  readonly #fromSeconds: number;
  readonly #tracks: readonly Track[];
  #bins = 0;

  /** To be made at the start of the window, which is `durationSeconds` long. */
  constructor(gauges: readonly Gauge[], fromSeconds: number, durationSeconds: number) {
    this.#fromSeconds = fromSeconds;
    this.binSeconds = binSecondsFor(durationSeconds);
    this.windowEndSeconds = fromSeconds + binsOf(durationSeconds, this.binSeconds) * this.binSeconds;
    this.#tracks = gauges.map((gauge) => new Track(gauge, fromSeconds));
  }

  get nextSeconds(): number {
    return this.#fromSeconds + (this.#bins + 1) * this.binSeconds;
  }

  sample(nowSeconds: number): void {
    if (nowSeconds >= this.nextSeconds) this.#endBin(nowSeconds);
  }

  get series(): readonly RecordedSeries[] {
    return this.#tracks.map((track) => track.series);
  }

  #endBin(endSeconds: number): void {
    for (const track of this.#tracks) track.endBin(endSeconds, this.binSeconds);
    this.#bins++;
  }
}

/** One gauge: what its integrals were at the end of the last bin, and the bins so far. */
class Track {
  readonly #gauge: Gauge;
  readonly #values: number[] = [];
  readonly #capacityShares: number[] = [];
  #integral: number;
  #missingSeconds: number;

  constructor(gauge: Gauge, fromSeconds: number) {
    this.#gauge = gauge;
    this.#integral = gauge.integral(fromSeconds);
    this.#missingSeconds = gauge.resource?.missingSeconds(fromSeconds) ?? 0;
  }

  endBin(endSeconds: number, binSeconds: number): void {
    const { resource } = this.#gauge;
    const integral = this.#gauge.integral(endSeconds);
    const missingSeconds = resource?.missingSeconds(endSeconds) ?? 0;
    const there = binSeconds - (missingSeconds - this.#missingSeconds);
    this.#values.push(meanUse(integral - this.#integral, there, binSeconds));
    this.#capacityShares.push(there / binSeconds);
    this.#integral = integral;
    this.#missingSeconds = missingSeconds;
  }

  get series(): RecordedSeries {
    const { name, title, unit, group, resource } = this.#gauge;
    return {
      name,
      title,
      unit,
      group,
      values: Float64Array.from(this.#values),
      resource: resource === null ? null : this.#recordedResource(resource),
    };
  }

  #recordedResource({ id, group }: Resource): RecordedResource {
    const isConstant = this.#capacityShares.every((share) => share === 1);
    return { id, group, capacityShares: isConstant ? null : Float64Array.from(this.#capacityShares) };
  }
}

/** A capacity below this share of the original one is rounding. */
const LEAST_SHARE = 1e-9;

/** The mean over a span of what was used, by the seconds of capacity that there were in it; 0 where there were none. */
export function meanUse(usedSeconds: number, capacitySeconds: number, spanSeconds: number): number {
  return capacitySeconds > LEAST_SHARE * spanSeconds ? usedSeconds / capacitySeconds : 0;
}

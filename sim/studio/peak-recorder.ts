import type { Resource } from '../world/resources/resource.ts';
import type { Sampler } from './sampler.ts';
import { type Gauge, meanUse } from './timeline-recorder.ts';

/** A window begins every second, or so often that ten of a short window and 600 of a long one overlap. */
export function stepsPerWindow(windowSeconds: number): number {
  return Math.min(600, Math.max(10, Math.ceil(windowSeconds)));
}

/** From this mean utilization on, a step of the default window is time at saturation. */
export const SATURATED = 0.999;

/** The highest mean of one resource's utilization over any window of a length, by the part of the run it begins in. */
export interface RecordedPeaks {
  /** Name of the gauge, for example "network.core utilization". */
  readonly name: string;
  readonly windowSeconds: number;
  /** One for each part of the run; null where no window begins in it. */
  readonly peaks: readonly (number | null)[];
  /** Time at saturation in each part of the run. */
  readonly saturatedSeconds: readonly number[];
}

/**
 * Finds the highest mean of utilizations over a sliding window. The mean of each is exact, a difference of integrals
 * over time. A window as long as the run or longer is the run itself.
 *
 * Time at saturation is counted in steps whose mean is `SATURATED` or more. A step before or behind such a stretch
 * counts by the share of it that must have been full. That share assumes that the utilization stepped from the level
 * next to it. It is exact for a resource that fills at once, as a link does.
 */
export class PeakRecorder implements Sampler {
  readonly windowSeconds: number;
  readonly #fromSeconds: number;
  readonly #stepsPerWindow: number;
  readonly #stepSeconds: number;
  readonly #tracks: readonly Track[];
  /** The first step that begins in each part of the run. */
  readonly #firstSteps: readonly number[];
  #steps = 0;

  /** To be made at the start of a window of `durationSeconds`; `partsSeconds` is when each part begins, the first at 0. */
  constructor(
    gauges: readonly Gauge[],
    windowSeconds: number,
    fromSeconds: number,
    durationSeconds: number,
    partsSeconds: readonly number[],
  ) {
    this.windowSeconds = windowSeconds;
    this.#fromSeconds = fromSeconds;
    const spanSeconds = Math.min(windowSeconds, durationSeconds);
    this.#stepsPerWindow = stepsPerWindow(spanSeconds);
    this.#stepSeconds = spanSeconds / this.#stepsPerWindow;
    this.#firstSteps = partsSeconds.map((seconds) => Math.ceil(seconds / this.#stepSeconds - 1e-9));
    this.#tracks = gauges.map(
      (gauge) => new Track(gauge, fromSeconds, this.#stepsPerWindow, partsSeconds.length),
    );
  }

  get nextSeconds(): number {
    return this.#timeOf(this.#steps + 1);
  }

  sample(nowSeconds: number, quietUntilSeconds: number): void {
    const until = Math.max(nowSeconds, quietUntilSeconds);
    let read = 0;
    while (this.nextSeconds <= until) {
      // Once every window lies within the quiet stretch they are all alike: the others are passed over.
      if (read > 0 && read % (2 * this.#stepsPerWindow) === 0) this.#passOver(until);
      this.#step();
      read++;
    }
  }

  get recorded(): readonly RecordedPeaks[] {
    return this.#tracks.map((track) => ({
      name: track.gauge.name,
      windowSeconds: this.windowSeconds,
      peaks: track.peaks,
      saturatedSeconds: track.saturatedSeconds(this.#partOf(this.#steps - 1)),
    }));
  }

  #timeOf(step: number): number {
    return this.#fromSeconds + step * this.#stepSeconds;
  }

  #step(): void {
    const step = ++this.#steps;
    const atSeconds = this.#timeOf(step);
    const partBefore = this.#partOf(step - 2);
    const windowPart = this.#partOf(step - this.#stepsPerWindow);
    for (const track of this.#tracks) track.step(step, atSeconds, this.#stepSeconds, partBefore, windowPart);
  }

  /** Goes on to the last steps before a time, or before the next part of the run, as if each had been taken. */
  #passOver(untilSeconds: number): void {
    const last =
      Math.floor((untilSeconds - this.#fromSeconds) / this.#stepSeconds) - this.#stepsPerWindow - 1;
    const part = this.#partOf(this.#steps - this.#stepsPerWindow);
    const target = Math.min(last, (this.#firstSteps[part + 1] ?? Number.POSITIVE_INFINITY) - 1);
    if (target <= this.#steps) return;
    const passedSeconds = (target - this.#steps) * this.#stepSeconds;
    for (const track of this.#tracks) {
      track.passOver(passedSeconds, part);
      for (let step = Math.max(0, target - this.#stepsPerWindow + 1); step <= target; step++) {
        track.remember(step, this.#timeOf(step));
      }
    }
    this.#steps = target;
  }

  #partOf(step: number): number {
    let part = this.#firstSteps.length - 1;
    while (part > 0 && this.#firstSteps[part]! > step) part--;
    return part;
  }
}

/** Below any mean of a window. */
const NONE = Number.NEGATIVE_INFINITY;

/** One utilization: its integral at the last steps, and what has been found in them. */
class Track {
  readonly gauge: Gauge;
  readonly #resource: Resource | null;
  /** Peaks by part of the run; NONE where no window begins in it. */
  readonly #peaks: Float64Array;
  readonly #saturated: number[];
  readonly #integrals: Float64Array;
  readonly #missing: Float64Array;
  /** Integrals at the last step, of use and of missing capacity; the means of the last step and of the one before it. */
  #integral: number;
  #missingSeconds: number;
  #mean = 0;
  #meanBefore = 0;
  #stepSeconds = 0;

  constructor(gauge: Gauge, fromSeconds: number, steps: number, parts: number) {
    this.gauge = gauge;
    this.#resource = gauge.resource;
    this.#integrals = new Float64Array(steps);
    this.#missing = new Float64Array(steps);
    this.#integral = this.#integrals[0] = gauge.integral(fromSeconds);
    this.#missingSeconds = this.#missing[0] = this.#missingAt(fromSeconds);
    this.#peaks = new Float64Array(parts).fill(NONE);
    this.#saturated = Array.from<number>({ length: parts }).fill(0);
  }

  /** Takes a step; the one before it is in part `partBefore`, the window that ends with it begins in `windowPart`. */
  step(step: number, atSeconds: number, stepSeconds: number, partBefore: number, windowPart: number): void {
    const integral = this.gauge.integral(atSeconds);
    const hasChanged = this.#resource !== null && this.#resource.hasChanged;
    const missing = hasChanged ? this.#missingAt(atSeconds) : 0;
    const there = stepSeconds - (missing - this.#missingSeconds);
    const mean = meanUse(integral - this.#integral, there, stepSeconds);
    const saturated = saturatedShare(this.#mean, this.#meanBefore, mean);
    if (saturated > 0) this.#saturated[partBefore]! += saturated * stepSeconds;
    this.#stepSeconds = stepSeconds;
    this.#meanBefore = this.#mean;
    this.#mean = mean;
    const place = step % this.#integrals.length;
    if (step >= this.#integrals.length) {
      const window = this.#integrals.length * stepSeconds;
      const thereInWindow = hasChanged ? window - (missing - this.#missing[place]!) : window;
      const peak = meanUse(integral - this.#integrals[place]!, thereInWindow, window);
      if (peak > this.#peaks[windowPart]!) this.#peaks[windowPart] = Math.max(0, Math.min(1, peak));
    }
    this.#integral = this.#integrals[place] = integral;
    this.#missingSeconds = missing;
    if (hasChanged) this.#missing[place] = missing;
  }

  /** The highest mean of a window by the part of the run it begins in; null where none does. */
  get peaks(): readonly (number | null)[] {
    return Array.from(this.#peaks, (peak) => (peak === NONE ? null : peak));
  }

  /** Notes the integral at a step without looking at what happened. */
  remember(step: number, atSeconds: number): void {
    const place = step % this.#integrals.length;
    this.#integral = this.#integrals[place] = this.gauge.integral(atSeconds);
    this.#missingSeconds = this.#missing[place] = this.#missingAt(atSeconds);
  }

  #missingAt(atSeconds: number): number {
    return this.#resource?.missingSeconds(atSeconds) ?? 0;
  }

  /** Counts time in which the utilization stayed as it was in the last step. */
  passOver(seconds: number, part: number): void {
    if (this.#mean >= SATURATED) this.#saturated[part]! += seconds;
  }

  /** Time at saturation by part; the last step, whose successor is not known, is in part `last`. */
  saturatedSeconds(last: number): number[] {
    const rest = saturatedShare(this.#mean, this.#meanBefore, 0) * this.#stepSeconds;
    return this.#saturated.map((seconds, part) => (part === last ? seconds + rest : seconds));
  }
}

/** The share of a step at saturation, from its mean and those of its neighbours. */
function saturatedShare(mean: number, before: number, after: number): number {
  if (mean >= SATURATED) return 1;
  const empties = before >= SATURATED;
  const fills = after >= SATURATED;
  if (!empties && !fills) return 0;
  const level = empties && fills ? 0 : empties ? after : before;
  return Math.max(0, (mean - level) / (1 - level));
}

import type { RandomStream } from '../../../models/random.ts';

/** Enough that a percentile of a busy minute rests on a thousand readings, few enough that a second costs 3 us. */
export const SAMPLES = 16;

/** The load that open arrivals put on one lane. */
export interface LaneLoad {
  /** Work that arrives in a second; as much as the speed, or more, is overload. */
  readonly utilization: number;
  /** Variance of the work that arrives, per second, as seconds of waiting squared per second. */
  readonly varianceSeconds: number;
  /** Work that the servers do in a second. */
  readonly speed: number;
}

/**
 * Lanes of a service that stand for all: each holds the work that an arrival would find before it, in seconds at speed
 * 1.
 *
 * The wait moves as a Brownian motion reflected at zero, with the mean and the variance of arrived work less served
 * work. That is the heavy-traffic limit of the queue (J. M. Harrison, "Brownian Motion and Stochastic Flow Systems",
 * 1985). It holds before a queue is stationary and above capacity, where no stationary law does. From an empty lane the
 * pair (free path, reflected path) after t seconds is drawn exactly. The maximum of the path given its end is
 * Rayleigh-like. Readings are shifted so that far from saturation they follow Sakasegawa's law (see
 * models/hardware/storage-law.ts).
 */
export class SampleLanes {
  readonly waits = new Float64Array(SAMPLES);
  /** Work that arrivals of the last span found, one in each lane, at instants spread over the span. */
  readonly readings = new Float64Array(SAMPLES);
  readonly #stream: RandomStream;
  /** Power of the utilization in the probability that an arrival waits. */
  readonly #power: number;
  #free = 0;
  #reflected = 0;

  constructor(serversPerLane: number, stream: RandomStream) {
    this.#power = Math.sqrt(2 * (serversPerLane + 1)) - 1;
    this.#stream = stream;
  }

  /** The longest of the waits. */
  get longestSeconds(): number {
    let longest = 0;
    for (const wait of this.waits) longest = Math.max(longest, wait);
    return longest;
  }

  /** Advances by some seconds of one load, and takes its readings. */
  advance(seconds: number, { utilization, varianceSeconds, speed }: LaneLoad): void {
    const { waits, readings } = this;
    if (utilization <= 0) {
      for (let lane = 0; lane < SAMPLES; lane++) {
        const at = ((lane + this.#stream.uniform()) / SAMPLES) * seconds;
        readings[lane] = Math.max(0, waits[lane]! - at * speed);
        waits[lane] = Math.max(0, waits[lane]! - seconds * speed);
      }
    } else {
      const drift = utilization - speed;
      const share = utilization / speed;
      // The mean wait of those that wait, once stationary, and the share that does not wait, as a shift of the path.
      const shift =
        share < 1
          ? ((varianceSeconds / utilization / 2) * this.#power * -Math.log(share)) / (1 - share)
          : speed > 0
            ? (this.#power * varianceSeconds) / (2 * speed)
            : 0;
      const shiftBehind = (shift * (this.#power - 1)) / this.#power;
      for (let lane = 0; lane < SAMPLES; lane++) {
        const at = ((lane + this.#stream.uniform()) / SAMPLES) * seconds;
        this.#walk(at, drift, varianceSeconds);
        const behind = waits[lane]! + this.#free;
        readings[lane] = Math.max(0, behind - shiftBehind, this.#reflected / Math.min(1, share) - shift);
        const now = Math.max(behind, this.#reflected);
        this.#walk(seconds - at, drift, varianceSeconds);
        waits[lane] = Math.max(now + this.#free, this.#reflected);
      }
    }
    this.#shuffle();
  }

  /** Draws the free path and the path reflected at zero from an empty lane, after some seconds. */
  #walk(seconds: number, drift: number, varianceSeconds: number): void {
    const variance = varianceSeconds * seconds;
    const uniform = this.#stream.uniform();
    const normal = Math.sqrt(-2 * Math.log(uniform)) * Math.cos(2 * Math.PI * this.#stream.uniform());
    const free = drift * seconds + Math.sqrt(variance) * normal;
    const spread = -2 * variance * Math.log(this.#stream.uniform());
    const root = Math.sqrt(free * free + spread);
    this.#free = free;
    // Far below zero the sum would cancel.
    this.#reflected = free < 0 ? spread / (2 * (root - free)) : (free + root) / 2;
  }

  /** Keeps the instant at which a lane is read apart from the lane. */
  #shuffle(): void {
    const { waits } = this;
    for (let last = SAMPLES - 1; last > 0; last--) {
      const other = Math.floor(this.#stream.uniform() * (last + 1));
      const swapped = waits[last]!;
      waits[last] = waits[other]!;
      waits[other] = swapped;
    }
  }
}

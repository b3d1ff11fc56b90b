import type { Simulation } from '../../sim/kernel/simulation.ts';
import type { RuntimeClock } from '../../sim/runtime/runtime-clock.ts';
import type { Clock } from './clock.ts';

/**
 * The time of a scenario, `speed` times as fast as a real clock: waiting and computing are shorter by that factor. An event may come
 * to happen after it was due (`simulation.now`).
 */
export class ScaledClock implements RuntimeClock {
  readonly #simulation: Simulation;
  readonly #clock: Clock;
  readonly #speed: number;

  constructor(simulation: Simulation, clock: Clock, speed: number) {
    this.#simulation = simulation;
    this.#clock = clock;
    this.#speed = speed;
  }

  get nowSeconds(): number {
    return this.#clock.nowSeconds * this.#speed;
  }

  /** From the time at which the event under way was due, not from now: arrivals keep their times whatever came between. */
  untilSeconds(atSeconds: number): number {
    return atSeconds / this.#speed - this.#simulation.now;
  }

  delaySeconds(seconds: number): number {
    return this.#clock.nowSeconds + seconds / this.#speed - this.#simulation.now;
  }
}

import type { Simulation } from '../kernel/simulation.ts';

/** The time that stages see, in seconds of the scenario, beside the time of the kernel in which their processes wait. */
export interface RuntimeClock {
  readonly nowSeconds: number;

  /** Returns for how long a process must wait until a time of the scenario; zero or less where that is past. */
  untilSeconds(atSeconds: number): number;

  /** Returns for how long a process must wait from now for `seconds` of the scenario to pass; zero or less where they have. */
  delaySeconds(seconds: number): number;
}

/** The kernel's own time: it is what it is at each event, and nothing is late. */
export class VirtualClock implements RuntimeClock {
  readonly #simulation: Simulation;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  get nowSeconds(): number {
    return this.#simulation.now;
  }

  untilSeconds(atSeconds: number): number {
    return atSeconds - this.#simulation.now;
  }

  delaySeconds(seconds: number): number {
    return seconds;
  }
}

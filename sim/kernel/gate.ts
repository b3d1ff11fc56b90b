import type { Suspension, Waitable, Waiter } from './process.ts';
import type { Simulation } from './simulation.ts';

/** A moment for which one process waits: `yield gate` goes on when another calls `open`, at once if it has. */
export class Gate implements Waitable, Suspension {
  readonly #simulation: Simulation;
  #opened = false;
  #waiting: Waiter | null = null;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  open(): void {
    this.#opened = true;
    if (this.#waiting !== null) this.#simulation.resume(this.#waiting);
    this.#waiting = null;
  }

  begin(waiter: Waiter): Suspension | null {
    if (this.#opened) return null;
    this.#waiting = waiter;
    return this;
  }

  abandon(): void {
    this.#waiting = null;
  }
}

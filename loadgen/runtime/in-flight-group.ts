/** Bodies that are begun by one process and go on beside it, until it waits for the last of them. */

import type { Body, Command, Suspension, Waitable, Waiter } from '../../sim/kernel/process.ts';
import type { Simulation } from '../../sim/kernel/simulation.ts';

/** To yield it is to wait for the end of all that was started. One process may do so, once. */
export class InFlightGroup implements Waitable, Suspension {
  readonly #simulation: Simulation;
  #count = 0;
  #waiting: Waiter | null = null;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  /** Performs a body up to its first wait now, within the process that runs, and the rest of it in one of its own. */
  start(body: Body<unknown>): void {
    // What is answered at once needs no process, which would cost as much as all else that an operation takes.
    const first = body.next();
    if (first.done === true) return;
    this.#count++;
    this.#simulation.spawn(this.#rest(body, first), { name: 'operation' });
  }

  begin(waiter: Waiter): Suspension | null {
    if (this.#count === 0) return null;
    this.#waiting = waiter;
    return this;
  }

  abandon(): void {
    this.#waiting = null;
  }

  /** Performs the rest of a body after its first wait. */
  *#rest(body: Body<unknown>, first: IteratorResult<Command, unknown>): Body<void> {
    for (let step = first; step.done !== true; ) {
      let answer: unknown;
      try {
        answer = yield step.value;
      } catch (fault) {
        step = body.throw(fault);
        continue;
      }
      step = body.next(answer);
    }
    this.#count--;
    if (this.#count === 0 && this.#waiting !== null) this.#simulation.resume(this.#waiting);
  }
}

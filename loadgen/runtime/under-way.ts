/** Bodies that are begun by one process and go on beside it, until it waits for the last of them. */

import type { Body, Command, Process, Suspension, Waitable } from '../../sim/kernel/process.ts';
import type { Simulation } from '../../sim/kernel/simulation.ts';

/** To yield it is to wait for the end of all that was started. One process may do so, once. */
export class UnderWay implements Waitable, Suspension {
  readonly #simulation: Simulation;
  #count = 0;
  #waiting: Process | null = null;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  /** Performs a body up to its first wait now, within the process that runs, and the rest of it in one of its own. */
  start(body: Body<unknown>): void {
    // What is answered at once needs no process, which would cost as much as all else that an operation takes.
    const { value, done } = body.next();
    if (done === true) return;
    this.#count++;
    this.#simulation.spawn(this.#rest(body, value), { name: 'operation' });
  }

  begin(process: Process): Suspension | null {
    if (this.#count === 0) return null;
    this.#waiting = process;
    return this;
  }

  abandon(): void {
    this.#waiting = null;
  }

  *#rest(body: Body<unknown>, first: Command): Body<void> {
    let command = first;
    for (;;) {
      let step: IteratorResult<Command, unknown>;
      try {
        const answer: unknown = yield command;
        step = body.next(answer);
      } catch (error) {
        step = body.throw(error);
      }
      if (step.done === true) break;
      command = step.value;
    }
    this.#count--;
    if (this.#count === 0 && this.#waiting !== null) this.#simulation.resume(this.#waiting);
  }
}

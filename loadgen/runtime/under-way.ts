/** Bodies that are begun by one process and go on beside it, until it waits for the last of them. */

import type { Body, Command, Suspension, Waitable, Waiter } from '../../sim/kernel/process.ts';
import type { Simulation } from '../../sim/kernel/simulation.ts';

/** To yield it is to wait for the end of all that was started. One process may do so, once. */
export class UnderWay implements Waitable, Suspension {
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
    this.#simulation.spawn(new Rest(this, body, first), { name: 'operation' });
  }

  /** For Rest. */
  ended(): void {
    this.#count--;
    if (this.#count === 0 && this.#waiting !== null) this.#simulation.resume(this.#waiting);
  }

  begin(waiter: Waiter): Suspension | null {
    if (this.#count === 0) return null;
    this.#waiting = waiter;
    return this;
  }

  abandon(): void {
    this.#waiting = null;
  }
}

/** A body that has been performed up to its first wait. Written out, as a generator around it took a tenth of an operation. */
class Rest implements Body<unknown> {
  readonly #underWay: UnderWay;
  readonly #body: Body<unknown>;
  #first: IteratorResult<Command, unknown> | null;

  constructor(underWay: UnderWay, body: Body<unknown>, first: IteratorResult<Command, unknown>) {
    this.#underWay = underWay;
    this.#body = body;
    this.#first = first;
  }

  next(answer?: unknown): IteratorResult<Command, unknown> {
    const first = this.#first;
    this.#first = null;
    return first ?? this.#noted(this.#body.next(answer));
  }

  throw(fault: unknown): IteratorResult<Command, unknown> {
    this.#first = null;
    return this.#noted(this.#body.throw(fault));
  }

  [Symbol.iterator](): this {
    return this;
  }

  #noted(step: IteratorResult<Command, unknown>): IteratorResult<Command, unknown> {
    if (step.done === true) this.#underWay.ended();
    return step;
  }
}

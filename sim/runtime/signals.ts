import type { Signal } from '../../models/effects.ts';
import type { Suspension, Waitable, Waiter } from '../kernel/process.ts';
import type { Simulation } from '../kernel/simulation.ts';

/** The signals between the stages of a studio. */
export interface Signals {
  /** This runtime gives a signal. One that is given `inParts` counts when every runtime of the studio has given it. */
  give(name: string, signal: Signal, inParts: boolean): void;

  /** Returns the signal of a name; undefined while it has not been given. */
  given(name: string): Signal | undefined;

  /** Returns a wait for a signal that has not been given: to yield it gives the signal. */
  wait(name: string): Waitable;
}

/** Signals of a runtime that performs a studio alone. */
export class LocalSignals implements Signals {
  readonly #simulation: Simulation;
  readonly #given = new Map<string, Signal>();
  readonly #waiting = new Map<string, Set<Waiter>>();

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  give(name: string, signal: Signal): void {
    this.#given.set(name, signal);
    const waiting = this.#waiting.get(name);
    this.#waiting.delete(name);
    for (const waiter of waiting ?? []) this.#simulation.resume(waiter, signal);
  }

  given(name: string): Signal | undefined {
    return this.#given.get(name);
  }

  wait(name: string): Waitable {
    let waiting = this.#waiting.get(name);
    if (waiting === undefined) {
      waiting = new Set();
      this.#waiting.set(name, waiting);
    }
    return new SignalWait(waiting);
  }
}

class SignalWait implements Waitable, Suspension {
  readonly #waiting: Set<Waiter>;

  constructor(waiting: Set<Waiter>) {
    this.#waiting = waiting;
  }

  begin(waiter: Waiter): Suspension {
    this.#waiting.add(waiter);
    return this;
  }

  abandon(waiter: Waiter): void {
    this.#waiting.delete(waiter);
  }
}

/**
 * Keeps the operations on one file in the order in which they were issued, however many requests are in flight. Reads
 * may overlap; an operation that changes the file has it to itself, as in a client's own system.
 */

import type { Suspension, Waitable, Waiter } from '../../sim/kernel/process.ts';
import type { Simulation } from '../../sim/kernel/simulation.ts';

/** Locks of the files in use; other files take no memory. */
export class FileLocks {
  readonly #simulation: Simulation;
  readonly #locks = new Map<string, FileLock>();

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  /** The lock of a file, to be acquired at this instant; undefined where the file is not in use. */
  find(file: string): FileLock | undefined {
    return this.#locks.get(file);
  }

  /** The same, made where there is none. */
  of(file: string): FileLock {
    let lock = this.#locks.get(file);
    if (lock === undefined) {
      lock = new FileLock(file, this.#locks, this.#simulation);
      this.#locks.set(file, lock);
    }
    return lock;
  }
}

/** Whether a file is in use, and who waits for it. */
export class FileLock {
  readonly #file: string;
  readonly #locks: Map<string, FileLock>;
  readonly #simulation: Simulation;
  /** How many look at it; -1 where one changes it. */
  #users = 0;
  /** Made when somebody has to wait, which is rare. In the order in which they asked. */
  #queue: Turn[] | null = null;

  /** Use `FileLocks.of`. */
  constructor(file: string, locks: Map<string, FileLock>, simulation: Simulation) {
    this.#file = file;
    this.#locks = locks;
    this.#simulation = simulation;
  }

  /** Takes the file, where it can be had at once: null. Otherwise what a process must yield, after which it has it. */
  acquire(shared: boolean): Waitable | null {
    const isAwaited = this.#queue !== null && this.#queue.length > 0;
    if (this.#users === 0 || (shared && this.#users > 0 && !isAwaited)) {
      this.#users = shared ? this.#users + 1 : -1;
      return null;
    }
    const turn = new Turn(this, shared);
    this.#queue ??= [];
    this.#queue.push(turn);
    return turn;
  }

  release(): void {
    this.#users = this.#users < 0 ? 0 : this.#users - 1;
    this.#callNext();
    if (this.#users === 0) this.#locks.delete(this.#file);
  }

  /** For Turn: nobody waits for it any more. */
  withdraw(turn: Turn): void {
    this.#queue!.splice(this.#queue!.indexOf(turn), 1);
    // Those behind it may share the file with those who have it.
    this.#callNext();
  }

  #callNext(): void {
    const queue = this.#queue;
    if (queue === null) return;
    while (queue.length > 0) {
      const turn = queue[0]!;
      if (turn.shared ? this.#users < 0 : this.#users !== 0) return;
      queue.shift();
      this.#users = turn.shared ? this.#users + 1 : -1;
      turn.come(this.#simulation);
    }
  }
}

/** It may come before the process begins to wait for it, which is an event of its own. */
class Turn implements Waitable, Suspension {
  readonly shared: boolean;
  readonly #lock: FileLock;
  #hasCome = false;
  #waiter: Waiter | null = null;

  constructor(lock: FileLock, shared: boolean) {
    this.#lock = lock;
    this.shared = shared;
  }

  come(simulation: Simulation): void {
    this.#hasCome = true;
    if (this.#waiter !== null) simulation.resume(this.#waiter);
  }

  begin(waiter: Waiter): Suspension | null {
    if (this.#hasCome) return null;
    this.#waiter = waiter;
    return this;
  }

  abandon(): void {
    if (this.#hasCome) this.#lock.release();
    else this.#lock.withdraw(this);
  }
}

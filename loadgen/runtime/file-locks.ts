/**
 * Keeps the operations on one file in the order in which they were issued, however many requests are under way: those that only
 * look may overlap, one that changes the file has it to itself. A client's own system does as much.
 */

import type { Process, Suspension, Waitable } from '../../sim/kernel/process.ts';
import type { Simulation } from '../../sim/kernel/simulation.ts';

interface Waiting {
  readonly process: Process;
  readonly shared: boolean;
}

/** Of the files that are in use; others are not remembered. */
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
  /** Made when somebody waits, which is rare. */
  #queue: Waiting[] | null = null;

  /** Use `FileLocks.of`. */
  constructor(file: string, locks: Map<string, FileLock>, simulation: Simulation) {
    this.#file = file;
    this.#locks = locks;
    this.#simulation = simulation;
  }

  get #isAwaited(): boolean {
    return this.#queue !== null && this.#queue.length > 0;
  }

  /** Takes the file, where it can be had at once: null. Otherwise what a process must yield, after which it has it. */
  acquire(shared: boolean): Waitable | null {
    if (this.#users === 0 || (shared && this.#users > 0 && !this.#isAwaited)) {
      this.#users = shared ? this.#users + 1 : -1;
      return null;
    }
    this.#queue ??= [];
    return new Turn(this.#queue, shared);
  }

  release(): void {
    this.#users = this.#users < 0 ? 0 : this.#users - 1;
    const queue = this.#queue;
    while (queue !== null && queue.length > 0) {
      const { process, shared } = queue[0]!;
      if (shared ? this.#users < 0 : this.#users !== 0) return;
      queue.shift();
      this.#users = shared ? this.#users + 1 : -1;
      this.#simulation.resume(process);
    }
    if (this.#users === 0) this.#locks.delete(this.#file);
  }
}

class Turn implements Waitable, Suspension {
  readonly #queue: Waiting[];
  readonly #shared: boolean;

  constructor(queue: Waiting[], shared: boolean) {
    this.#queue = queue;
    this.#shared = shared;
  }

  begin(process: Process): Suspension {
    this.#queue.push({ process, shared: this.#shared });
    return this;
  }

  abandon(process: Process): void {
    const place = this.#queue.findIndex((waiting) => waiting.process === process);
    if (place >= 0) this.#queue.splice(place, 1);
  }
}

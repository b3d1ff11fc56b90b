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

/** How many files are remembered, at least, before those that are not in use are forgotten. */
const REMEMBERED_MINIMUM = 1024;

export class FileLocks {
  readonly #simulation: Simulation;
  readonly #locks = new Map<string, FileLock>();
  #sweepAt = REMEMBERED_MINIMUM;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  /** The lock of a file, to be used at this instant. */
  of(file: string): FileLock {
    let lock = this.#locks.get(file);
    if (lock === undefined) {
      if (this.#locks.size >= this.#sweepAt) this.#sweep();
      lock = new FileLock(this.#simulation);
      this.#locks.set(file, lock);
    }
    return lock;
  }

  /** How many files are remembered, in use or not. */
  get size(): number {
    return this.#locks.size;
  }

  /** Forgets what is not in use: many at a time, as to look every file up a second time took a tenth of an operation. */
  #sweep(): void {
    const used = [...this.#locks].filter(([, { inUse }]) => inUse);
    this.#locks.clear();
    for (const [file, lock] of used) this.#locks.set(file, lock);
    this.#sweepAt = Math.max(REMEMBERED_MINIMUM, 2 * used.length);
  }
}

/** Whether a file is in use, and who waits for it. */
export class FileLock {
  readonly #simulation: Simulation;
  /** How many look at it; -1 where one changes it. */
  #users = 0;
  /** Made when somebody waits, which is rare. */
  #queue: Waiting[] | null = null;

  /** Use `FileLocks.of`. */
  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  get inUse(): boolean {
    return this.#users !== 0;
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

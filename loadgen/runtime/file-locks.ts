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

/** A file that is in use. */
interface Lock {
  /** How many look at it; -1 where one changes it. */
  users: number;
  readonly queue: Waiting[];
}

export class FileLocks {
  readonly #simulation: Simulation;
  readonly #locks = new Map<string, Lock>();

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  /** Takes the file, where it can be had at once: null. Otherwise what a process must yield, after which it has it. */
  acquire(file: string, shared: boolean): Waitable | null {
    const lock = this.#locks.get(file);
    if (lock === undefined) {
      this.#locks.set(file, { users: shared ? 1 : -1, queue: [] });
      return null;
    }
    if (shared && lock.users > 0 && lock.queue.length === 0) {
      lock.users++;
      return null;
    }
    return new Turn(lock, shared);
  }

  release(file: string): void {
    const lock = this.#locks.get(file)!;
    lock.users = lock.users < 0 ? 0 : lock.users - 1;
    while (lock.queue.length > 0) {
      const { process, shared } = lock.queue[0]!;
      if (shared ? lock.users < 0 : lock.users !== 0) return;
      lock.queue.shift();
      lock.users = shared ? lock.users + 1 : -1;
      this.#simulation.resume(process);
    }
    if (lock.users === 0) this.#locks.delete(file);
  }
}

class Turn implements Waitable, Suspension {
  readonly #lock: Lock;
  readonly #shared: boolean;

  constructor(lock: Lock, shared: boolean) {
    this.#lock = lock;
    this.#shared = shared;
  }

  begin(process: Process): Suspension {
    this.#lock.queue.push({ process, shared: this.#shared });
    return this;
  }

  abandon(process: Process): void {
    const place = this.#lock.queue.findIndex((waiting) => waiting.process === process);
    if (place >= 0) this.#lock.queue.splice(place, 1);
  }
}

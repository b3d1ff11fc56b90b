/** Waiting for the first of several: a server or a time limit, one replica or another, an answer or the end of a node. */
import {
  type Body,
  type Command,
  faultOf,
  type Process,
  requireHold,
  type Suspension,
  type Waitable,
  type Waiter,
} from './process.ts';
import type { ScheduledCall } from './simulation.ts';
import type { Request } from './station-request.ts';

/** The command that was done first: its place among those given, and what its `yield` would have given. */
export interface First {
  readonly index: number;
  readonly value: unknown;
}

/**
 * Waits for each of the commands and goes on when the first of them is done: `yield* firstOf(station.seize(), 30)`. The
 * others are abandoned at that instant, as by an interrupt. Of those done at one instant the first by the order of
 * events counts. A command that fails first throws its error. Abandoning a process only stops the wait for it; use
 * `interrupt` to end it.
 */
export function* firstOf(...commands: readonly Command[]): Body<First> {
  const race = new Race(commands);
  const value = yield race;
  return { index: race.winner, value };
}

class Race implements Waitable, Suspension {
  winner = -1;
  readonly #commands: readonly Command[];
  readonly #branches: Branch[] = [];

  constructor(commands: readonly Command[]) {
    this.#commands = commands;
  }

  begin(waiter: Waiter): Suspension | null {
    if (this.#commands.length === 0) throw new RangeError('there is nothing to wait for');
    for (const [index, command] of this.#commands.entries()) {
      const branch = new Branch(this, waiter, index);
      if (!this.#begin(branch, command)) {
        this.#settle(branch);
        return null;
      }
      this.#branches.push(branch);
    }
    return this;
  }

  abandon(): void {
    for (const branch of this.#branches) branch.abandon();
  }

  get waitsFor(): string | undefined {
    const waits = this.#branches.map(({ waitingIn }) => waitingIn?.waitsFor);
    return waits.includes(undefined) ? undefined : waits.join(' or ');
  }

  get isStalled(): boolean {
    return this.#branches.every(({ waitingIn }) => waitingIn?.isStalled === true);
  }

  /** Ends the wait with one of the branches. For Branch. */
  end(winner: Branch, value: unknown, throwing: boolean): void {
    this.#settle(winner);
    winner.owner.wake(value, throwing);
  }

  /** Returns whether the branch waits. */
  #begin(branch: Branch, command: Command): boolean {
    try {
      return branch.begin(command);
    } catch (error) {
      this.abandon();
      throw faultOf(command, error);
    }
  }

  #settle(winner: Branch): void {
    this.winner = winner.index;
    for (const branch of this.#branches) if (branch !== winner) branch.abandon();
  }
}

/** One of several waits of a process: stands for the process towards what is waited for. */
class Branch implements Waiter {
  readonly owner: Waiter;
  readonly index: number;
  readonly #race: Race;
  #waitingIn: Suspension | null = null;
  /** The end of the wait, while it is scheduled. */
  #call: ScheduledCall | null = null;

  constructor(race: Race, owner: Waiter, index: number) {
    this.#race = race;
    this.owner = owner;
    this.index = index;
  }

  get name(): string {
    return this.owner.name;
  }

  get priority(): number {
    return this.owner.priority;
  }

  get process(): Process {
    return this.owner.process;
  }

  get held(): Request | null {
    return this.process.held;
  }

  set held(request: Request | null) {
    this.process.held = request;
  }

  get waitingIn(): Suspension | null {
    return this.#waitingIn;
  }

  /** Begins to wait. Returns false if there is nothing to wait for. */
  begin(command: Command): boolean {
    if (typeof command === 'number') {
      requireHold(command);
      this.schedule(command, undefined, false);
      return true;
    }
    this.#waitingIn = command.begin(this);
    return this.#waitingIn !== null;
  }

  abandon(): void {
    if (this.#call !== null) this.unschedule();
    this.#waitingIn?.abandon(this);
  }

  schedule(delaySeconds: number, value: unknown, throwing: boolean): void {
    if (this.#call !== null) throw new Error(`process ${this.name} is already about to resume`);
    const end = () => this.wake(value, throwing);
    this.#call = this.process.simulation.after(delaySeconds, end, this.priority);
  }

  unschedule(): void {
    this.process.simulation.cancel(this.#call!);
    this.#call = null;
  }

  wake(value: unknown, throwing: boolean): void {
    this.#call = null;
    this.#race.end(this, value, throwing);
  }
}

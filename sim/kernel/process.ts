/**
 * A process: a generator that the simulation advances. It yields commands and is resumed when they are done:
 * a number holds for that many seconds, anything else (a station, a request, another process, a flow) is waited for.
 */
import type { Simulation } from './simulation.ts';
import type { Request } from './station-request.ts';

/** What a process may yield: seconds to hold, or something to wait for. */
export type Command = number | Waitable;

/** What a process that returns T runs: a generator, or an iterator written out. */
export interface Body<T> extends Iterable<Command, T, unknown>, Iterator<Command, T, unknown> {
  throw(fault: unknown): IteratorResult<Command, T>;
}

/** Something a process can wait for. */
export interface Waitable {
  /**
   * Called when `process` yields this. Returns null if the process may go on at once. Otherwise the process waits, in
   * the suspension returned, until `Simulation.resume` or `Simulation.fail` is called for it, once. What this throws is thrown
   * into the process, at its `yield`.
   */
  begin(process: Process): Suspension | null;
}

/** A wait that is under way. */
export interface Suspension {
  /**
   * Called when `process` is interrupted while it waits: forget it. A resumption that was scheduled and has not
   * happened is already withdrawn; what it was to bring (a server, a delivery) must be taken back here.
   */
  abandon(process: Process): void;
}

/** Thrown into a process that is interrupted, at the point where it waits. */
export class Interrupt extends Error {
  override readonly name = 'Interrupt';
  readonly reason: unknown;

  constructor(reason: unknown) {
    super(`interrupted: ${String(reason)}`);
    this.reason = reason;
  }
}

/** No event is pending for the process. */
const NONE = -1;

export class Process<T = unknown> implements Waitable, Suspension {
  /** Order among events of the same time, and default priority at stations: lower goes first. */
  readonly priority: number;
  readonly #simulation: Simulation;
  /** A process without a name is called after its number when that is asked for: a million names take 50 MiB. */
  readonly #name: string | number;
  readonly #body: Body<T>;
  /** This process's place in the simulation's table. */
  readonly #index: number;
  #state: 'active' | 'returned' | 'failed' = 'active';
  #event = NONE;
  #waitingIn: Suspension | null = null;
  /** What the wait under way will give or throw; of a process that has ended, what it returned or the error it failed with. */
  #outcome: unknown = undefined;
  #resumeByThrowing = false;
  #joiners: Process[] | null = null;
  /** The servers this process holds, latest first. Kept by Station. */
  held: Request | null = null;

  /** Use `Simulation.spawn`. */
  constructor(simulation: Simulation, body: Body<T>, index: number, name: string | number, priority: number) {
    this.#simulation = simulation;
    this.#body = body;
    this.#index = index;
    this.#name = name;
    this.priority = priority;
  }

  get name(): string {
    return typeof this.#name === 'string' ? this.#name : `process ${this.#name}`;
  }

  get state(): 'active' | 'returned' | 'failed' {
    return this.#state;
  }

  /** What the process returned. Throws what it threw if it failed, an Error if it is still active. */
  get result(): T {
    if (this.#state === 'active') throw new Error(`process ${this.name} has not ended`);
    if (this.#state === 'failed') throw this.#outcome;
    return this.#outcome as T;
  }

  /**
   * Interrupts the process, as an event of this instant: an `Interrupt` carrying `reason` is thrown into it where it
   * waits, and what it waited for is abandoned. A process that has ended by then is left alone.
   */
  interrupt(reason: unknown): void {
    this.#simulation.at(this.#simulation.now, () => this.#deliver(new Interrupt(reason)), this.priority);
  }

  /** Waits for the end of this process and gives its result, with its type: `yield* process.join()`. */
  *join(): Body<T> {
    yield this;
    return this.result;
  }

  /** A process that yields this one waits for its end. */
  begin(joiner: Process): Suspension {
    if (joiner === this) throw new Error(`process ${this.name} cannot wait for its own end`);
    if (this.#state === 'active') (this.#joiners ??= []).push(joiner);
    else joiner.schedule(0, this.#outcome, this.#state === 'failed');
    return this;
  }

  abandon(joiner: Process): void {
    const place = this.#joiners?.indexOf(joiner) ?? -1;
    if (place >= 0) this.#joiners?.splice(place, 1);
  }

  /** Schedules this process to go on after `delaySeconds`, its pending `yield` giving (or throwing) `value`. */
  schedule(delaySeconds: number, value: unknown, throwing: boolean): void {
    if (this.#event !== NONE) throw new Error(`process ${this.name} is already about to resume`);
    if (this.#state !== 'active') throw new Error(`process ${this.name} has ended and cannot resume`);
    this.#outcome = value;
    this.#resumeByThrowing = throwing;
    this.#simulation.delaySeconds[0] = delaySeconds;
    this.#event = this.#simulation.scheduleProcess(this.#index, this.priority);
  }

  /** Withdraws a scheduled resumption: the process goes on waiting. */
  unschedule(): void {
    this.#simulation.unschedule(this.#event);
    this.#event = NONE;
  }

  /** Advances the body up to its next wait or its end. Called by the simulation when the process's event is due. */
  step(): void {
    const value = this.#outcome;
    const throwing = this.#resumeByThrowing;
    this.#event = NONE;
    this.#waitingIn = null;
    this.#outcome = undefined;
    this.#resumeByThrowing = false;
    this.#advance(value, throwing);
  }

  #deliver(interrupt: Interrupt): void {
    if (this.#state !== 'active') return;
    if (this.#event !== NONE) this.unschedule();
    const abandoned = this.#waitingIn;
    this.#waitingIn = null;
    abandoned?.abandon(this);
    this.#advance(interrupt, true);
  }

  #advance(value: unknown, throwing: boolean): void {
    const body = this.#body;
    this.#simulation.current = this;
    try {
      let next = throwing ? body.throw(value) : body.next(value);
      while (next.done !== true) {
        const command = next.value;
        try {
          if (typeof command === 'number') {
            this.#hold(command);
            return;
          }
          this.#waitingIn = command.begin(this);
          if (this.#waitingIn !== null) return;
        } catch (error) {
          next = body.throw(isCommand(command) ? error : notWaitable(command));
          continue;
        }
        next = body.next();
      }
      this.#end('returned', next.value);
    } catch (error) {
      this.#end('failed', error);
    } finally {
      this.#simulation.current = null;
    }
  }

  #hold(seconds: number): void {
    if (!(seconds >= 0 && seconds < Infinity)) {
      throw new RangeError(`cannot hold for ${seconds} s: a delay must be finite, zero or more`);
    }
    this.#simulation.delaySeconds[0] = seconds;
    this.#event = this.#simulation.scheduleProcess(this.#index, this.priority);
  }

  #end(state: 'returned' | 'failed', outcome: unknown): void {
    this.#state = state;
    this.#outcome = outcome;
    while (this.held !== null) this.held.station.finish(this.held);
    this.#simulation.forget(this.#index);
    const joiners = this.#joiners;
    if (joiners !== null && joiners.length > 0) {
      this.#joiners = null;
      for (const joiner of joiners) joiner.schedule(0, outcome, state === 'failed');
    } else if (state === 'failed' && !(outcome instanceof Interrupt)) {
      throw outcome;
    }
  }
}

function isCommand(command: unknown): boolean {
  if (typeof command !== 'object' || command === null) return typeof command === 'number';
  return 'begin' in command && typeof command.begin === 'function';
}

function notWaitable(command: unknown): TypeError {
  const what =
    typeof command === 'object' && command !== null ? 'an object without begin()' : String(command);
  return new TypeError(`cannot wait for ${what}: a process yields seconds, or something to wait for`);
}

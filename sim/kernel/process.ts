/**
 * A process: a generator that the simulation advances. It yields commands and is resumed when they are done. A number
 * holds for that many seconds; anything else (a station, a request, another process, a flow) is waited for.
 */
import { Interrupt } from './interrupt.ts';
import type { Simulation } from './simulation.ts';
import type { Request } from './station-request.ts';

/** Commands that a process may yield: seconds to hold, or something to wait for. */
export type Command = number | Waitable;

/** Body of a process that returns T: a generator, or an iterator written out. */
export interface Body<T> extends Iterable<Command, T, unknown>, Iterator<Command, T, unknown> {
  throw(fault: unknown): IteratorResult<Command, T>;
}

/** Something a process can wait for. */
export interface Waitable {
  /**
   * Called when a process yields this. Returns null if it may go on at once. Otherwise it waits, in the suspension
   * returned, until `Simulation.resume` or `Simulation.fail` is called for the waiter, once. What this throws is thrown
   * into the process, at its `yield`.
   */
  begin(waiter: Waiter): Suspension | null;
}

/** A wait that is under way. */
export interface Suspension {
  /**
   * Called when the waiter is interrupted, or has no more use for this: forget it. A resumption that was scheduled and
   * has not happened is already withdrawn; take back here what it was to bring (a server, a delivery).
   */
  abandon(waiter: Waiter): void;
  /** The thing that is waited for, in words, where only events of the simulation can bring it: for `StalledError`. */
  readonly waitsFor?: string | undefined;
  /** Whether it never comes unless something is changed: for `Simulation.stalled`. */
  readonly isStalled?: boolean;
}

/** The one who waits: a process, or a branch of its wait for the first of several (`firstOf`). */
export interface Waiter {
  readonly name: string;
  /** Order among events of the same time, and default priority at stations: lower goes first. */
  readonly priority: number;
  /** The process that waits. */
  readonly process: Process;
  /** The servers that the process holds, latest first. Kept by Station. */
  held: Request | null;
  /** Ends the wait after `delaySeconds`: the `yield` gives, or throws, `value`. */
  schedule(delaySeconds: number, value: unknown, throwing: boolean): void;
  /** Withdraws a scheduled end of the wait, which goes on. */
  unschedule(): void;
  /** Ends the wait at once, within the event that happens. */
  wake(value: unknown, throwing: boolean): void;
}

/** The way in which a process ended. */
export type Outcome<T> =
  | { readonly kind: 'returned'; readonly value: T }
  /** Ended by an interrupt that was sent to it. */
  | { readonly kind: 'interrupted'; readonly interrupt: Interrupt }
  | { readonly kind: 'failed'; readonly error: unknown };

/** A thing that can be taken from a process. */
export interface Holding {
  /** Whether the process still waits for it, or has it. */
  readonly isHeld: boolean;
  /** Takes it away. */
  lose(): void;
}

/** A process among those that end with each other. */
interface Family {
  readonly parent: Process | null;
  readonly children: Set<Process>;
  /** The state that the process takes when its children have ended. */
  end: 'returned' | 'failed';
}

/** No event is pending for the process. */
const NONE = -1;

export class Process<T = unknown> implements Waitable, Suspension, Waiter {
  readonly simulation: Simulation;
  readonly priority: number;
  /** A process without a name is called after its number when that is asked for: a million names take 50 MiB. */
  readonly #name: string | number;
  readonly #body: Body<T>;
  /** This process's place in the simulation's table. */
  readonly #index: number;
  #state: 'active' | 'ending' | 'returned' | 'failed' = 'active';
  #event = NONE;
  #waitingIn: Suspension | null = null;
  /** Value or error of the current wait; of a process that has ended, its return value or the error it failed with. */
  #outcome: unknown = undefined;
  #resumeByThrowing = false;
  #joiners: Waiter[] | null = null;
  /** Null for a process without parent and children. */
  #family: Family | null = null;
  held: Request | null = null;

  /** Use `Simulation.spawn`. */
  constructor(simulation: Simulation, body: Body<T>, index: number, name: string | number, priority: number) {
    this.simulation = simulation;
    this.#body = body;
    this.#index = index;
    this.#name = name;
    this.priority = priority;
  }

  get name(): string {
    return typeof this.#name === 'string' ? this.#name : `process ${this.#name}`;
  }

  get process(): Process {
    return this;
  }

  /** `ending`: the body is done, and children of the process are not. */
  get state(): 'active' | 'ending' | 'returned' | 'failed' {
    return this.#state;
  }

  /** Returns the result of the process. Throws its error if it failed, an Error if it has not ended. */
  get result(): T {
    if (!this.#hasEnded) throw new Error(`process ${this.name} has not ended`);
    if (this.#state === 'failed') throw this.#outcome;
    return this.#outcome as T;
  }

  /** The wait under way; null while the process runs, holds for some time, or has ended. */
  get waitingIn(): Suspension | null {
    return this.#waitingIn;
  }

  /**
   * Interrupts the process, as an event of this instant: an `Interrupt` carrying `reason` is thrown into it where it
   * waits. The wait is abandoned. A process whose body is done by then is left alone.
   */
  interrupt(reason: unknown): void {
    const interrupt = this.#interruptFor(reason);
    this.simulation.at(this.simulation.now, () => this.#deliver(interrupt), this.priority);
  }

  /**
   * Takes something from the process, as an event of this instant, and interrupts it. If the process has given it back by
   * then, it is left alone: what is complete at an instant is not lost at that instant. For Station and FluidNetwork.
   */
  evict(holding: Holding, reason: unknown): void {
    const interrupt = this.#interruptFor(reason);
    const { simulation } = this;
    simulation.at(simulation.now, () => holding.isHeld && this.#deliver(interrupt, holding), this.priority);
  }

  /** Makes this process a child of another. For Simulation. */
  belongTo(parent: Process): void {
    this.#family = { parent, children: new Set(), end: 'returned' };
    parent.#family ??= { parent: null, children: new Set(), end: 'returned' };
    parent.#family.children.add(this.process);
  }

  /** Waits for the end of this process and gives its result, with its type: `yield* process.join()`. */
  *join(): Body<T> {
    yield this;
    return this.result;
  }

  /** Waits for the end of this process, however it ends, and says how: `yield* process.outcome()`. */
  *outcome(): Body<Outcome<T>> {
    try {
      yield this;
    } catch (error) {
      // An interrupt of the one who waits is no end of this process.
      if (!this.#hasEnded || error !== this.#outcome) throw error;
    }
    const outcome = this.#outcome;
    if (this.#state === 'returned') return { kind: 'returned', value: outcome as T };
    if (outcome instanceof Interrupt && outcome.process === this.process) {
      return { kind: 'interrupted', interrupt: outcome };
    }
    return { kind: 'failed', error: outcome };
  }

  /** A process that yields this one waits for its end. */
  begin(joiner: Waiter): Suspension {
    if (joiner.process === this.process) {
      throw new Error(`process ${this.name} cannot wait for its own end`);
    }
    if (joiner.process.#descendsFrom(this.process)) {
      throw new Error(
        `process ${joiner.process.name} cannot wait for the end of ${this.name}, which waits for its own`,
      );
    }
    if (this.#hasEnded) joiner.schedule(0, this.#outcome, this.#state === 'failed');
    else (this.#joiners ??= []).push(joiner);
    return this;
  }

  abandon(joiner: Waiter): void {
    const place = this.#joiners?.indexOf(joiner) ?? -1;
    if (place >= 0) this.#joiners?.splice(place, 1);
  }

  /** Schedules this process to go on after `delaySeconds`, its pending `yield` giving (or throwing) `value`. */
  schedule(delaySeconds: number, value: unknown, throwing: boolean): void {
    if (this.#event !== NONE) throw new Error(`process ${this.name} is already about to resume`);
    if (this.#state !== 'active') throw new Error(`process ${this.name} has ended and cannot resume`);
    this.#outcome = value;
    this.#resumeByThrowing = throwing;
    this.simulation.delaySeconds[0] = delaySeconds;
    this.#event = this.simulation.scheduleProcess(this.#index, this.priority);
  }

  /** Withdraws a scheduled resumption: the process goes on waiting. */
  unschedule(): void {
    this.simulation.unschedule(this.#event);
    this.#event = NONE;
  }

  wake(value: unknown, throwing: boolean): void {
    this.#waitingIn = null;
    this.#advance(value, throwing);
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

  get #hasEnded(): boolean {
    return this.#state === 'returned' || this.#state === 'failed';
  }

  #interruptFor(reason: unknown): Interrupt {
    return new Interrupt(reason, this.process, this.simulation.current);
  }

  #deliver(interrupt: Interrupt, lost: Holding | null = null): void {
    if (this.#state !== 'active') return;
    if (this.#event !== NONE) this.unschedule();
    const abandoned = this.#waitingIn;
    this.#waitingIn = null;
    abandoned?.abandon(this);
    if (lost?.isHeld === true) lost.lose();
    this.simulation.interrupting = true;
    try {
      this.#advance(interrupt, true);
    } finally {
      this.simulation.interrupting = false;
    }
  }

  #advance(value: unknown, throwing: boolean): void {
    const body = this.#body;
    this.simulation.current = this;
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
          next = body.throw(faultOf(command, error));
          continue;
        }
        next = body.next();
      }
      this.#end('returned', next.value);
    } catch (error) {
      this.#end('failed', error);
    } finally {
      this.simulation.current = null;
    }
  }

  #hold(seconds: number): void {
    requireHold(seconds);
    this.simulation.delaySeconds[0] = seconds;
    this.#event = this.simulation.scheduleProcess(this.#index, this.priority);
  }

  /** Ends the process once its children, which are interrupted, have ended. */
  #end(state: 'returned' | 'failed', outcome: unknown): void {
    this.#outcome = outcome;
    if (this.held !== null) this.#giveBackAll(state === 'returned');
    if (this.#family !== null && this.#family.children.size > 0) this.#endChildren(this.#family, state);
    else this.#finish(state);
  }

  #giveBackAll(returned: boolean): void {
    const completed = returned && !this.simulation.interrupting;
    while (this.held !== null) this.held.station.finish(this.held, completed);
  }

  #endChildren(family: Family, state: 'returned' | 'failed'): void {
    this.#state = 'ending';
    family.end = state;
    const outcome = this.#outcome;
    const reason = outcome instanceof Interrupt ? outcome.reason : `process ${this.name} has ended`;
    for (const child of family.children) child.interrupt(reason);
  }

  #finish(state: 'returned' | 'failed'): void {
    const outcome = this.#outcome;
    this.#state = state;
    this.simulation.forget(this.#index);
    const joiners = this.#joiners;
    this.#joiners = null;
    if (joiners !== null) for (const joiner of joiners) joiner.schedule(0, outcome, state === 'failed');
    // A parent that has failed, too, did so first: its error is the one that is thrown.
    const parent = this.#family?.parent ?? null;
    if (parent !== null) parent.#childEnded(this.process);
    if (state === 'returned' || outcome instanceof Interrupt) return;
    if (joiners === null || joiners.length === 0) throw outcome;
  }

  #childEnded(child: Process): void {
    const { children, end } = this.#family!;
    children.delete(child);
    if (children.size === 0 && this.#state === 'ending') this.#finish(end);
  }

  #descendsFrom(ancestor: Process): boolean {
    let parent = this.#family?.parent ?? null;
    while (parent !== null && parent !== ancestor) parent = parent.#family?.parent ?? null;
    return parent !== null;
  }
}

/** Throws a RangeError for a time that a process cannot hold for. */
export function requireHold(seconds: number): void {
  if (seconds >= 0 && seconds < Infinity) return;
  throw new RangeError(`cannot hold for ${seconds} s: a delay must be finite, zero or more`);
}

/** The error to throw where `command`, which was refused with `error`, was yielded. */
export function faultOf(command: unknown, error: unknown): unknown {
  return isCommand(command) ? error : notWaitable(command);
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

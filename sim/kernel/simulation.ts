/**
 * A simulation: a clock, a calendar of events, and the processes that the events advance.
 *
 * An event is (time, priority, sequence) with a numbered handler and an integer argument. Processes are one handler
 * (its argument the process), callbacks another; models that need the last factor of speed register their own.
 *
 * Time is a double, in seconds. Its steps grow with it: 1.5e-11 s after a day, 3.7e-9 s after a year, 1.2e-7 s after
 * 1e9 s. An event is set to the nearest step, and a positive duration takes one step at least, so short services are
 * lengthened rather than lost. Count from the start of what is simulated, not from 1970, and in a unit beside which a
 * step (`stepSeconds`) is small.
 */
import { Calendar, nextInstant } from './calendar.ts';
import { type Body, Process, type Waiter } from './process.ts';
import { StalledError } from './stalled-error.ts';

/** Sees each event just before it happens: for event traces in tests. */
export type EventObserver = (
  timeSeconds: number,
  priority: number,
  sequence: number,
  handler: number,
  argument: number,
) => void;

/** A callback scheduled by `Simulation.at`, to be given to `Simulation.cancel`. */
export class ScheduledCall {
  readonly callback: () => void;
  readonly index: number;
  /** Its event while it is pending, otherwise null. */
  event: number | null;

  constructor(callback: () => void, index: number, event: number) {
    this.callback = callback;
    this.index = index;
    this.event = event;
  }
}

export interface SpawnOptions {
  /** Default 0; see `Process.priority`. */
  readonly priority?: number;
  readonly name?: string;
  /** Default none. */
  readonly parent?: Process;
}

export class Simulation {
  /** The process that is running at this moment, if one is. */
  current: Process | null = null;
  /** Whether the step of `current` begins with an interrupt: servers that it gives back in it have not done their work. */
  interrupting = false;
  /** Events that have happened. */
  events = 0;
  /** One number: the delay for `scheduleDelayed`. */
  readonly delaySeconds = new Float64Array(1);
  readonly #calendar = new Calendar();
  readonly #handlers: ((argument: number) => void)[] = [];
  readonly #observer: EventObserver | undefined;
  readonly #processes = new Table<Process>();
  readonly #calls = new Table<ScheduledCall>();
  readonly #processHandler: number;
  readonly #callHandler: number;
  #running = false;
  #spawned = 0;

  constructor(options: { observer?: EventObserver } = {}) {
    this.#observer = options.observer;
    this.#processHandler = this.handler((index) => {
      this.#processes.at(index).step();
    });
    this.#callHandler = this.handler((index) => {
      const call = this.#calls.at(index);
      this.#calls.remove(index);
      call.event = null;
      call.callback();
    });
  }

  /** The current time, in seconds. */
  get now(): number {
    return this.#calendar.now;
  }

  /** How far the clock is from the next time that it can show, in seconds. */
  get stepSeconds(): number {
    const { now } = this;
    return now === 0 ? Number.MIN_VALUE : nextInstant(now) - now;
  }

  /** The time of the next event, in seconds; Infinity if there is none. */
  get nextSeconds(): number {
    return this.#calendar.nextSeconds;
  }

  /**
   * Starts a process: its body begins to run as an event of this instant. An error that the body does not catch is
   * thrown into the processes that join it, and out of `run` if there is none. An `Interrupt` that it does not catch
   * ends it quietly if nothing joins it.
   *
   * A process with a `parent` is its child. When the body of a process is done, its children are interrupted. They get
   * its own reason if an interrupt ended it. It ends, and those who wait for it go on, when the last of them has ended.
   */
  spawn<T>(body: Body<T>, options: SpawnOptions = {}): Process<T> {
    const priority = options.priority ?? 0;
    requireNumber(priority);
    const { parent } = options;
    if (parent !== undefined && parent.state !== 'active') {
      throw new Error(`process ${parent.name} has ended and can have no children`);
    }
    const index = this.#processes.reserve();
    const process = new Process(this, body, index, options.name ?? this.#spawned, priority);
    if (parent !== undefined) process.belongTo(parent);
    this.#spawned++;
    this.#processes.set(index, process);
    process.schedule(0, undefined, false);
    return process;
  }

  /** Calls `callback` at `timeSeconds`, not before now. */
  at(timeSeconds: number, callback: () => void, priority = 0): ScheduledCall {
    if (!(timeSeconds >= this.now && timeSeconds < Infinity)) {
      throw new RangeError(`cannot schedule at ${timeSeconds} s: the time is ${this.now} s`);
    }
    requireNumber(priority);
    const index = this.#calls.reserve();
    const event = this.#calendar.schedule(timeSeconds, priority, this.#callHandler, index);
    const call = new ScheduledCall(callback, index, event);
    this.#calls.set(index, call);
    return call;
  }

  /** Calls `callback` after `delaySeconds`; at the next instant if the clock cannot show a delay so short. */
  after(delaySeconds: number, callback: () => void, priority = 0): ScheduledCall {
    const index = this.#calls.reserve();
    const call = new ScheduledCall(
      callback,
      index,
      this.schedule(delaySeconds, this.#callHandler, index, priority),
    );
    this.#calls.set(index, call);
    return call;
  }

  /** Cancels a scheduled call; one that has been made or cancelled is left alone. */
  cancel(call: ScheduledCall): void {
    if (call.event === null) return;
    this.#calendar.cancel(call.event);
    call.event = null;
    this.#calls.remove(call.index);
  }

  /** Registers a handler of events and returns its number for `schedule`. */
  handler(handle: (argument: number) => void): number {
    return this.#handlers.push(handle) - 1;
  }

  /**
   * Schedules an event for a registered handler, `delaySeconds` from now; `argument` is a 32-bit integer.
   * Returns the event's name for `unschedule`, valid until the event happens. Throws a RangeError for a bad argument.
   */
  schedule(delaySeconds: number, handler: number, argument: number, priority = 0): number {
    this.delaySeconds[0] = delaySeconds;
    return this.scheduleDelayed(handler, argument, priority);
  }

  /** As `schedule`, after `delaySeconds[0]`. For handlers that are to allocate nothing: a double that is handed over may be boxed. */
  scheduleDelayed(handler: number, argument: number, priority = 0): number {
    requireNumber(priority);
    if ((argument | 0) !== argument) {
      throw new RangeError(`the argument of an event must be a 32-bit integer, not ${argument}`);
    }
    if (!(handler >= 0 && handler < this.#handlers.length)) {
      throw new RangeError(`there is no handler ${handler}: register it before it is scheduled`);
    }
    return this.#calendar.scheduleAfter(this.delaySeconds, priority, handler, argument);
  }

  /** Cancels an event made by `schedule` that has not happened. */
  unschedule(event: number): void {
    this.#calendar.cancel(event);
  }

  /** Ends a wait: its `yield` gives `value`, `delaySeconds` from now. For suspensions. */
  resume(waiter: Waiter, value?: unknown, delaySeconds = 0): void {
    waiter.schedule(delaySeconds, value, false);
  }

  /** Ends a wait at this instant: its `yield` throws `error`. For suspensions. */
  fail(waiter: Waiter, error: unknown): void {
    waiter.schedule(0, error, true);
  }

  /**
   * Runs until no event is left, or up to and including `untilSeconds`, which is the time then. Infinity is no time: as without it,
   * the clock stops at the last event.
   * An error thrown by a callback, a handler, or a process that nothing joins comes out of here. So does a `StalledError`
   * where no event is left and processes wait for servers or flows; with `untilSeconds` there may be more to come.
   */
  run(untilSeconds?: number): void {
    if (this.#running) throw new Error('the simulation is already running');
    if (untilSeconds !== undefined && !(untilSeconds >= this.now)) {
      throw new RangeError(`cannot run until ${untilSeconds} s: the time is ${this.now} s`);
    }
    this.#running = true;
    try {
      this.#loop(untilSeconds ?? Number.MAX_VALUE);
    } finally {
      this.#running = false;
    }
    if (untilSeconds !== undefined && untilSeconds < Infinity) this.#calendar.advance(untilSeconds);
    else this.#raiseAlarm();
  }

  #raiseAlarm(): void {
    const waiting = this.#processes.filter(({ waitingIn }) => waitingIn?.waitsFor !== undefined);
    if (waiting.length > 0) throw new StalledError(waiting);
  }

  /**
   * Returns the processes whose wait cannot end unless something is changed. Their flows are not served, they ask for
   * more servers than a station has, or their services have speed 0.
   */
  stalled(): Process[] {
    return this.#processes.filter(({ waitingIn }) => waitingIn?.isStalled === true);
  }

  #loop(untilSeconds: number): void {
    const calendar = this.#calendar;
    const handlers = this.#handlers;
    const observer = this.#observer;
    while (calendar.take(untilSeconds)) {
      this.events++;
      const { handler, argument } = calendar;
      observer?.(calendar.now, calendar.priority, calendar.sequence, handler, argument);
      handlers[handler]!(argument);
    }
  }

  /** Schedules the event that advances a process, after `delaySeconds[0]`. For Process. */
  scheduleProcess(index: number, priority: number): number {
    return this.#calendar.scheduleAfter(this.delaySeconds, priority, this.#processHandler, index);
  }

  /** Drops a process that has ended. For Process. */
  forget(index: number): void {
    this.#processes.remove(index);
  }
}

function requireNumber(priority: number): void {
  if (Number.isNaN(priority)) throw new RangeError('a priority must be a number');
}

/** Objects under small integers, so that an event's argument can name them. */
class Table<T> {
  readonly #items: (T | undefined)[] = [];
  readonly #free: number[] = [];

  reserve(): number {
    return this.#free.pop() ?? this.#items.push(undefined) - 1;
  }

  set(index: number, item: T): void {
    this.#items[index] = item;
  }

  at(index: number): T {
    return this.#items[index]!;
  }

  filter(isWanted: (item: T) => boolean): T[] {
    return this.#items.filter((item): item is T => item !== undefined && isWanted(item));
  }

  remove(index: number): void {
    this.#items[index] = undefined;
    this.#free.push(index);
  }
}

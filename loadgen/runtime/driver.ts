/**
 * Drives the kernel's calendar by a real clock: due events happen, and between events the thread waits or processes the
 * target's answers. Processes, waits and queues are therefore the same code under both clocks. An event's own time
 * (`simulation.now`) is its due time, even if it happens later.
 *
 * The way it waits decides how punctual it is, because timers are late by a millisecond or two. The last of a wait is
 * therefore spent asleep on an atomic where no answer can arrive. Where answers are awaited, it turns the event loop
 * instead.
 */

import type { Body, Suspension, Waitable, Waiter } from '../../sim/kernel/process.ts';
import { Simulation } from '../../sim/kernel/simulation.ts';
import type { WaitableClock } from './clock.ts';

/** A value, or the promise of one: what a synchronous and an asynchronous target have in common. */
export type Now<T> = T | Promise<T>;

/** A timer of Node may be late by more than its own millisecond. */
const TIMER_SLACK_SECONDS = 0.002;
/** An atomic wait ends some 50 us late; the rest is spent looking at the clock. */
const SPIN_SECONDS = 30e-6;
/** Other work of the thread, such as messages, is seen to at least this often. */
const TURN_SECONDS = 0.005;

const asleep = new Int32Array(new SharedArrayBuffer(4));

export class Driver {
  readonly simulation = new Simulation();
  readonly clock: WaitableClock;
  /** Time spent looking at the clock or turning the event loop for nothing, in seconds: processor time that is not work. */
  idleSeconds = 0;
  /** A process that goes on and on without waiting is to yield from then on, for the thread's other work to have its turn. */
  turnEndsSeconds = Number.POSITIVE_INFINITY;
  /** When this thread last came back from a call that it had to wait for: it could not have sent anything before. */
  freeSeconds = Number.NEGATIVE_INFINITY;
  /** Whether the thread sleeps while it awaits answers, as in io_uring, so that to turn its event loop costs no processor time. */
  sleepsForAnswers = false;
  #answersAwaited = 0;
  #stopping = false;
  #pumping = false;
  #pumpQueued = false;
  #timer: NodeJS.Timeout | null = null;
  /** A turn of the event loop that was asked for; it stays asked for when answers come before it. */
  #turn: NodeJS.Immediate | null = null;
  /** Since when it turns for nothing, and for how long nothing is due. */
  #idleFromSeconds = 0;
  #idleForSeconds = 0;
  #ended: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | null = null;

  constructor(clock: WaitableClock) {
    this.clock = clock;
  }

  /** Runs until nothing is due any more and no answer is awaited. Rejects with what a process throws. */
  run(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#ended = { resolve, reject };
      this.#pump();
    });
  }

  /** Ends `run` now: what is due by now still happens, what is due later does not, and answers that come later are dropped. */
  stop(): void {
    if (this.#ended === null || this.#stopping) return;
    this.#stopping = true;
    this.#pump();
  }

  /** To yield it is to wait for a promise: gives its value, or throws why there is none. */
  answer(promise: Promise<unknown>): Waitable {
    return new Answer(this, promise);
  }

  /** Waits for a value within a process: at once where it is there, as from a synchronous target. */
  *settled<T>(value: Now<T>): Body<T> {
    return value instanceof Promise ? ((yield this.answer(value)) as T) : value;
  }

  /** Lets a real time pass from now on, whenever the event under way was due. */
  *pause(seconds: number): Body<void> {
    const delay = this.clock.nowSeconds + seconds - this.simulation.now;
    if (delay > 0) yield delay;
  }

  /** Until the next event is due, in seconds. */
  get secondsUntilDue(): number {
    return this.simulation.nextSeconds - this.clock.nowSeconds;
  }

  /** The thread comes back from a call that it had to wait for. */
  goesOn(): void {
    this.freeSeconds = this.clock.nowSeconds;
  }

  /** For Answer. */
  awaitAnswer(): void {
    this.#answersAwaited++;
  }

  /** For Answer: whether the process that waited is to be resumed. */
  takesAnswer(): boolean {
    this.#answersAwaited--;
    if (this.#ended === null) return false;
    if (!this.#pumpQueued) {
      // Answers that arrive together are delivered together.
      this.#pumpQueued = true;
      queueMicrotask(this.#pumpSoon);
    }
    return true;
  }

  readonly #pumpSoon = (): void => {
    this.#pumpQueued = false;
    this.#pump();
  };

  #pump(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#idleForSeconds = 0;
    // A stop may be asked for by what a process does.
    if (this.#ended === null || this.#pumping) return;
    this.#pumping = true;
    const began = this.clock.nowSeconds;
    this.turnEndsSeconds = began + TURN_SECONDS;
    const { simulation } = this;
    try {
      if (began < 0) {
        this.#arm(0, began);
        return;
      }
      for (;;) {
        if (this.#stopping) {
          simulation.run(Math.max(simulation.now, this.clock.nowSeconds));
          this.#end(null);
          return;
        }
        const next = simulation.nextSeconds;
        if (next === Number.POSITIVE_INFINITY) {
          if (this.#answersAwaited === 0) this.#end(null);
          return;
        }
        const now = this.clock.nowSeconds;
        if (now > this.turnEndsSeconds || !this.#waitFor(next, now)) {
          this.#arm(next, now);
          return;
        }
        // One instant at a time: what is overdue, however much of it, does not keep the thread from its other work.
        simulation.run(next);
      }
    } catch (error) {
      this.#end({ error });
    } finally {
      this.#pumping = false;
    }
  }

  /** Waits within this turn, and answers whether it did: not for long, and not while the target may answer. */
  #waitFor(next: number, now: number): boolean {
    const ahead = next - now;
    if (ahead <= 0) return true;
    if (this.#answersAwaited > 0 || ahead > TIMER_SLACK_SECONDS) return false;
    let spunFrom = now;
    if (ahead > SPIN_SECONDS) {
      Atomics.wait(asleep, 0, 0, (ahead - SPIN_SECONDS) * 1000);
      spunFrom = this.clock.nowSeconds;
    }
    const time = this.clock.spinUntil(next);
    // Of a thread that was put aside meanwhile, the clock says more than it had.
    this.idleSeconds += Math.max(0, Math.min(time, next) - spunFrom);
    return true;
  }

  #arm(next: number, now: number): void {
    const ahead = next - now;
    if (ahead > TIMER_SLACK_SECONDS) {
      this.#timer = setTimeout(() => this.#pump(), (ahead - TIMER_SLACK_SECONDS) * 1000);
    } else {
      // The time before an answer that came meanwhile was not for nothing.
      this.#idleFromSeconds = now;
      this.#idleForSeconds = Math.max(0, ahead);
      this.#turn ??= setImmediate(this.#onTurn);
    }
  }

  readonly #onTurn = (): void => {
    this.#turn = null;
    const slept = this.sleepsForAnswers && this.#answersAwaited > 0;
    if (!slept) {
      this.idleSeconds += Math.min(this.#idleForSeconds, this.clock.nowSeconds - this.#idleFromSeconds);
    }
    this.#pump();
  };

  #end(failure: { readonly error: unknown } | null): void {
    const ended = this.#ended;
    if (ended === null) return;
    this.#ended = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#turn !== null) clearImmediate(this.#turn);
    if (failure === null) ended.resolve();
    else ended.reject(failure.error);
  }
}

/** A process's wait for a promise. */
class Answer implements Waitable, Suspension {
  readonly #driver: Driver;
  readonly #promise: Promise<unknown>;
  #abandoned = false;

  constructor(driver: Driver, promise: Promise<unknown>) {
    this.#driver = driver;
    this.#promise = promise;
  }

  begin(waiter: Waiter): Suspension {
    const driver = this.#driver;
    driver.awaitAnswer();
    this.#promise.then(
      (value) => {
        if (driver.takesAnswer() && !this.#abandoned) driver.simulation.resume(waiter, value);
      },
      (error: unknown) => {
        if (driver.takesAnswer() && !this.#abandoned) driver.simulation.fail(waiter, error);
      },
    );
    return this;
  }

  abandon(): void {
    this.#abandoned = true;
  }
}

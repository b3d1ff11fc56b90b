/** Seconds since the start of a run. */
export interface Clock {
  readonly nowSeconds: number;
}

/** A clock that can be waited for. */
export interface WaitableClock extends Clock {
  /** Comes back when it is `seconds`, having looked at nothing but the clock; answers the time. */
  spinUntil(seconds: number): number;
}

/**
 * The machine's monotonic clock, counted from an instant that all threads of a run are given, so that they agree on what
 * the time is. An instant in the future makes the time negative until then.
 */
export class RealClock implements WaitableClock {
  readonly #startMilliseconds: number;

  /** `startNanoseconds` as `process.hrtime.bigint()` counts them, which is the same in every thread. */
  constructor(startNanoseconds: bigint) {
    const untilStart = Number(startNanoseconds - process.hrtime.bigint()) * 1e-6;
    this.#startMilliseconds = performance.now() + untilStart;
  }

  get nowSeconds(): number {
    return (performance.now() - this.#startMilliseconds) * 1e-3;
  }

  /** In a loop of its own, where a reading is no object: those of one wait were half of an open loop's garbage. */
  spinUntil(seconds: number): number {
    const start = this.#startMilliseconds;
    let time = (performance.now() - start) * 1e-3;
    while (time < seconds) time = (performance.now() - start) * 1e-3;
    return time;
  }
}

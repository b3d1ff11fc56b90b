/** Seconds since the start of a run. */
export interface Clock {
  readonly nowSeconds: number;
}

/**
 * The machine's monotonic clock, counted from an instant that all threads of a run are given, so that they agree on what
 * the time is. An instant in the future makes the time negative until then.
 */
export class RealClock implements Clock {
  readonly #startMilliseconds: number;

  /** `startNanoseconds` as `process.hrtime.bigint()` counts them, which is the same in every thread. */
  constructor(startNanoseconds: bigint) {
    const untilStart = Number(startNanoseconds - process.hrtime.bigint()) * 1e-6;
    this.#startMilliseconds = performance.now() + untilStart;
  }

  get nowSeconds(): number {
    return (performance.now() - this.#startMilliseconds) * 1e-3;
  }
}

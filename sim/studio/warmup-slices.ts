import type { RunSettings } from '../../models/studio.ts';

/** Slices of a run whose warm-up is to be found: a warm-up is rounded up to a whole slice. */
const SEARCH_SLICES = 24;

/**
 * Consecutive parts of the run into which observations of steady-state metrics are divided by their time, so that a
 * warm-up can be cut off afterwards. A given warm-up is one slice exactly; one that is to be found can end at any of 24
 * equal slices. The last slice also takes what is observed after the end of the run.
 */
export class WarmupSlices {
  /** When each slice begins; the first at 0. */
  readonly startSeconds: readonly number[];

  constructor({ warmup, durationSeconds, until }: RunSettings) {
    // Where the day repeats, the days before the last are what is left out.
    const whole = until !== undefined;
    this.startSeconds = whole
      ? [0]
      : warmup.kind === 'auto'
        ? Array.from({ length: SEARCH_SLICES }, (_, slice) => (slice * durationSeconds) / SEARCH_SLICES)
        : warmup.seconds > 0
          ? [0, warmup.seconds]
          : [0];
  }

  get count(): number {
    return this.startSeconds.length;
  }

  /** The slice that holds a time. */
  at(seconds: number): number {
    let slice = this.count - 1;
    while (slice > 0 && this.startSeconds[slice]! > seconds) slice--;
    return slice;
  }

  /** The earliest beginning of a slice at or after `seconds`, or of the last slice. */
  roundedUp(seconds: number): number {
    return this.startSeconds.find((start) => start >= seconds) ?? this.startSeconds.at(-1)!;
  }
}

import { requireNonNegative, requirePositive } from '../parameters.ts';

/** Recorded arrivals, played back. A time scale of 0.5 plays them in half the time, at twice the rate. */
export interface Trace {
  readonly kind: 'trace';
  /** Ascending, in seconds since the start of the recording. */
  readonly recordedSeconds: readonly number[];
  readonly timeScale: number;
}

/** Throws RangeError when a recorded time is negative or earlier than the one before, or the scale is not positive. */
export function trace(recordedSeconds: readonly number[], timeScale = 1): Trace {
  requirePositive('time scale', timeScale);
  let previous = 0;
  for (const time of recordedSeconds) {
    requireNonNegative('recorded time', time);
    if (time < previous) throw new RangeError(`recorded times must ascend: ${time} s follows ${previous} s`);
    previous = time;
  }
  return { kind: 'trace', recordedSeconds, timeScale };
}

export function* traceTimes(
  { recordedSeconds, timeScale }: Trace,
  horizonSeconds: number,
): Generator<number, void> {
  for (const recorded of recordedSeconds) {
    const time = recorded * timeScale;
    if (time >= horizonSeconds) return;
    yield time;
  }
}

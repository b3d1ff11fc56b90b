import { requireNonNegative } from '../parameters.ts';

/** Arrivals at stated times, in seconds since the start of the run. Several may share a time. */
export interface Scheduled {
  readonly kind: 'scheduled';
  readonly timesSeconds: readonly number[];
}

/** The times in any order. Throws RangeError when one of them is not a finite number of at least 0. */
export function scheduled(timesSeconds: readonly number[]): Scheduled {
  for (const time of timesSeconds) requireNonNegative('time', time);
  return { kind: 'scheduled', timesSeconds: timesSeconds.toSorted((a, b) => a - b) };
}

export function* scheduledTimes(
  { timesSeconds }: Scheduled,
  horizonSeconds: number,
): Generator<number, void> {
  for (const time of timesSeconds) {
    if (time >= horizonSeconds) return;
    yield time;
  }
}

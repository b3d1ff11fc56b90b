import { requireNonNegative } from '../parameters.ts';

/** Many arrivals at one moment, as when a shot's frames are released to the farm. */
export interface Wave {
  readonly kind: 'wave';
  readonly atSeconds: number;
  readonly count: number;
}

export function wave(atSeconds: number, count: number): Wave {
  requireNonNegative('time', atSeconds);
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new RangeError(`count must be a whole number of at least 1, got ${count}`);
  }
  return { kind: 'wave', atSeconds, count };
}

export function* waveTimes({ atSeconds, count }: Wave, horizonSeconds: number): Generator<number, void> {
  if (atSeconds >= horizonSeconds) return;
  for (let i = 0; i < count; i++) yield atSeconds;
}

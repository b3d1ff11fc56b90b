import { requireNonNegative, requirePositive } from '../parameters.ts';
import type { RandomStream } from '../random.ts';

/**
 * One arrival a period, late by up to `jitterSeconds`. Arrival k is uniform between offset + k * period and
 * `jitterSeconds` after it. Lateness does not add up.
 */
export interface Periodic {
  readonly kind: 'periodic';
  readonly periodSeconds: number;
  /** When the first arrival is due. */
  readonly offsetSeconds: number;
  readonly jitterSeconds: number;
}

/** Throws RangeError when the offset is negative or the jitter exceeds the period, which would upset the order. */
export function periodic(periodSeconds: number, offsetSeconds = 0, jitterSeconds = 0): Periodic {
  requirePositive('period', periodSeconds);
  requireNonNegative('offset', offsetSeconds);
  if (!(jitterSeconds >= 0 && jitterSeconds <= periodSeconds)) {
    throw new RangeError(`jitter must lie between 0 and the period ${periodSeconds}, got ${jitterSeconds}`);
  }
  return { kind: 'periodic', periodSeconds, offsetSeconds, jitterSeconds };
}

export function* periodicTimes(
  { periodSeconds, offsetSeconds, jitterSeconds }: Periodic,
  stream: RandomStream,
  horizonSeconds: number,
): Generator<number, void> {
  for (let k = 0; ; k++) {
    const due = offsetSeconds + k * periodSeconds;
    const time = jitterSeconds === 0 ? due : due + jitterSeconds * stream.uniform();
    if (time >= horizonSeconds) return;
    yield time;
  }
}

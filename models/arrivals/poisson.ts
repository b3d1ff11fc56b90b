import { requirePositive } from '../parameters.ts';
import type { RandomStream } from '../random.ts';

/** Arrivals of many independent sources: no memory, the same rate at all times. */
export interface Poisson {
  readonly kind: 'poisson';
  readonly ratePerSecond: number;
}

export function poisson(ratePerSecond: number): Poisson {
  requirePositive('rate', ratePerSecond);
  return { kind: 'poisson', ratePerSecond };
}

export function* poissonTimes(
  { ratePerSecond }: Poisson,
  stream: RandomStream,
  horizonSeconds: number,
): Generator<number, void> {
  let time = 0;
  for (;;) {
    time -= Math.log(stream.uniform()) / ratePerSecond;
    if (time >= horizonSeconds) return;
    yield time;
  }
}

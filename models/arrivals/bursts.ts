import { requireNonNegative, requirePositive } from '../parameters.ts';
import type { RandomStream } from '../random.ts';

/** One of the two phases: its arrivals are Poisson, its length exponential. */
export interface Phase {
  readonly ratePerSecond: number;
  readonly meanSeconds: number;
}

/**
 * Bursts: two phases in turn, each a Poisson process of its own rate (a two-state Markov-modulated Poisson process). It
 * is on-off when the quiet rate is 0. The run starts in either phase with the probability that a random moment finds it
 * there, so there is no start-up transient.
 */
export interface Bursts {
  readonly kind: 'bursts';
  readonly quiet: Phase;
  readonly burst: Phase;
}

/** Throws RangeError when a phase has no length, a rate is negative, or both rates are 0. */
export function bursts(quiet: Phase, burst: Phase): Bursts {
  for (const phase of [quiet, burst]) {
    requireNonNegative('rate', phase.ratePerSecond);
    requirePositive('mean length', phase.meanSeconds);
  }
  requirePositive('sum of the rates', quiet.ratePerSecond + burst.ratePerSecond);
  return { kind: 'bursts', quiet, burst };
}

export function* burstTimes(
  { quiet, burst }: Bursts,
  stream: RandomStream,
  horizonSeconds: number,
): Generator<number, void> {
  const exponential = (mean: number) => -mean * Math.log(stream.uniform());
  const quietFraction = quiet.meanSeconds / (quiet.meanSeconds + burst.meanSeconds);
  let phase = stream.uniform() < quietFraction ? quiet : burst;
  let time = 0;
  while (time < horizonSeconds) {
    const end = Math.min(horizonSeconds, time + exponential(phase.meanSeconds));
    // Neither process has a memory: what is left of a gap at the end of a phase needs no carrying over.
    for (;;) {
      time += exponential(1 / phase.ratePerSecond);
      if (time >= end) break;
      yield time;
    }
    time = end;
    phase = phase === quiet ? burst : quiet;
  }
}

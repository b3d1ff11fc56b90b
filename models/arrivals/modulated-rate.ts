import { type Distribution, mean, sampler, scaled } from '../distributions/distribution.ts';
import { requirePositive } from '../parameters.ts';
import type { RandomStream } from '../random.ts';

/**
 * A rate that varies on two time scales, as the operation rate of a file server does. A level holds for `levelSeconds`
 * (an hour: the studio's activity). It is multiplied by a factor of mean 1, redrawn every `burstSeconds` (a second: who
 * happens to act at once).
 *
 * For rates too high to generate operations one by one: it yields how many fall into each interval.
 */
export interface ModulatedRate {
  /** Operations per second. */
  readonly level: Distribution;
  readonly levelSeconds: number;
  /** A factor of mean 1. */
  readonly burst: Distribution;
  readonly burstSeconds: number;
}

/** Operations within one interval, which starts at `atSeconds` and lasts `seconds`. */
export interface OperationCount {
  readonly atSeconds: number;
  readonly seconds: number;
  readonly operations: number;
}

/**
 * The burst distribution gives the factor's shape; it is scaled to mean 1, so that bursts move load in time and add
 * none. Throws RangeError unless a level lasts a whole number of bursts and both distributions have positive means.
 */
export function modulatedRate({ level, levelSeconds, burst, burstSeconds }: ModulatedRate): ModulatedRate {
  requirePositive('mean of the level', mean(level));
  requirePositive('mean of the burst', mean(burst));
  requirePositive('level length', levelSeconds);
  requirePositive('burst length', burstSeconds);
  burstsPerLevel({ levelSeconds, burstSeconds });
  return { level, levelSeconds, burst: scaled(burst, 1 / mean(burst)), burstSeconds };
}

/**
 * The operations of each burst interval of one realization, in order, the last cut off at the horizon. Counts are
 * whole; the fraction left over is carried into the next interval, so that no rate, however low, is lost to rounding.
 */
export function* modulatedCounts(
  rate: ModulatedRate,
  stream: RandomStream,
  horizonSeconds: number,
): Generator<OperationCount, void> {
  const drawLevel = sampler(rate.level, stream);
  const drawBurst = sampler(rate.burst, stream);
  const intervalsPerLevel = burstsPerLevel(rate);
  let level = 0;
  let carried = 0;
  for (let i = 0; ; i++) {
    const atSeconds = i * rate.burstSeconds;
    if (atSeconds >= horizonSeconds) return;
    if (i % intervalsPerLevel === 0) level = drawLevel();
    const seconds = Math.min(rate.burstSeconds, horizonSeconds - atSeconds);
    const due = level * drawBurst() * seconds + carried;
    const operations = Math.floor(due);
    carried = due - operations;
    yield { atSeconds, seconds, operations };
  }
}

function burstsPerLevel({
  levelSeconds,
  burstSeconds,
}: Pick<ModulatedRate, 'levelSeconds' | 'burstSeconds'>) {
  const ratio = levelSeconds / burstSeconds;
  const whole = Math.round(ratio);
  if (whole < 1 || Math.abs(ratio - whole) > 1e-9 * ratio) {
    throw new RangeError(
      `a level must last a whole number of bursts: ${levelSeconds} s of ${burstSeconds} s each`,
    );
  }
  return whole;
}

import { requireNonNegative } from '../parameters.ts';
import type { RandomStream } from '../random.ts';

const DAY_SECONDS = 86_400;

/** From this time of day on, this rate. */
export interface ProfilePoint {
  readonly atSecondsOfDay: number;
  readonly ratePerSecond: number;
}

/**
 * A working day: a Poisson process whose rate changes at stated times of day and repeats every 24 hours. Each rate
 * holds until the next point, the last one past midnight until the first.
 */
export interface DailyProfile {
  readonly kind: 'daily-profile';
  readonly points: readonly ProfilePoint[];
  /** The time of day at which the run starts. */
  readonly startSecondsOfDay: number;
}

/** Throws RangeError when there is no point, a time lies outside the day, points do not ascend, a rate is negative. */
export function dailyProfile(points: readonly ProfilePoint[], startSecondsOfDay = 0): DailyProfile {
  if (points.length === 0) throw new RangeError('a daily profile needs at least one point');
  requireTimeOfDay(startSecondsOfDay);
  let previous = -1;
  for (const { atSecondsOfDay, ratePerSecond } of points) {
    requireTimeOfDay(atSecondsOfDay);
    requireNonNegative('rate', ratePerSecond);
    if (atSecondsOfDay <= previous) {
      throw new RangeError(`points must ascend: ${atSecondsOfDay} s follows ${previous} s`);
    }
    previous = atSecondsOfDay;
  }
  return { kind: 'daily-profile', points, startSecondsOfDay };
}

/**
 * Exact, by inversion: arrivals lie where the expected number of them since the start passes the times of a Poisson
 * process of rate 1. (E. Çınlar, Introduction to Stochastic Processes, 1975, ch. 4, 7.4.)
 */
export function* dailyProfileTimes(
  profile: DailyProfile,
  stream: RandomStream,
  horizonSeconds: number,
): Generator<number, void> {
  let needed = -Math.log(stream.uniform());
  for (const { fromSeconds, toSeconds, ratePerSecond } of pieces(profile, horizonSeconds)) {
    let time = fromSeconds;
    for (;;) {
      const expected = (toSeconds - time) * ratePerSecond;
      if (expected <= needed) {
        needed -= expected;
        break;
      }
      time += needed / ratePerSecond;
      needed = -Math.log(stream.uniform());
      if (time >= toSeconds) break;
      yield time;
    }
  }
}

/** The stretches of constant rate from the start of the run to the horizon. */
function* pieces({ points, startSecondsOfDay }: DailyProfile, horizonSeconds: number) {
  for (let day = -1; ; day++) {
    for (const [i, point] of points.entries()) {
      const next = points[i + 1]?.atSecondsOfDay ?? points[0]!.atSecondsOfDay + DAY_SECONDS;
      const dayStart = day * DAY_SECONDS - startSecondsOfDay;
      const fromSeconds = Math.max(0, dayStart + point.atSecondsOfDay);
      if (fromSeconds >= horizonSeconds) return;
      const toSeconds = Math.min(horizonSeconds, dayStart + next);
      if (fromSeconds < toSeconds) yield { fromSeconds, toSeconds, ratePerSecond: point.ratePerSecond };
    }
  }
}

function requireTimeOfDay(seconds: number): void {
  if (!(seconds >= 0 && seconds < DAY_SECONDS)) {
    throw new RangeError(`a time of day lies between 0 and ${DAY_SECONDS} s, got ${seconds}`);
  }
}

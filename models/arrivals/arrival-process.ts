/**
 * When work arrives is an `ArrivalProcess`: plain data, one variant per file beside this one, built by that file's
 * constructor, which refuses impossible parameters. Times are seconds since the start of the run; there is no clock
 * here, so the same times drive a simulation and a replay.
 */

import type { RandomStream } from '../random.ts';
import { type Bursts, burstTimes } from './bursts.ts';
import { type DailyProfile, dailyProfileTimes } from './daily-profile.ts';
import { type Periodic, periodicTimes } from './periodic.ts';
import { type Poisson, poissonTimes } from './poisson.ts';
import { type Scheduled, scheduledTimes } from './scheduled.ts';
import { type Trace, traceTimes } from './trace.ts';
import { type Wave, waveTimes } from './wave.ts';

export type ArrivalProcess = Scheduled | Periodic | Poisson | Bursts | DailyProfile | Wave | Trace;

/**
 * The arrival times of one realization, ascending, from 0 up to but not including the horizon. Same stream, same
 * times; a longer horizon extends them and changes none.
 */
export function arrivalTimes(
  process: ArrivalProcess,
  stream: RandomStream,
  horizonSeconds: number,
): Generator<number, void> {
  switch (process.kind) {
    case 'scheduled':
      return scheduledTimes(process, horizonSeconds);
    case 'periodic':
      return periodicTimes(process, stream, horizonSeconds);
    case 'poisson':
      return poissonTimes(process, stream, horizonSeconds);
    case 'bursts':
      return burstTimes(process, stream, horizonSeconds);
    case 'daily-profile':
      return dailyProfileTimes(process, stream, horizonSeconds);
    case 'wave':
      return waveTimes(process, horizonSeconds);
    case 'trace':
      return traceTimes(process, horizonSeconds);
    default:
      return process satisfies never;
  }
}

/** Returns whether arrivals go on for as long as a run lasts, day and night. */
export function goesOn(process: ArrivalProcess): boolean {
  switch (process.kind) {
    case 'periodic':
    case 'poisson':
    case 'bursts':
      return true;
    case 'daily-profile':
      return process.points.every(({ ratePerSecond }) => ratePerSecond > 0);
    case 'scheduled':
    case 'wave':
    case 'trace':
      return false;
    default:
      return process satisfies never;
  }
}

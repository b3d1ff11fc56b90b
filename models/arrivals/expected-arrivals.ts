import type { ArrivalProcess } from './arrival-process.ts';
import type { DailyProfile } from './daily-profile.ts';

const DAY_SECONDS = 86_400;

/** The mean number of arrivals from 0 up to the horizon, exact but for what a jitter moves across it. */
export function expectedArrivals(process: ArrivalProcess, horizonSeconds: number): number {
  switch (process.kind) {
    case 'scheduled':
      return process.timesSeconds.filter((time) => time < horizonSeconds).length;
    case 'periodic':
      return Math.ceil(Math.max(0, horizonSeconds - process.offsetSeconds) / process.periodSeconds);
    case 'poisson':
      return horizonSeconds * process.ratePerSecond;
    case 'bursts': {
      const { quiet, burst } = process;
      const perCycle = quiet.ratePerSecond * quiet.meanSeconds + burst.ratePerSecond * burst.meanSeconds;
      return (horizonSeconds * perCycle) / (quiet.meanSeconds + burst.meanSeconds);
    }
    case 'daily-profile':
      return dailyProfileArrivals(process, horizonSeconds);
    case 'wave':
      return process.atSeconds < horizonSeconds ? process.count : 0;
    case 'trace':
      return process.recordedSeconds.filter((time) => time * process.timeScale < horizonSeconds).length;
    default:
      return process satisfies never;
  }
}

/** Integral of the rate from the start of the run, at its time of day, to the horizon. */
function dailyProfileArrivals(profile: DailyProfile, horizonSeconds: number): number {
  const start = profile.startSecondsOfDay;
  return arrivalsSinceMidnight(profile, start + horizonSeconds) - arrivalsSinceMidnight(profile, start);
}

/** Integral of the rate over `seconds` from a midnight on. */
function arrivalsSinceMidnight({ points }: DailyProfile, seconds: number): number {
  const days = Math.floor(seconds / DAY_SECONDS);
  const timeOfDay = seconds - days * DAY_SECONDS;
  // Before the first point of a day the rate of the last one goes on.
  const pieces = [
    { from: 0, to: points[0]!.atSecondsOfDay, ratePerSecond: points.at(-1)!.ratePerSecond },
    ...points.map(({ atSecondsOfDay, ratePerSecond }, i) => ({
      from: atSecondsOfDay,
      to: points[i + 1]?.atSecondsOfDay ?? DAY_SECONDS,
      ratePerSecond,
    })),
  ];
  let total = 0;
  for (const { from, to, ratePerSecond } of pieces) {
    const today = Math.max(0, Math.min(to, timeOfDay) - from);
    total += ratePerSecond * (days * (to - from) + today);
  }
  return total;
}

/** The mean number of phases that begin from 0 up to the horizon; 0 for processes that have none. */
export function expectedPhases(process: ArrivalProcess, horizonSeconds: number): number {
  if (process.kind !== 'bursts') return 0;
  return (2 * horizonSeconds) / (process.quiet.meanSeconds + process.burst.meanSeconds);
}

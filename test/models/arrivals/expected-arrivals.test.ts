import { describe, expect, test } from 'vitest';
import { type ArrivalProcess, arrivalTimes } from '../../../models/arrivals/arrival-process.ts';
import { bursts } from '../../../models/arrivals/bursts.ts';
import { dailyProfile } from '../../../models/arrivals/daily-profile.ts';
import { expectedArrivals, expectedPhases } from '../../../models/arrivals/expected-arrivals.ts';
import { periodic } from '../../../models/arrivals/periodic.ts';
import { poisson } from '../../../models/arrivals/poisson.ts';
import { scheduled } from '../../../models/arrivals/scheduled.ts';
import { trace } from '../../../models/arrivals/trace.ts';
import { wave } from '../../../models/arrivals/wave.ts';
import { testStream } from '../random-stream.ts';

const DAY = 86_400;
const RUNS = 400;

const profile = dailyProfile(
  [
    { atSecondsOfDay: 9 * 3600, ratePerSecond: 0.002 },
    { atSecondsOfDay: 12 * 3600, ratePerSecond: 0.0005 },
    { atSecondsOfDay: 19 * 3600, ratePerSecond: 0 },
  ],
  11 * 3600,
);

describe('the expected number of arrivals is the mean of many realizations', () => {
  test.each<readonly [string, ArrivalProcess, number]>([
    ['scheduled, some after the horizon', scheduled([10, 20, 30]), 25],
    ['periodic from an offset on', periodic(7, 3), 100],
    ['periodic that begins after the horizon', periodic(7, 300), 100],
    ['poisson', poisson(0.2), 100],
    ['bursts', bursts({ ratePerSecond: 0.1, meanSeconds: 30 }, { ratePerSecond: 2, meanSeconds: 5 }), 100],
    ['a daily profile within a day', profile, 5 * 3600],
    ['a daily profile over midnights', profile, 2.7 * DAY],
    ['a wave', wave(5, 40), 10],
    ['a trace, slowed down', trace([1, 2, 3, 4], 2), 5],
  ])('%s', (_, process, horizonSeconds) => {
    const counts = Array.from(
      { length: RUNS },
      (_run, run) => [...arrivalTimes(process, testStream(`expected ${run}`), horizonSeconds)].length,
    );
    const mean = counts.reduce((sum, count) => sum + count, 0) / RUNS;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (RUNS - 1);
    expect(Math.abs(expectedArrivals(process, horizonSeconds) - mean)).toBeLessThanOrEqual(
      4 * Math.sqrt(variance / RUNS) + 1e-9,
    );
  });
});

test('phases are counted whether anything arrives in them or not', () => {
  const quiet = { ratePerSecond: 0, meanSeconds: 0.3 };
  expect(expectedPhases(bursts(quiet, { ratePerSecond: 1, meanSeconds: 0.1 }), 100)).toBeCloseTo(500);
  expect(expectedPhases(poisson(1), 100)).toBe(0);
});

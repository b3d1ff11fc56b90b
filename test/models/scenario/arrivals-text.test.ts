import { describe, expect, it } from 'vitest';
import type { ArrivalProcess } from '../../../models/arrivals/arrival-process.ts';
import { bursts } from '../../../models/arrivals/bursts.ts';
import { dailyProfile } from '../../../models/arrivals/daily-profile.ts';
import { periodic } from '../../../models/arrivals/periodic.ts';
import { poisson } from '../../../models/arrivals/poisson.ts';
import { scheduled } from '../../../models/arrivals/scheduled.ts';
import { trace } from '../../../models/arrivals/trace.ts';
import { mistakesIn, studioOf, studioText } from './studio-text.ts';

const HOUR = 3600;

const ingestAt = (arrivals: string, run = 'run: { start: "07:00", duration: 24h }') =>
  studioText({
    run,
    stages: `dailies: { kind: ingest, arrivals: ${arrivals}, bytesPerCard: 1TB, bytesPerFile: 50MB, reader: 400MB/s }`,
    tail: '',
  });

describe('arrivals, in a run that starts at 07:00', () => {
  it.each<[string, ArrivalProcess]>([
    ['{ at: "19:00" }', scheduled([12 * HOUR])],
    ['{ at: ["05:30", "19:00", "07:00"] }', scheduled([12 * HOUR, 22.5 * HOUR, 0])],
    ['{ every: 6h }', periodic(6 * HOUR, 0, 0)],
    ['{ every: 6h, from: "09:00", jitter: 20min }', periodic(6 * HOUR, 2 * HOUR, 1200)],
    ['{ poisson: 3/h }', poisson(3 / HOUR)],
    [
      '{ bursts: { quiet: { rate: 1/h, lasts: 2h }, burst: { rate: 30/h, lasts: 10min } } }',
      bursts(
        { ratePerSecond: 1 / HOUR, meanSeconds: 2 * HOUR },
        { ratePerSecond: 30 / HOUR, meanSeconds: 600 },
      ),
    ],
    [
      '{ profile: [["09:00", 6/h], ["19:00", 1/h]] }',
      dailyProfile(
        [
          { atSecondsOfDay: 9 * HOUR, ratePerSecond: 6 / HOUR },
          { atSecondsOfDay: 19 * HOUR, ratePerSecond: 1 / HOUR },
        ],
        7 * HOUR,
      ),
    ],
    ['{ trace: [0s, 10min, 1h30min], timeScale: 0.5 }', trace([0, 600, 5400], 0.5)],
  ])('%s', (text, process) => {
    expect(studioOf(ingestAt(text)).stages[0]).toMatchObject({ arrivals: process });
  });

  it('at a time of day come every day of the run', () => {
    const studio = studioOf(ingestAt('{ at: "19:00" }', 'run: { start: "20:00", duration: 3d }'));
    expect(studio.stages[0]).toMatchObject({ arrivals: scheduled([23 * HOUR, 47 * HOUR, 71 * HOUR]) });
  });

  it.each([
    ['{ every: 6h, jitter: 7h }', 'HR307'],
    ['{ every: 1us }', 'HR504'],
    ['{ poisson: 2 }', 'HR301'],
    ['{ trace: [] }', 'HR209'],
    ['{ trace: [2h, 1h] }', 'HR307'],
    ['{ trace: [25h] }', 'HR502'],
    ['{ profile: [["24:00", 1/h]] }', 'HR307'],
    ['6h', 'HR203'],
  ])('%s is refused as %s', (text, code) => {
    expect(mistakesIn(ingestAt(text)).map((mistake) => mistake.split(' ')[0])).toEqual([code]);
  });
});

function editorial(hours: string, run: string): string {
  return studioText({
    run,
    stages: `review: { kind: editorial, seats: 4, ${hours}gestures: 3/min, readsPerGesture: 12, bytesPerRead: 1MiB, files: 400 }`,
    tail: '',
  });
}

function impossibleHours(run: string): string[] {
  return mistakesIn(editorial('hours: ["09:00", "17:00"], ', run)).filter((mistake) =>
    mistake.startsWith('HR5'),
  );
}

describe('gestures', () => {
  it('come at random moments, day and night', () => {
    expect(studioOf(editorial('', 'run: { duration: 24h }')).stages[0]).toMatchObject({
      gestures: poisson(0.05),
    });
  });

  it('or in working hours, over midnight too', () => {
    const night = studioOf(editorial('hours: ["22:00", "06:00"], ', 'run: { start: "07:00", duration: 24h }'))
      .stages[0];
    expect(night).toMatchObject({
      gestures: dailyProfile(
        [
          { atSecondsOfDay: 6 * HOUR, ratePerSecond: 0 },
          { atSecondsOfDay: 22 * HOUR, ratePerSecond: 0.05 },
        ],
        7 * HOUR,
      ),
    });
    const untilMidnight = studioOf(editorial('hours: ["09:00", "24:00"], ', 'run: { duration: 24h }'))
      .stages[0];
    expect(untilMidnight).toMatchObject({
      gestures: { points: [{ atSecondsOfDay: 0, ratePerSecond: 0 }, { atSecondsOfDay: 9 * HOUR }] },
    });
  });

  it('must have some of their hours in the run', () => {
    expect(impossibleHours('run: { start: "07:00", duration: 3h }')).toEqual([]);
    expect(impossibleHours('run: { start: "12:00", duration: 1h }')).toEqual([]);
    expect(impossibleHours('run: { start: "17:00", duration: 15h }')).toEqual([
      'HR502 11:47 09:00 to 17:00 never falls into the run (from 17:00 for 15h)',
    ]);
    expect(impossibleHours('run: { start: "07:00", duration: 2h }')).toHaveLength(1);
  });
});

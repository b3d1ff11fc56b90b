import { expect, test } from 'vitest';
import { arrivalTimes } from '../../../models/arrivals/arrival-process.ts';
import { dailyProfile } from '../../../models/arrivals/daily-profile.ts';
import { kolmogorovSmirnovP } from '../goodness-of-fit.ts';
import { testStream } from '../random-stream.ts';

const HOUR = 3600;
const workday = [
  { atSecondsOfDay: 9 * HOUR, ratePerSecond: 0.4 },
  { atSecondsOfDay: 13 * HOUR, ratePerSecond: 0 },
  { atSecondsOfDay: 14 * HOUR, ratePerSecond: 0.6 },
  { atSecondsOfDay: 19 * HOUR, ratePerSecond: 0.05 },
];

const at = (atSecondsOfDay: number, ratePerSecond = 1) => ({ atSecondsOfDay, ratePerSecond });

function arrivals(startHour: number, days: number): number[] {
  const profile = dailyProfile(workday, startHour * HOUR);
  return [...arrivalTimes(profile, testStream('workday'), days * 24 * HOUR)];
}

test('the hours of the day get their share, past midnight too, wherever the run starts (4 standard errors)', () => {
  for (const startHour of [0, 9.5, 21]) {
    const perHour = Array.from({ length: 24 }, () => 0);
    for (const time of arrivals(startHour, 10)) perHour[Math.floor(time / HOUR + startHour) % 24]!++;
    for (const [hour, count] of perHour.entries()) {
      const rate = workday.findLast((point) => point.atSecondsOfDay <= hour * HOUR)?.ratePerSecond ?? 0.05;
      const expected = rate * HOUR * 10;
      expect(Math.abs(count - expected), `hour ${hour}`).toBeLessThanOrEqual(4 * Math.sqrt(expected));
    }
  }
});

test('measured in expected arrivals, gaps are exponential (Kolmogorov-Smirnov, p > 1e-4)', () => {
  /** Arrivals expected from midnight to a time of day. */
  const expectedUntil = (seconds: number) => {
    const from = [{ atSecondsOfDay: 0, ratePerSecond: 0.05 }, ...workday];
    return from.reduce((sum, { atSecondsOfDay, ratePerSecond }, i) => {
      const end = Math.min(seconds, from[i + 1]?.atSecondsOfDay ?? 24 * HOUR);
      return sum + ratePerSecond * Math.max(0, end - atSecondsOfDay);
    }, 0);
  };
  const perDay = expectedUntil(24 * HOUR);
  const operational = arrivals(0, 10).map(
    (time) => Math.floor(time / (24 * HOUR)) * perDay + expectedUntil(time % (24 * HOUR)),
  );
  const gaps = Float64Array.from(operational, (time, i) => time - (i === 0 ? 0 : operational[i - 1]!));
  expect(gaps.length).toBeGreaterThan(100_000);
  expect(kolmogorovSmirnovP(gaps, (x) => -Math.expm1(-x))).toBeGreaterThan(1e-4);
});

test('a profile without arrivals ends', () => {
  const silent = dailyProfile([{ atSecondsOfDay: 0, ratePerSecond: 0 }]);
  expect([...arrivalTimes(silent, testStream('silent'), 1e6)]).toEqual([]);
});

test('refuses points that are no day', () => {
  expect(() => dailyProfile([])).toThrow(/at least one point/);
  expect(() => dailyProfile([at(86_400)])).toThrow(/between 0 and 86400 s, got 86400/);
  expect(() => dailyProfile([at(5), at(5)])).toThrow(/points must ascend: 5 s follows 5 s/);
  expect(() => dailyProfile([at(0, -1)])).toThrow(/rate must be a finite number of at least 0, got -1/);
  expect(() => dailyProfile([at(0)], -1)).toThrow(/time of day/);
});

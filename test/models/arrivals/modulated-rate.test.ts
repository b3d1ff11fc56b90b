import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modulatedCounts, modulatedRate } from '../../../models/arrivals/modulated-rate.ts';
import { constant } from '../../../models/distributions/constant.ts';
import { mean } from '../../../models/distributions/distribution.ts';
import { empirical } from '../../../models/distributions/empirical.ts';
import { erlang } from '../../../models/distributions/gamma.ts';
import { lognormal } from '../../../models/distributions/lognormal.ts';
import { uniform } from '../../../models/distributions/uniform.ts';
import { testStream } from '../random-stream.ts';

describe('the operation rate of a feature-animation studio', () => {
  /**
   * All operations per second on the NFS servers of a feature-animation studio in 2007 (set 2): quantiles of the rate
   * over one-hour and over one-second intervals. E. Anderson, Capture, conversion, and analysis of an intense NFS
   * workload, FAST 2009, read off the published figure data.
   */
  const publishedHourly = [
    [0, 2974],
    [0.05, 11_990],
    [0.1, 16_400],
    [0.25, 20_540],
    [0.5, 26_760],
    [0.75, 33_680],
    [0.9, 40_510],
    [0.95, 44_740],
    [0.99, 54_660],
  ] as const;
  const publishedSecondly = [
    [0.1, 11_210],
    [0.25, 17_320],
    [0.5, 24_940],
    [0.75, 34_930],
    [0.9, 47_330],
    [0.95, 56_580],
    [0.99, 75_450],
  ] as const;

  const studio = modulatedRate({
    level: empirical(publishedHourly),
    levelSeconds: 3600,
    burst: erlang(7, 1),
    burstSeconds: 1,
  });

  const hours = 1500;
  const secondly = new Float64Array(hours * 3600);
  const hourly = new Float64Array(hours);
  for (const { atSeconds, operations } of modulatedCounts(studio, testStream('studio'), hours * 3600)) {
    secondly[atSeconds] = operations;
    hourly[Math.floor(atSeconds / 3600)]! += operations / 3600;
  }
  secondly.sort();
  hourly.sort();

  /**
   * The tolerance is the precision of the published figures: neighbouring percentiles of the hourly curve repeat
   * values, so it stands on some hundred hours, and a quantile of so few is uncertain by 5% or more.
   */
  const TOLERANCE = 0.05;

  test.each(publishedHourly.filter(([p]) => p >= 0.1))('hourly rates: quantile %d is %d', (p, published) => {
    expect(Math.abs(hourly[Math.floor(p * hours)]! / published - 1)).toBeLessThan(TOLERANCE);
  });

  // Below the 10% quantile the trace is quieter than this: idle seconds, which press on no capacity, are not modelled.
  test.each(publishedSecondly)('rates within a second: quantile %d is %d', (p, published) => {
    expect(Math.abs(secondly[Math.floor(p * hours * 3600)]! / published - 1)).toBeLessThan(TOLERANCE);
  });

  test('a smooth rate would miss the peaks: the busiest 1% of seconds run at 1.38 times the busiest 1% of hours', () => {
    const peakFactor = secondly[Math.floor(0.99 * hours * 3600)]! / hourly[Math.floor(0.99 * hours)]!;
    expect(Math.abs(peakFactor / (75_450 / 54_660) - 1)).toBeLessThan(2 * TOLERANCE);
  });
});

test('intervals follow each other without gaps up to the horizon, the last one cut', () => {
  const rate = modulatedRate({ level: constant(10), levelSeconds: 6, burst: constant(1), burstSeconds: 2 });
  expect([...modulatedCounts(rate, testStream('intervals'), 7)]).toEqual([
    { atSeconds: 0, seconds: 2, operations: 20 },
    { atSeconds: 2, seconds: 2, operations: 20 },
    { atSeconds: 4, seconds: 2, operations: 20 },
    { atSeconds: 6, seconds: 1, operations: 10 },
  ]);
});

test('no rate is too low to be counted: fractions are carried, whole operations come out', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-4, max: 50, noNaN: true }), (operationsPerSecond) => {
      const rate = modulatedRate({
        level: constant(operationsPerSecond),
        levelSeconds: 60,
        burst: constant(1),
        burstSeconds: 1,
      });
      let total = 0;
      for (const { operations } of modulatedCounts(rate, testStream('fractions'), 1000)) {
        expect(Number.isInteger(operations)).toBe(true);
        total += operations;
      }
      expect(Math.abs(total - 1000 * operationsPerSecond)).toBeLessThan(1.001);
    }),
  );
});

test('a level holds for its length, the burst factor is drawn anew each interval', () => {
  const steady = modulatedRate({
    level: uniform(100, 200),
    levelSeconds: 4,
    burst: constant(3),
    burstSeconds: 1,
  });
  const counts = [...modulatedCounts(steady, testStream('levels'), 12)].map(({ operations }) => operations);
  for (const start of [0, 4, 8]) {
    const level = counts.slice(start, start + 4);
    expect(Math.max(...level) - Math.min(...level)).toBeLessThanOrEqual(1);
  }
  expect(new Set([counts[0], counts[4], counts[8]]).size).toBe(3);

  const bursty = modulatedRate({ ...steady, level: constant(1000), burst: lognormal(1, 0.4) });
  const factors = [...modulatedCounts(bursty, testStream('bursts'), 12)].map(({ operations }) => operations);
  expect(new Set(factors).size).toBe(12);
});

test('bursts move load and add none: whatever its mean, the burst distribution is scaled to mean 1', () => {
  const rate = modulatedRate({
    level: constant(5),
    levelSeconds: 9,
    burst: lognormal(40, 0.4),
    burstSeconds: 3,
  });
  expect(mean(rate.burst)).toBeCloseTo(1, 14);
});

test('refuses lengths that do not divide, and rates without a mean', () => {
  const rate = { level: constant(5), levelSeconds: 10, burst: constant(1), burstSeconds: 1 };
  expect(() => modulatedRate({ ...rate, burstSeconds: 3 })).toThrow(
    /whole number of bursts: 10 s of 3 s each/,
  );
  expect(() => modulatedRate({ ...rate, burstSeconds: 20 })).toThrow(/whole number of bursts/);
  expect(() => modulatedRate({ ...rate, level: constant(0) })).toThrow(/mean of the level must be/);
  expect(modulatedRate({ ...rate, levelSeconds: 0.3, burstSeconds: 0.1 }).burstSeconds).toBe(0.1);
});

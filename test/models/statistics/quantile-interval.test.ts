import { describe, expect, test } from 'vitest';
import { Histogram } from '../../../models/histogram.ts';
import { quantileInterval, sectionedInterval } from '../../../models/statistics/quantile-interval.ts';
import { independent } from './output-processes.ts';

function replications(count: number, observations: number): Histogram[] {
  const source = independent('quantiles');
  return Array.from({ length: count }, () => {
    const histogram = new Histogram();
    for (const value of source(observations)) histogram.record(value);
    return histogram;
  });
}

describe('sectionedInterval', () => {
  test('agrees with a worked example: spread about the pooled estimate, t(0.975, 3) = 3.182446', () => {
    const { low, high, quantile, count } = sectionedInterval(10, [9, 11, 12, 8], 0.95);
    const halfWidth = (3.182446305284 * Math.sqrt((1 + 1 + 4 + 4) / 3)) / 2;
    expect([quantile, count]).toEqual([10, 4]);
    expect(high - 10).toBeCloseTo(halfWidth, 10);
    expect(10 - low).toBeCloseTo(halfWidth, 10);
  });

  test('sections that all miss the pooled estimate alike do not make it certain', () => {
    const { low, high } = sectionedInterval(10, [7, 7, 7], 0.95);
    expect(low).toBeLessThan(7);
    expect(high).toBeGreaterThan(13);
  });
});

describe('quantileInterval', () => {
  test('its estimate is the quantile of everything observed', () => {
    const histograms = replications(5, 400);
    const pooled = new Histogram();
    for (const histogram of histograms) pooled.merge(histogram);
    for (const p of [0.05, 0.5, 0.99]) {
      const interval = quantileInterval(histograms, p);
      expect(interval.quantile).toBe(pooled.quantile(p));
      expect(interval.low).toBeLessThan(interval.quantile);
      expect(interval.high).toBeGreaterThan(interval.quantile);
      expect(interval.count).toBe(5);
    }
  });

  test('replications that observed nothing do not count', () => {
    const histograms = replications(5, 400);
    expect(quantileInterval([...histograms, new Histogram()], 0.9)).toEqual(
      quantileInterval(histograms, 0.9),
    );
  });

  test('one replication bounds nothing', () => {
    const { low, high } = quantileInterval(replications(1, 1000), 0.5);
    expect([low, high]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });

  test('has no upper end where the largest of so many observations may well lie below the quantile', () => {
    // 0.99^360 = 2.7%, 0.99^370 = 2.4%: the largest falls below the p99 that often.
    expect(quantileInterval(replications(10, 36), 0.99).high).toBe(Number.POSITIVE_INFINITY);
    expect(quantileInterval(replications(10, 37), 0.99).high).toBeLessThan(100);
    expect(quantileInterval(replications(10, 36), 0.01).low).toBe(Number.NEGATIVE_INFINITY);
  });

  test('refuses to speak of nothing', () => {
    expect(() => quantileInterval([], 0.5)).toThrow(/at least one sample/);
    expect(() => quantileInterval([new Histogram()], 0.5)).toThrow(/at least one sample/);
    expect(() => quantileInterval(replications(2, 10), 1)).toThrow(/p must lie between 0 and 1, got 1/);
  });
});

import { describe, expect, test } from 'vitest';
import { batchMeans, batchQuantile } from '../../../models/statistics/batch-means.ts';
import { meanInterval } from '../../../models/statistics/mean-interval.ts';
import { autoregressive, independent, waitingTimes } from './output-processes.ts';

describe('batchMeans', () => {
  test('is the interval of 20 batch means', () => {
    const series = independent('batches')(1600);
    const means = Array.from({ length: 20 }, (_, batch) => {
      const part = series.subarray(batch * 80, (batch + 1) * 80);
      return part.reduce((sum, value) => sum + value, 0) / 80;
    });
    const expected = meanInterval(means);
    const interval = batchMeans(series);
    expect(interval.count).toBe(20);
    expect(interval.mean).toBeCloseTo(expected.mean, 12);
    expect(interval.halfWidth).toBeCloseTo(expected.halfWidth, 12);
  });

  test('knows that dependent observations say less: 4.4 times wider than were they independent', () => {
    // The variance of the mean of an AR(1) series is (1 + phi) / (1 - phi) = 19 times that of independent values.
    const source = autoregressive('wider', 0.9);
    let [dependent, independentWidth] = [0, 0];
    for (let i = 0; i < 50; i++) {
      const series = source(20_000);
      dependent += batchMeans(series).halfWidth;
      independentWidth += meanInterval([...series]).halfWidth;
    }
    expect(dependent / independentWidth).toBeGreaterThan(0.9 * Math.sqrt(19));
    expect(dependent / independentWidth).toBeLessThan(1.2 * Math.sqrt(19));
  });

  test.each([
    ['autoregressive', autoregressive('short', 0.99), 2000],
    ['waiting times', waitingTimes('short', 0.9, false), 5000],
  ])('a run too short for its memory gets no interval: %s', (_, source, length) => {
    const widths = Array.from({ length: 100 }, () => batchMeans(source(length)).halfWidth);
    expect(widths.filter((width) => width === Number.POSITIVE_INFINITY).length).toBeGreaterThanOrEqual(99);
  });

  test('a run long enough for its memory always gets one', () => {
    const source = autoregressive('long', 0.9);
    const widths = Array.from({ length: 100 }, () => batchMeans(source(20_000)).halfWidth);
    expect(widths.every(Number.isFinite)).toBe(true);
  });

  test('fewer than 160 observations bound nothing, their mean is stated', () => {
    const interval = batchMeans(Float64Array.from({ length: 159 }, (_, i) => i));
    expect(interval).toMatchObject({ mean: 79, halfWidth: Number.POSITIVE_INFINITY, count: 1 });
  });

  test('a series that never changes has a width of zero', () => {
    expect(batchMeans(new Float64Array(500).fill(3))).toMatchObject({ mean: 3, halfWidth: 0 });
  });
});

describe('batchQuantile', () => {
  test('its estimate is the quantile of the whole series, its interval holds it', () => {
    const series = Float64Array.from({ length: 2010 }, (_, i) => (i * 7919) % 2010);
    const { quantile, low, high, count } = batchQuantile(series, 0.9);
    expect(quantile).toBe(1808);
    expect(low).toBeLessThan(quantile);
    expect(high).toBeGreaterThan(quantile);
    expect(count).toBe(20);
  });

  test('a run too short for its memory gets no interval', () => {
    const interval = batchQuantile(autoregressive('short', 0.99)(2000), 0.5);
    expect([interval.low, interval.high]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });

  test('refuses p outside (0, 1)', () => {
    expect(() => batchQuantile([1, 2], 1)).toThrow(/p must lie between 0 and 1, got 1/);
  });
});

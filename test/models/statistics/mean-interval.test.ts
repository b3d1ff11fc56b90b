import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meanInterval, studentT } from '../../../models/statistics/mean-interval.ts';

describe('meanInterval', () => {
  test('agrees with a worked example: 5 samples, t(0.975, 4) = 2.776445', () => {
    const interval = meanInterval([2, 4, 4, 5, 10]);
    expect(interval.mean).toBe(5);
    expect(interval.halfWidth).toBeCloseTo((2.7764451051978 * 3) / Math.sqrt(5), 10);
    expect(interval.low).toBe(5 - interval.halfWidth);
    expect(interval.high).toBe(5 + interval.halfWidth);
    expect(interval.count).toBe(5);
  });

  test('one sample bounds nothing', () => {
    expect(meanInterval([7])).toEqual({
      mean: 7,
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
      halfWidth: Number.POSITIVE_INFINITY,
      count: 1,
    });
  });

  test('samples that agree have a width of zero, from the second on', () => {
    expect(meanInterval([3, 3, 3])).toMatchObject({ mean: 3, low: 3, high: 3, halfWidth: 0 });
  });

  test('moves and stretches with its samples', () => {
    const values = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(values, { minLength: 2, maxLength: 30 }),
        values,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (samples, shift, factor) => {
          const plain = meanInterval(samples);
          const moved = meanInterval(samples.map((x) => x * factor + shift));
          const tolerance = 1e-9 * (1e6 * factor + Math.abs(shift) + 1);
          expect(Math.abs(moved.mean - (plain.mean * factor + shift))).toBeLessThan(tolerance);
          expect(Math.abs(moved.halfWidth - plain.halfWidth * factor)).toBeLessThan(tolerance);
        },
      ),
    );
  });

  test('a higher confidence is wider', () => {
    const widths = [0.5, 0.9, 0.95, 0.99].map((confidence) => meanInterval([1, 2, 4], confidence).halfWidth);
    expect(widths.toSorted((a, b) => a - b)).toEqual(widths);
    expect(new Set(widths).size).toBe(4);
  });

  test('refuses what has no interval', () => {
    expect(() => meanInterval([])).toThrow(/at least one sample/);
    expect(() => meanInterval([1, Number.NaN])).toThrow(/sample 1 is not finite: NaN/);
    expect(() => meanInterval([1, 2], 1)).toThrow(/confidence must lie between 0 and 1, got 1/);
    expect(() => meanInterval([1, 2], Number.NaN)).toThrow(/confidence/);
  });
});

test('studentT agrees with printed tables', () => {
  expect(studentT(0.95, 1)).toBeCloseTo(12.7062, 4);
  expect(studentT(0.95, 9)).toBeCloseTo(2.2622, 4);
  expect(studentT(0.99, 30)).toBeCloseTo(2.75, 4);
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { orderStatisticInterval, sortedQuantile } from '../../../models/statistics/order-statistics.ts';

const ranks = (count: number) => Float64Array.from({ length: count }, (_, i) => i + 1);

/** P(K <= k) of a binomial count, summed term by term. */
function binomialCumulative(k: number, count: number, p: number): number {
  let term = (1 - p) ** count;
  let sum = term;
  for (let i = 1; i <= k; i++) {
    term *= ((count - i + 1) / i) * (p / (1 - p));
    sum += term;
  }
  return sum;
}

describe('orderStatisticInterval', () => {
  test('agrees with printed tables: the median of 20 lies between the 6th and the 15th', () => {
    expect(orderStatisticInterval(ranks(20), 0.5)).toEqual({ quantile: 10, low: 6, high: 15, count: 20 });
  });

  test('takes the innermost ranks outside which the truth lies with 2.5% each', () => {
    const fractions = fc.double({ min: 0.02, max: 0.98, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 150 }), fractions, (count, p) => {
        const { low, high } = orderStatisticInterval(ranks(count), p);
        // The truth lies below rank r when fewer than r observations do, above it when at least r do.
        const below = (rank: number) => binomialCumulative(rank - 1, count, p);
        const above = (rank: number) => 1 - binomialCumulative(rank - 1, count, p);
        const lowRank = Number.isFinite(low) ? low : 0;
        const highRank = Number.isFinite(high) ? high : count + 1;
        expect(lowRank === 0 ? 0 : below(lowRank)).toBeLessThanOrEqual(0.025 + 1e-9);
        expect(below(lowRank + 1)).toBeGreaterThan(0.025 - 1e-9);
        expect(highRank > count ? 0 : above(highRank)).toBeLessThanOrEqual(0.025 + 1e-9);
        expect(highRank === 1 ? 1 : above(highRank - 1)).toBeGreaterThan(0.025 - 1e-9);
      }),
    );
  });

  test('has no upper end for a p99 of fewer than 368 observations', () => {
    expect(orderStatisticInterval(ranks(367), 0.99).high).toBe(Number.POSITIVE_INFINITY);
    expect(orderStatisticInterval(ranks(368), 0.99).high).toBe(368);
  });

  test('one observation bounds nothing', () => {
    expect(orderStatisticInterval([7], 0.5)).toEqual({
      quantile: 7,
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
      count: 1,
    });
  });

  test('refuses what has no quantile', () => {
    expect(() => orderStatisticInterval([], 0.5)).toThrow(/at least one sample/);
    expect(() => orderStatisticInterval([1], 0)).toThrow(/p must lie between 0 and 1, got 0/);
  });
});

test('sortedQuantile takes rank ceil(p * count), unmoved by rounding', () => {
  expect(sortedQuantile(ranks(100), 0.07)).toBe(7);
  expect(sortedQuantile(ranks(100), 0.071)).toBe(8);
  expect(sortedQuantile(ranks(3), 0.5)).toBe(2);
});

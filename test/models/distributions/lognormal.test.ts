import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cumulative, mean, quantile } from '../../../models/distributions/distribution.ts';
import { lognormal, lognormalByMeanAndP95 } from '../../../models/distributions/lognormal.ts';

describe('lognormalByMeanAndP95', () => {
  test('has the mean and the 95th percentile it was asked for', () => {
    const means = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
    const ratios = fc.double({ min: 1.001, max: 3.86, noNaN: true });
    fc.assert(
      fc.property(means, ratios, (average, ratio) => {
        const distribution = lognormalByMeanAndP95(average, average * ratio);
        expect(mean(distribution) / average).toBeCloseTo(1, 9);
        expect(quantile(distribution, 0.95) / (average * ratio)).toBeCloseTo(1, 9);
      }),
    );
  });

  test('refuses a p95 that no lognormal has', () => {
    expect(() => lognormalByMeanAndP95(1, 0.9)).toThrow(/between 1 and 3.87 times its mean: 0.9 against 1/);
    expect(() => lognormalByMeanAndP95(1, 1)).toThrow(/between 1 and 3.87/);
    expect(() => lognormalByMeanAndP95(10, 39)).toThrow(/between 1 and 3.87/);
  });
});

test('half the draws lie below the median, 84.13% within one sigma above it', () => {
  const distribution = lognormal(1920, 0.46);
  expect(cumulative(distribution, 1920)).toBeCloseTo(0.5, 12);
  expect(cumulative(distribution, 1920 * Math.exp(0.46))).toBeCloseTo(0.841344746068543, 12);
});

test('refuses parameters without a finite variance', () => {
  expect(() => lognormal(0, 1)).toThrow(/median must be a finite number above 0, got 0/);
  expect(() => lognormal(1, -1)).toThrow(/sigma must be a finite number above 0, got -1/);
  expect(() => lognormal(1, 30)).toThrow(/variance must be a finite number/);
});

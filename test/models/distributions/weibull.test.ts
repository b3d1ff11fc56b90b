import { expect, test } from 'vitest';
import { cumulative, mean, variance } from '../../../models/distributions/distribution.ts';
import { weibull } from '../../../models/distributions/weibull.ts';

test('of shape 1 is exponential, of shape 2 Rayleigh', () => {
  expect(cumulative(weibull(1, 4), 3)).toBeCloseTo(1 - Math.exp(-0.75), 14);
  expect(mean(weibull(2, Math.SQRT2))).toBeCloseTo(Math.sqrt(Math.PI / 2), 14);
  expect(variance(weibull(2, Math.SQRT2))).toBeCloseTo((4 - Math.PI) / 2, 14);
});

test('at its scale, 63.2% have failed whatever the shape', () => {
  for (const shape of [0.5, 1, 3.6]) {
    expect(cumulative(weibull(shape, 1e6), 1e6)).toBeCloseTo(1 - Math.exp(-1), 14);
  }
});

test('refuses impossible parameters, and a shape so small that the variance overflows', () => {
  expect(() => weibull(-1, 1)).toThrow(/shape must be a finite number above 0, got -1/);
  expect(() => weibull(1, 0)).toThrow(/scale/);
  expect(() => weibull(0.005, 1)).toThrow(/variance must be a finite number/);
});

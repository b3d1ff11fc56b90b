import { expect, test } from 'vitest';
import { cumulative, mean, variance } from '../../../models/distributions/distribution.ts';
import { exponential } from '../../../models/distributions/exponential.ts';
import { erlang, gamma } from '../../../models/distributions/gamma.ts';

test('an Erlang of one step is the exponential distribution', () => {
  for (const x of [0.01, 1, 5, 20]) {
    expect(cumulative(erlang(1, 2.5), x)).toBeCloseTo(cumulative(exponential(2.5), x), 13);
  }
});

test('an Erlang of k steps has its mean, and a squared coefficient of variation of 1/k', () => {
  expect(mean(erlang(4, 10))).toBe(10);
  expect(variance(erlang(4, 10))).toBeCloseTo(25, 12);
});

test('an Erlang-2 follows 1 - (1 + x) exp(-x)', () => {
  for (const x of [0.1, 1, 3]) {
    expect(cumulative(gamma(2, 1), x)).toBeCloseTo(1 - (1 + x) * Math.exp(-x), 13);
  }
});

test('refuses impossible parameters', () => {
  expect(() => gamma(0, 1)).toThrow(/shape must be a finite number above 0, got 0/);
  expect(() => gamma(1, Number.POSITIVE_INFINITY)).toThrow(/scale/);
  expect(() => erlang(2.5, 1)).toThrow(/steps must be a whole number, got 2.5/);
  expect(() => erlang(0, 1)).toThrow(/steps/);
});

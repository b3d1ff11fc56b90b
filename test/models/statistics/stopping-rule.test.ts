import { expect, test } from 'vitest';
import { enough, REPLICATIONS_MINIMUM } from '../../../models/statistics/stopping-rule.ts';

const alternating = (count: number, mean: number, swing: number) =>
  Array.from({ length: count }, (_, i) => mean + (i % 2 === 0 ? swing : -swing));

test('stops when the half width falls to the fraction of the mean, not before', () => {
  // 20 samples 100 ± 10: s = 10.26, t(0.975, 19) = 2.093, half width 4.80.
  expect(enough(alternating(20, 100, 10), 0.049)).toBe(true);
  expect(enough(alternating(20, 100, 10), 0.047)).toBe(false);
  expect(enough(alternating(20, -100, 10), 0.049)).toBe(true);
});

test('never stops before the minimum, however alike the samples', () => {
  expect(enough(Array<number>(REPLICATIONS_MINIMUM - 1).fill(5), 0.1)).toBe(false);
  expect(enough(Array<number>(REPLICATIONS_MINIMUM).fill(5), 0.1)).toBe(true);
  expect(enough([], 0.1)).toBe(false);
});

test('a mean of zero is never known to a fraction of itself, unless every sample is zero', () => {
  expect(enough(alternating(1000, 0, 1), 0.5)).toBe(false);
  expect(enough(Array<number>(10).fill(0), 0.5)).toBe(true);
});

test('a higher confidence takes more', () => {
  expect(enough(alternating(20, 100, 10), 0.049, 0.99)).toBe(false);
});

test('refuses a fraction that is not positive', () => {
  expect(() => enough([1, 2], 0)).toThrow(/relative half width must be above 0, got 0/);
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { independentDifference } from '../../../models/statistics/independent-difference.ts';
import { meanInterval } from '../../../models/statistics/mean-interval.ts';
import { coverage, independent } from './output-processes.ts';

const estimates = fc
  .tuple(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.double({ min: 0, max: 1e3, noNaN: true }))
  .map(([value, half]) => ({ value, ci95: [value - half, value + half] as const }));

test('of symmetric intervals has the root of the sum of squares as its half width', () => {
  const { difference, ci95, verdict } = independentDifference(
    { value: 10, ci95: [7, 13] },
    { value: 16, ci95: [12, 20] },
  );
  expect(difference).toBe(6);
  expect(ci95).toEqual([1, 11]);
  expect(verdict).toBe('higher');
});

test('of skewed intervals takes the sides that matter: the far end of the one against the near end of the other', () => {
  const { ci95 } = independentDifference({ value: 10, ci95: [9, 14] }, { value: 20, ci95: [17, 20] });
  expect(ci95).toEqual([10 - Math.hypot(3, 4), 10 + Math.hypot(0, 1)]);
});

test('the other way round is its mirror image', () => {
  fc.assert(
    fc.property(estimates, estimates, (one, other) => {
      const [there, back] = [independentDifference(one, other), independentDifference(other, one)];
      // Not `toBe`, to which 0 and -0 are two numbers.
      expect(back.difference + there.difference).toBe(0);
      expect(back.ci95![0]).toBeCloseTo(-there.ci95![1], 9);
      expect([there.verdict, back.verdict]).not.toEqual(['higher', 'higher']);
    }),
  );
});

test('a figure without an interval bounds no difference', () => {
  expect(independentDifference({ value: 1, ci95: null }, { value: 3, ci95: [2, 4] })).toEqual({
    difference: 2,
    ci95: null,
    verdict: 'unknown',
  });
});

test('holds the true difference of two means at least as often as it says', () => {
  const [one, other] = [independent('one'), independent('other')];
  const estimate = (samples: Float64Array) => {
    const { mean, low, high } = meanInterval([...samples]);
    return { value: mean, ci95: [low, high] as const };
  };
  const held = coverage(1000, 0, () => {
    const { ci95 } = independentDifference(estimate(one(40)), estimate(other(80)));
    return { low: ci95![0], high: ci95![1] };
  });
  expect(held).toBeGreaterThan(0.93);
  expect(held).toBeLessThan(0.98);
});

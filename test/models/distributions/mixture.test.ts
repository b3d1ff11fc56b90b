import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { constant } from '../../../models/distributions/constant.ts';
import { cumulative, mean, quantile, variance } from '../../../models/distributions/distribution.ts';
import { exponential } from '../../../models/distributions/exponential.ts';
import { mixture } from '../../../models/distributions/mixture.ts';

test('weights are relative', () => {
  const relative = mixture([
    { weight: 6, distribution: constant(1) },
    { weight: 2, distribution: constant(5) },
  ]);
  expect(relative.components.map((component) => component.weight)).toEqual([0.75, 0.25]);
  expect(mean(relative)).toBe(2);
  expect(variance(relative)).toBe(3);
});

test('a mixture of one, or of equals, is its component', () => {
  const equals = mixture([
    { weight: 1, distribution: exponential(3) },
    { weight: 2, distribution: exponential(3) },
  ]);
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 0.999, noNaN: true }), (p) => {
      expect(quantile(equals, p) / quantile(exponential(3), p)).toBeCloseTo(1, 12);
    }),
  );
});

test('mixtures nest: grouping components changes nothing', () => {
  const [a, b, c] = [constant(1), exponential(2), constant(9)];
  const flat = mixture([
    { weight: 1, distribution: a },
    { weight: 1, distribution: b },
    { weight: 2, distribution: c },
  ]);
  const grouped = mixture([
    {
      weight: 2,
      distribution: mixture([
        { weight: 1, distribution: a },
        { weight: 1, distribution: b },
      ]),
    },
    { weight: 2, distribution: c },
  ]);
  expect(mean(grouped)).toBeCloseTo(mean(flat), 14);
  expect(variance(grouped)).toBeCloseTo(variance(flat), 13);
  for (const x of [0.5, 1, 4, 9]) expect(cumulative(grouped, x)).toBeCloseTo(cumulative(flat, x), 14);
});

test('refuses no component, and a weight that is not positive', () => {
  expect(() => mixture([])).toThrow(/at least one component/);
  expect(() => mixture([{ weight: 0, distribution: constant(1) }])).toThrow(/weight must be a finite number/);
});

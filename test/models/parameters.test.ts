import { expect, test } from 'vitest';
import { constant } from '../../models/distributions/constant.ts';
import { exponential } from '../../models/distributions/exponential.ts';
import { uniform } from '../../models/distributions/uniform.ts';

test('impossible parameters are refused, by name', () => {
  expect(() => constant(Number.POSITIVE_INFINITY)).toThrow(/value must be a finite number, got Infinity/);
  expect(() => exponential(0)).toThrow(/mean must be a finite number above 0, got 0/);
  expect(() => uniform(3, 3)).toThrow(/minimum 3 must be below maximum 3/);
  expect(() => uniform(Number.NaN, 3)).toThrow(/minimum must be a finite number, got NaN/);
});

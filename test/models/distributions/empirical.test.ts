import { describe, expect, test } from 'vitest';
import { cumulative, mean, quantile, variance } from '../../../models/distributions/distribution.ts';
import { empirical } from '../../../models/distributions/empirical.ts';

describe('between two points', () => {
  test('positive values grow geometrically: halfway from 4 KiB to 1 MiB lies 64 KiB', () => {
    const sizes = empirical([
      [0.5, 4096],
      [0.9, 2 ** 20],
    ]);
    expect(quantile(sizes, 0.7)).toBeCloseTo(65536, 8);
    expect(cumulative(sizes, 65536)).toBeCloseTo(0.7, 14);
  });

  test('values that reach zero grow linearly', () => {
    const rates = empirical([
      [0, 0],
      [1, 100],
    ]);
    expect(quantile(rates, 0.3)).toBe(30);
    expect(variance(rates)).toBeCloseTo(10_000 / 12, 9);
  });
});

describe('outside the points', () => {
  const sizes = empirical([
    [0.5, 4096],
    [0.99, 2 ** 21],
  ]);

  test('the fraction below the first point sits on it, the one above the last on that', () => {
    expect(quantile(sizes, 0.1)).toBe(4096);
    expect(cumulative(sizes, 4095.9)).toBe(0);
    expect(cumulative(sizes, 4096)).toBe(0.5);
    expect(quantile(sizes, 0.999)).toBe(2 ** 21);
    expect(cumulative(sizes, 2 ** 21)).toBe(1);
  });

  test('they count in the mean', () => {
    const between = (2 ** 21 - 4096) / Math.log(2 ** 21 / 4096);
    expect(mean(sizes)).toBeCloseTo(0.5 * 4096 + 0.49 * between + 0.01 * 2 ** 21, 6);
  });
});

test('two points of the same p leave a gap that no value falls into', () => {
  const twoSizes = empirical([
    [0.25, 100],
    [0.75, 100],
    [0.75, 900],
    [1, 900],
  ]);
  expect(quantile(twoSizes, 0.75)).toBe(100);
  expect(quantile(twoSizes, 0.7500001)).toBe(900);
  expect(cumulative(twoSizes, 500)).toBe(0.75);
  expect(mean(twoSizes)).toBe(300);
});

test('a single point is a constant', () => {
  expect(quantile(empirical([[0.5, 7]]), 0.2)).toBe(7);
  expect(variance(empirical([[0.5, 7]]))).toBe(0);
});

test('refuses points that do not describe a distribution', () => {
  expect(() => empirical([])).toThrow(/at least one point/);
  expect(() => empirical([[1.5, 1]])).toThrow(/p must lie between 0 and 1, got 1.5/);
  expect(() => empirical([[0.5, Number.NaN]])).toThrow(/value must be a finite number, got NaN/);
  expect(() =>
    empirical([
      [0.5, 2],
      [0.9, 1],
    ]),
  ).toThrow(/points must ascend: \[0.9, 1\] follows \[0.5, 2\]/);
  expect(() =>
    empirical([
      [0.5, 1],
      [0.4, 2],
    ]),
  ).toThrow(/points must ascend/);
});

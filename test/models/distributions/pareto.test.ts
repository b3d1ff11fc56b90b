import { expect, test } from 'vitest';
import { cumulative, mean, variance } from '../../../models/distributions/distribution.ts';
import { pareto } from '../../../models/distributions/pareto.ts';

test('agrees with the textbook moments where those are defined', () => {
  const [low, high, shape] = [2, 200, 1.5];
  const cut = 1 - (low / high) ** shape;
  const moment = (k: number) =>
    ((low ** shape / cut) * shape * (low ** (k - shape) - high ** (k - shape))) / (shape - k);
  expect(mean(pareto(low, high, shape))).toBeCloseTo(moment(1), 10);
  expect(variance(pareto(low, high, shape))).toBeCloseTo(moment(2) - moment(1) ** 2, 8);
});

test('has no jump where the textbook moments divide zero by zero', () => {
  for (const shape of [1, 2]) {
    const near = [shape - 1e-9, shape, shape + 1e-9].map((s) => pareto(1, 1e6, s));
    const [below, at, above] = near.map(mean);
    expect(at! / below!).toBeCloseTo(1, 6);
    expect(at! / above!).toBeCloseTo(1, 6);
  }
  expect(mean(pareto(1, Math.E, 1))).toBeCloseTo(1 / (1 - 1 / Math.E), 14);
});

test('of nearly no shape is log-uniform', () => {
  expect(cumulative(pareto(1, 1e6, 1e-12), 1e3)).toBeCloseTo(0.5, 9);
});

test('refuses impossible parameters', () => {
  expect(() => pareto(2, 2, 1)).toThrow(/minimum 2 must be below maximum 2/);
  expect(() => pareto(0, 2, 1)).toThrow(/minimum must be a finite number above 0, got 0/);
  expect(() => pareto(1, 2, Number.NaN)).toThrow(/shape/);
});

import { expect, test } from 'vitest';
import { arrivalTimes } from '../../../models/arrivals/arrival-process.ts';
import { poisson } from '../../../models/arrivals/poisson.ts';
import { kolmogorovSmirnovP } from '../goodness-of-fit.ts';
import { testStream } from '../random-stream.ts';
import { countsPerWindow, moments } from './dispersion.ts';

test('gaps are exponential (Kolmogorov-Smirnov, p > 1e-4)', () => {
  const arrivals = [...arrivalTimes(poisson(40), testStream('poisson'), 5000)];
  const gaps = Float64Array.from(arrivals, (time, i) => time - (i === 0 ? 0 : arrivals[i - 1]!));
  expect(kolmogorovSmirnovP(gaps, (x) => -Math.expm1(-40 * x))).toBeGreaterThan(1e-4);
});

test('counts have mean and variance rate * time (4 standard errors)', () => {
  const { mean, meanError, variance, varianceError } = moments(countsPerWindow(poisson(2.5), 8, 50_000));
  expect(Math.abs(mean - 20)).toBeLessThan(4 * meanError);
  expect(Math.abs(variance - 20)).toBeLessThan(4 * varianceError);
});

test('refuses a rate that is not positive', () => {
  expect(() => poisson(0)).toThrow(/rate must be a finite number above 0, got 0/);
  expect(() => poisson(Number.POSITIVE_INFINITY)).toThrow(/rate/);
});

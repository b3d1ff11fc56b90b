import { beforeAll, describe, expect, test } from 'vitest';
import { constant } from '../../../models/distributions/constant.ts';
import {
  cumulative,
  type Distribution,
  mean,
  quantile,
  sampler,
  scaled,
  support,
  variance,
} from '../../../models/distributions/distribution.ts';
import { empirical } from '../../../models/distributions/empirical.ts';
import { exponential } from '../../../models/distributions/exponential.ts';
import { erlang, gamma } from '../../../models/distributions/gamma.ts';
import { lognormal, lognormalByMeanAndP95 } from '../../../models/distributions/lognormal.ts';
import { mixture } from '../../../models/distributions/mixture.ts';
import { pareto } from '../../../models/distributions/pareto.ts';
import { uniform } from '../../../models/distributions/uniform.ts';
import { weibull } from '../../../models/distributions/weibull.ts';
import { byPatience } from '../../patience.ts';
import { kolmogorovSmirnovP } from '../goodness-of-fit.ts';
import { testStream } from '../random-stream.ts';

const DRAWS = byPatience({ fast: 100_000, slow: 1_000_000 });

const cases: Record<string, Distribution> = {
  constant: constant(42),
  'uniform, across zero': uniform(-2, 3),
  exponential: exponential(0.25),
  'gamma, shape below 1': gamma(0.5, 2),
  'gamma, shape above 1': gamma(7.3, 0.1),
  'Erlang of 4 steps': erlang(4, 10),
  'lognormal by median and sigma': lognormal(1920, 0.46),
  'lognormal by mean and p95': lognormalByMeanAndP95(1, 3),
  'Weibull, early failures': weibull(0.8, 1e6),
  'Weibull, wear-out': weibull(3, 5),
  'Pareto, infinite mean but for its bound': pareto(1, 1e4, 0.9),
  'Pareto of shape 1': pareto(4096, 1e7, 1),
  'Pareto of shape 2': pareto(1, 50, 2),
  'mixture of bulk and tail': mixture([
    { weight: 9, distribution: lognormal(0.001, 0.5) },
    { weight: 1, distribution: exponential(0.02) },
  ]),
  'mixture with an atom': mixture([
    { weight: 1, distribution: constant(4096) },
    { weight: 3, distribution: uniform(0, 65536) },
  ]),
  'empirical, all positive': empirical([
    [0, 128],
    [0.5, 4096],
    [0.9, 65536],
    [1, 2 ** 21],
  ]),
  'empirical, from zero, with ends and a gap': empirical([
    [0.1, 0],
    [0.4, 10],
    [0.4, 20],
    [0.95, 100],
  ]),
};

describe.each(Object.entries(cases))('%s', (name, distribution) => {
  const [minimum, maximum] = support(distribution);
  const draws = new Float64Array(DRAWS);

  beforeAll(() => {
    const draw = sampler(distribution, testStream(name));
    for (let i = 0; i < DRAWS; i++) draws[i] = draw();
  });

  test('draws are finite and inside the support', () => {
    expect(draws.every((x) => Number.isFinite(x) && x >= minimum && x <= maximum)).toBe(true);
  });

  test('mean and variance of the draws lie within 4 standard errors', () => {
    let sum = 0;
    for (const x of draws) sum += x;
    const sampleMean = sum / DRAWS;
    let squares = 0;
    let fourthPowers = 0;
    for (const x of draws) {
      const square = (x - sampleMean) ** 2;
      squares += square;
      fourthPowers += square * square;
    }
    const sampleVariance = squares / DRAWS;
    const fourthMoment = fourthPowers / DRAWS;
    const meanError = Math.sqrt(sampleVariance / DRAWS);
    const varianceError = Math.sqrt((fourthMoment - sampleVariance ** 2) / DRAWS);
    expect(Math.abs(sampleMean - mean(distribution))).toBeLessThanOrEqual(4 * meanError);
    expect(Math.abs(sampleVariance - variance(distribution))).toBeLessThanOrEqual(4 * varianceError);
  });

  test('draws follow the cumulative distribution (Kolmogorov-Smirnov, p > 1e-4)', () => {
    expect(kolmogorovSmirnovP(draws.slice(), (x) => cumulative(distribution, x))).toBeGreaterThan(1e-4);
  });

  test('the quantile of a value`s cumulative fraction is the value, to 1e-9', () => {
    for (const p of [1e-6, 0.001, 0.01, 0.1, 0.25, 0.5, 0.7, 0.9, 0.95, 0.99, 0.999, 1 - 1e-6]) {
      const x = quantile(distribution, p);
      const again = quantile(distribution, Math.min(1, cumulative(distribution, x)));
      expect(Math.abs(again - x), `p = ${p}, x = ${x}`).toBeLessThanOrEqual(1e-9 * Math.abs(x));
    }
  });

  test('the quantile is the smallest value that reaches its fraction', () => {
    for (let i = 1; i < 200; i++) {
      const p = i / 200;
      const x = quantile(distribution, p);
      expect(cumulative(distribution, x)).toBeGreaterThanOrEqual(p - 1e-9);
      expect(cumulative(distribution, x - 1e-7 * (Math.abs(x) + 1e-3))).toBeLessThanOrEqual(p);
    }
  });

  test('the quantiles of 0 and 1 are the ends of the support, and nothing lies outside', () => {
    expect(quantile(distribution, 0)).toBe(minimum);
    expect(quantile(distribution, 1)).toBe(maximum);
    expect(cumulative(distribution, minimum - 1)).toBe(0);
    expect(cumulative(distribution, maximum)).toBe(1);
  });

  test('the same stream gives the same draws, another stream others', () => {
    const again = firstDraws(distribution, name);
    const other = firstDraws(distribution, 'another');
    expect(again).toEqual(Array.from(draws.subarray(0, again.length)));
    expect(other.some((x, i) => x !== again[i])).toBe(minimum < maximum);
  });

  test('scaling scales every draw, both moments and every quantile', () => {
    const tripled = scaled(distribution, 3);
    const errors = firstDraws(tripled, name).map((x, i) => relativeError(x, 3 * draws[i]!));
    for (const p of [0.01, 0.5, 0.99]) {
      errors.push(relativeError(quantile(tripled, p), 3 * quantile(distribution, p)));
    }
    errors.push(relativeError(mean(tripled), 3 * mean(distribution)));
    errors.push(relativeError(variance(tripled), 9 * variance(distribution)));
    expect(Math.max(...errors)).toBeLessThan(1e-12);
  });
});

test('a probability outside [0, 1] and a factor that is not positive are refused', () => {
  expect(() => quantile(constant(1), 1.01)).toThrow(/p must lie between 0 and 1, got 1.01/);
  expect(() => quantile(constant(1), Number.NaN)).toThrow(/p must lie between 0 and 1/);
  expect(() => scaled(constant(1), 0)).toThrow(/factor must be a finite number above 0, got 0/);
});

function firstDraws(distribution: Distribution, seed: string): number[] {
  return Array.from({ length: 50 }, sampler(distribution, testStream(seed)));
}

function relativeError(actual: number, expected: number): number {
  return actual === expected ? 0 : Math.abs(actual - expected) / Math.abs(expected);
}

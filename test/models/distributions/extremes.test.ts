import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { constant } from '../../../models/distributions/constant.ts';
import {
  cumulative,
  type Distribution,
  mean,
  quantile,
  sampler,
  support,
  variance,
} from '../../../models/distributions/distribution.ts';
import { empirical } from '../../../models/distributions/empirical.ts';
import { exponential } from '../../../models/distributions/exponential.ts';
import { gamma } from '../../../models/distributions/gamma.ts';
import { lognormal } from '../../../models/distributions/lognormal.ts';
import { mixture } from '../../../models/distributions/mixture.ts';
import { pareto } from '../../../models/distributions/pareto.ts';
import { uniform } from '../../../models/distributions/uniform.ts';
import { weibull } from '../../../models/distributions/weibull.ts';
import { testStream } from '../random-stream.ts';

/** From nanoseconds to decades, from bytes to exabytes. */
const scales = fc.double({ min: -9, max: 18, noNaN: true }).map((exponent) => 10 ** exponent);
const shapes = fc.double({ min: -1, max: 2, noNaN: true }).map((exponent) => 10 ** exponent);
/** The smallest fraction of a stream of 53 bits. */
const fractions = fc.double({ min: 2 ** -53, max: 1, noNaN: true });
const growth = fc.double({ min: 1e-6, max: 1e9, noNaN: true });

const simple: fc.Arbitrary<Distribution> = fc.oneof(
  scales.map(constant),
  fc.tuple(scales, growth).map(([minimum, factor]) => uniform(minimum, minimum * (1 + factor))),
  scales.map(exponential),
  fc.tuple(shapes, scales).map(([shape, scale]) => gamma(shape, scale)),
  fc
    .tuple(scales, fc.double({ min: 0.001, max: 5, noNaN: true }))
    .map(([median, sigma]) => lognormal(median, sigma)),
  fc.tuple(shapes, scales).map(([shape, scale]) => weibull(shape, scale)),
  fc
    .tuple(scales, growth, shapes)
    .map(([minimum, factor, shape]) => pareto(minimum, minimum * (1 + factor), shape)),
  fc
    .array(fc.tuple(fractions, fc.oneof(scales, fc.constant(0))), { minLength: 1, maxLength: 8 })
    .map((points) => {
      const values = points.map(([, value]) => value).toSorted((a, b) => a - b);
      const ps = points.map(([p]) => p).toSorted((a, b) => a - b);
      return empirical(ps.map((p, i) => [p, values[i]!]));
    }),
);
const mixtures = fc
  .array(fc.record({ weight: shapes, distribution: simple }), { minLength: 1, maxLength: 4 })
  .map(mixture);

test('whatever the parameters, draws stay finite and inside the support, moments are finite', () => {
  fc.assert(
    fc.property(fc.oneof(simple, mixtures), fc.nat(), (distribution, seed) => {
      const [minimum, maximum] = support(distribution);
      const draw = sampler(distribution, testStream(`extremes ${seed}`));
      const draws = Array.from({ length: 100 }, draw);
      expect(draws.every((x) => Number.isFinite(x) && x >= minimum && x <= maximum)).toBe(true);
      expect(mean(distribution)).toBeGreaterThanOrEqual(minimum * (1 - 1e-9));
      expect(mean(distribution)).toBeLessThanOrEqual(maximum * (1 + 1e-9));
      expect(variance(distribution)).toBeLessThan(Number.POSITIVE_INFINITY);
      expect(variance(distribution)).toBeGreaterThanOrEqual(-1e-12 * mean(distribution) ** 2);
    }),
    { numRuns: 2000 },
  );
});

test('whatever the parameters, quantiles ascend and reach their fraction', () => {
  fc.assert(
    fc.property(fc.oneof(simple, mixtures), fractions, fractions, (distribution, one, other) => {
      const [p, q] = [Math.min(one, other), Math.max(one, other)];
      const [low, high] = [quantile(distribution, p), quantile(distribution, q)];
      expect(low).toBeLessThanOrEqual(high * (1 + 1e-12));
      // Where the distribution is steep, one rounding of the value is more than 1e-9 of probability.
      expect(cumulative(distribution, low * (1 + 1e-12))).toBeGreaterThanOrEqual(p - 1e-9);
    }),
    { numRuns: 2000 },
  );
});

/**
 * A quantity of a scenario that varies: plain data, one variant per file beside this one. That file's constructors
 * build it and refuse impossible parameters. The functions here apply to any distribution. Values have the unit of the
 * parameters.
 */

import { requirePositive } from '../parameters.ts';
import type { RandomStream } from '../random.ts';
import { type Constant, constantLaw } from './constant.ts';
import { type Empirical, empiricalLaw } from './empirical.ts';
import { type Exponential, exponentialLaw } from './exponential.ts';
import { type Gamma, gammaLaw } from './gamma.ts';
import type { Law } from './law.ts';
import { type Lognormal, lognormalLaw } from './lognormal.ts';
import { type Mixture, mixtureLaw } from './mixture.ts';
import { type Pareto, paretoLaw } from './pareto.ts';
import { type Uniform, uniformLaw } from './uniform.ts';
import { type Weibull, weibullLaw } from './weibull.ts';

export type Distribution =
  | Constant
  | Uniform
  | Exponential
  | Gamma
  | Lognormal
  | Weibull
  | Pareto
  | Mixture
  | Empirical;

/** A source of independent draws. Same stream, same draws; every draw is finite and inside the support. */
export function sampler(distribution: Distribution, stream: RandomStream): () => number {
  return lawOf(distribution).sampler(stream);
}

export function mean(distribution: Distribution): number {
  return lawOf(distribution).mean;
}

/** In the square of the distribution's unit. */
export function variance(distribution: Distribution): number {
  return lawOf(distribution).variance;
}

/** The smallest and the largest value that can occur; the largest may be Infinity. */
export function support(distribution: Distribution): readonly [minimum: number, maximum: number] {
  return lawOf(distribution).support;
}

/** The fraction of draws that are at most `x`. */
export function cumulative(distribution: Distribution, x: number): number {
  return lawOf(distribution).cumulative(x);
}

/** The smallest value that a fraction `p` of the draws does not exceed. Throws RangeError unless 0 <= p <= 1. */
export function quantile(distribution: Distribution, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p must lie between 0 and 1, got ${p}`);
  return lawOf(distribution).quantile(p);
}

/** The distribution with every value multiplied by `factor`. Throws RangeError unless the factor is above 0. */
export function scaled(distribution: Distribution, factor: number): Distribution {
  requirePositive('factor', factor);
  return lawOf(distribution).scaled(factor);
}

function lawOf(distribution: Distribution): Law {
  switch (distribution.kind) {
    case 'constant':
      return constantLaw(distribution);
    case 'uniform':
      return uniformLaw(distribution);
    case 'exponential':
      return exponentialLaw(distribution);
    case 'gamma':
      return gammaLaw(distribution);
    case 'lognormal':
      return lognormalLaw(distribution);
    case 'weibull':
      return weibullLaw(distribution);
    case 'pareto':
      return paretoLaw(distribution);
    case 'mixture':
      return mixtureLaw(
        distribution.components.map((component) => ({
          weight: component.weight,
          distribution: lawOf(component.distribution),
        })),
      );
    case 'empirical':
      return empiricalLaw(distribution);
    default:
      return distribution satisfies never;
  }
}

/** Distributions as scenarios write them: a bare quantity is constant, a map names the kind and its parameters. */

import * as z from 'zod';
import { constant } from '../../distributions/constant.ts';
import type { Distribution } from '../../distributions/distribution.ts';
import { empirical } from '../../distributions/empirical.ts';
import { exponential } from '../../distributions/exponential.ts';
import { erlang, gamma } from '../../distributions/gamma.ts';
import { lognormal, lognormalByMeanAndP95 } from '../../distributions/lognormal.ts';
import { mixture } from '../../distributions/mixture.ts';
import { pareto } from '../../distributions/pareto.ts';
import { uniform } from '../../distributions/uniform.ts';
import { weibull } from '../../distributions/weibull.ts';
import { DIMENSIONS } from '../../units.ts';
import * as problems from '../problems.ts';
import * as quantityProblems from '../quantity-problems.ts';
import {
  NOT_NEGATIVE,
  POSITIVE,
  quantity,
  type Range,
  refuse,
  SHARE,
  section,
  wholeNumber,
} from './fields.ts';

/** The keys that name the kind of a distribution. */
export const DISTRIBUTION_KINDS = [
  'uniform',
  'exponential',
  'gamma',
  'erlang',
  'lognormal',
  'weibull',
  'pareto',
  'mixture',
  'quantiles',
] as const;

/** More say nothing more, and are slow to draw from. */
const COMPONENTS_MAX = 50;
const QUANTILES_MAX = 1000;

/** Why a distribution of a kind is impossible though each of its parameters is possible. */
const REASONS: Readonly<Record<(typeof DISTRIBUTION_KINDS)[number], string>> = {
  uniform: 'the first value must be below the second',
  exponential: quantityProblems.BEYOND_NUMBERS,
  gamma: quantityProblems.BEYOND_NUMBERS,
  erlang: quantityProblems.BEYOND_NUMBERS,
  lognormal: 'its p95 must lie between 1 and 3.87 times its mean, and its sigma be moderate',
  weibull: quantityProblems.BEYOND_NUMBERS,
  pareto: 'the minimum must be below the maximum',
  mixture: quantityProblems.BEYOND_NUMBERS,
  quantiles: 'fractions and values must both ascend',
};

const shape = (what: string) => quantity('count', POSITIVE, what);

/**
 * A quantity that may vary: "32min", or { lognormal: { median: 32min, sigma: 0.46 } } and so on. `constants` is the range
 * of a bare quantity; the parameters of the kinds have the ranges that the kinds need.
 */
export function distribution(
  dimension: VaryingDimension,
  constants: Range,
  description: string,
): z.ZodType<Distribution> {
  const bare = quantity(dimension, constants, 'always this').transform(
    (value): Distribution => constant(value),
  );
  return z
    .union([bare, KINDS[dimension]])
    .describe(`${description}; ${DIMENSIONS[dimension].name} or a distribution of it`);
}

type VaryingDimension = 'seconds' | 'bytes' | 'operations/s' | 'count';

/** Names of the definitions in the JSON Schema. */
const SCHEMA_IDS: Readonly<Record<VaryingDimension, string>> = {
  seconds: 'durationDistribution',
  bytes: 'sizeDistribution',
  'operations/s': 'rateDistribution',
  count: 'numberDistribution',
};

const KINDS: Readonly<Record<VaryingDimension, z.ZodType<Distribution>>> = {
  seconds: kindsOf('seconds'),
  bytes: kindsOf('bytes'),
  'operations/s': kindsOf('operations/s'),
  count: kindsOf('count'),
};

/** The map that names the kind of a distribution and its parameters. */
function kindsOf(dimension: VaryingDimension): z.ZodType<Distribution> {
  const positive = (what: string) => quantity(dimension, POSITIVE, what);
  const amount = (what: string) => quantity(dimension, NOT_NEGATIVE, what);
  const component = section({
    weight: quantity('fraction', POSITIVE, 'relative weight'),
    of: z.lazy(() => distribution(dimension, NOT_NEGATIVE, 'component')),
  });
  const quantile = z.tuple([
    quantity('fraction', SHARE, 'fraction of the values'),
    amount('that are at most this'),
  ]);

  return section({
    uniform: z
      .tuple([amount('lowest'), amount('highest')])
      .describe('every value from the lowest to the highest alike')
      .optional(),
    exponential: section({ mean: positive('mean') })
      .describe('memoryless')
      .optional(),
    gamma: section({ mean: positive('mean'), shape: shape('1 is exponential, more is narrower') })
      .describe('gamma, by its mean and shape')
      .optional(),
    erlang: section({ mean: positive('mean'), stages: wholeNumber(1, 10_000, 'exponential steps in a row') })
      .describe('a sum of exponential steps')
      .optional(),
    lognormal: section({
      median: positive('median').optional(),
      sigma: shape('standard deviation of the logarithm').optional(),
      mean: positive('mean').optional(),
      p95: positive('95th percentile').optional(),
    })
      .describe('lognormal, by median and sigma or by mean and p95')
      .optional(),
    weibull: section({ scale: positive('scale'), shape: shape('below 1 early values dominate') })
      .describe('Weibull, by its scale and shape')
      .optional(),
    pareto: section({
      minimum: positive('lowest'),
      maximum: positive('highest'),
      shape: shape('the smaller, the heavier the tail'),
    })
      .describe('a power law between two bounds')
      .optional(),
    mixture: z
      .array(component)
      .min(1)
      .max(COMPONENTS_MAX)
      .describe('draws from one of several distributions by weight')
      .optional(),
    quantiles: z
      .array(quantile)
      .min(1)
      .max(QUANTILES_MAX)
      .describe('measured quantiles, for example [[0.5, 4KiB], [0.99, 2MiB]]')
      .optional(),
  })
    .transform((given, context) => {
      const found = DISTRIBUTION_KINDS.filter((kind) => given[kind] !== undefined);
      const [kind] = found;
      if (kind === undefined || found.length > 1) {
        refuse(context, problems.notOneKind('a distribution', found, DISTRIBUTION_KINDS));
        return z.NEVER;
      }
      try {
        return built(given) ?? incompleteLognormal(context);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        refuse(context, quantityProblems.impossibleParameters(kind, REASONS[kind]), [kind]);
        return z.NEVER;
      }
    })
    .meta({
      id: SCHEMA_IDS[dimension],
      minProperties: 1,
      maxProperties: 1,
    });
}

/** Parameters of the kinds; exactly one kind is given. */
interface Kinds {
  readonly uniform?: readonly [number, number] | undefined;
  readonly exponential?: { readonly mean: number } | undefined;
  readonly gamma?: { readonly mean: number; readonly shape: number } | undefined;
  readonly erlang?: { readonly mean: number; readonly stages: number } | undefined;
  readonly lognormal?:
    | {
        readonly median?: number | undefined;
        readonly sigma?: number | undefined;
        readonly mean?: number | undefined;
        readonly p95?: number | undefined;
      }
    | undefined;
  readonly weibull?: { readonly scale: number; readonly shape: number } | undefined;
  readonly pareto?:
    | { readonly minimum: number; readonly maximum: number; readonly shape: number }
    | undefined;
  readonly mixture?: readonly { readonly weight: number; readonly of: Distribution }[] | undefined;
  readonly quantiles?: readonly (readonly [number, number])[] | undefined;
}

/** Undefined when the parameters of a lognormal are not one of its two pairs. Throws RangeError for impossible ones. */
function built(given: Kinds): Distribution | undefined {
  if (given.uniform) return uniform(...given.uniform);
  if (given.exponential) return exponential(given.exponential.mean);
  if (given.gamma) return gamma(given.gamma.shape, given.gamma.mean / given.gamma.shape);
  if (given.erlang) return erlang(given.erlang.stages, given.erlang.mean);
  if (given.weibull) return weibull(given.weibull.shape, given.weibull.scale);
  if (given.pareto) return pareto(given.pareto.minimum, given.pareto.maximum, given.pareto.shape);
  if (given.mixture) return mixture(given.mixture.map(({ weight, of }) => ({ weight, distribution: of })));
  if (given.quantiles) return empirical(given.quantiles);
  const { median, sigma, mean, p95 } = given.lognormal ?? {};
  if (median !== undefined && sigma !== undefined && mean === undefined && p95 === undefined)
    return lognormal(median, sigma);
  if (mean !== undefined && p95 !== undefined && median === undefined && sigma === undefined) {
    return lognormalByMeanAndP95(mean, p95);
  }
  return undefined;
}

function incompleteLognormal(context: z.RefinementCtx): never {
  refuse(context, problems.notOneForm('a lognormal takes either median and sigma, or mean and p95'), [
    'lognormal',
  ]);
  return z.NEVER;
}

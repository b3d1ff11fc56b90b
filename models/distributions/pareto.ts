import { requirePositive } from '../parameters.ts';
import { inversionSampler, type Law } from './law.ts';

/** A power law cut off at `maximum`: few large values carry most of the sum. The smaller `shape`, the heavier. */
export interface Pareto {
  readonly kind: 'pareto';
  readonly minimum: number;
  readonly maximum: number;
  readonly shape: number;
}

export function pareto(minimum: number, maximum: number, shape: number): Pareto {
  requirePositive('minimum', minimum);
  requirePositive('maximum', maximum);
  requirePositive('shape', shape);
  if (!(minimum < maximum)) throw new RangeError(`minimum ${minimum} must be below maximum ${maximum}`);
  return { kind: 'pareto', minimum, maximum, shape };
}

/**
 * P(X <= x) = (1 - (L/x)^α) / (1 - (L/H)^α) on [L, H]. Written with expm1 and log1p, so that no digits are lost for
 * small α. Near α = 1 and α = 2 the textbook forms of the moments divide zero by zero; these do not.
 */
export function paretoLaw({ minimum, maximum, shape }: Pareto): Law {
  const logRange = Math.log(maximum / minimum);
  const negativeMass = Math.expm1(-shape * logRange);
  const moment = (k: number) => (-shape / negativeMass) * minimum ** k * relativeGrowth(k - shape, logRange);
  const mean = moment(1);
  const quantile = (p: number) =>
    p === 1 ? maximum : Math.min(maximum, minimum * Math.exp(-Math.log1p(p * negativeMass) / shape));
  return {
    mean,
    variance: moment(2) - mean * mean,
    support: [minimum, maximum],
    cumulative: (x) => {
      if (x <= minimum) return 0;
      return x >= maximum ? 1 : Math.expm1(-shape * Math.log(x / minimum)) / negativeMass;
    },
    quantile,
    sampler: (stream) => inversionSampler(quantile, stream),
    scaled: (factor) => pareto(minimum * factor, maximum * factor, shape),
  };
}

/** (e^(exponent · span) - 1) / exponent, and its limit `span` at exponent 0. */
function relativeGrowth(exponent: number, span: number): number {
  return exponent === 0 ? span : Math.expm1(exponent * span) / exponent;
}

import { requirePositive } from '../parameters.ts';
import { inversionSampler, type Law } from './law.ts';

/** Memoryless: the time to the next of many independent rare events. */
export interface Exponential {
  readonly kind: 'exponential';
  readonly mean: number;
}

export function exponential(mean: number): Exponential {
  requirePositive('mean', mean);
  return { kind: 'exponential', mean };
}

export function exponentialLaw({ mean }: Exponential): Law {
  const quantile = (p: number) => -mean * Math.log1p(-p);
  return {
    mean,
    variance: mean * mean,
    support: [0, Number.POSITIVE_INFINITY],
    cumulative: (x) => (x <= 0 ? 0 : -Math.expm1(-x / mean)),
    quantile,
    sampler: (stream) => inversionSampler(quantile, stream),
    scaled: (factor) => exponential(mean * factor),
  };
}

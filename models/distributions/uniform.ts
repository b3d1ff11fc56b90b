import { requireFinite } from '../parameters.ts';
import { inversionSampler, type Law } from './law.ts';

/** Every value from `minimum` to `maximum` alike. */
export interface Uniform {
  readonly kind: 'uniform';
  readonly minimum: number;
  readonly maximum: number;
}

export function uniform(minimum: number, maximum: number): Uniform {
  requireFinite('minimum', minimum);
  requireFinite('maximum', maximum);
  if (!(minimum < maximum)) throw new RangeError(`minimum ${minimum} must be below maximum ${maximum}`);
  return { kind: 'uniform', minimum, maximum };
}

export function uniformLaw({ minimum, maximum }: Uniform): Law {
  const width = maximum - minimum;
  const quantile = (p: number) => Math.min(maximum, minimum + p * width);
  return {
    mean: minimum + width / 2,
    variance: (width * width) / 12,
    support: [minimum, maximum],
    cumulative: (x) => Math.min(1, Math.max(0, (x - minimum) / width)),
    quantile,
    sampler: (stream) => inversionSampler(quantile, stream),
    scaled: (factor) => uniform(minimum * factor, maximum * factor),
  };
}

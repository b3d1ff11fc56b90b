import { requireFinite } from '../parameters.ts';
import type { Law } from './law.ts';

/** Always the same value. */
export interface Constant {
  readonly kind: 'constant';
  readonly value: number;
}

export function constant(value: number): Constant {
  requireFinite('value', value);
  return { kind: 'constant', value };
}

export function constantLaw({ value }: Constant): Law {
  return {
    mean: value,
    variance: 0,
    support: [value, value],
    cumulative: (x) => (x < value ? 0 : 1),
    quantile: () => value,
    sampler: () => () => value,
    scaled: (factor) => constant(value * factor),
  };
}

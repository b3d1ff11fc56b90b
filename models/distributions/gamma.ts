import gammainc from '@stdlib/math-base-special-gammainc';
import gammaincinv from '@stdlib/math-base-special-gammaincinv';
import randomGamma from '@stdlib/random-base-gamma';
import { requirePositive } from '../parameters.ts';
import type { Law } from './law.ts';

/** A sum of exponential steps, generalized to any positive number of them (`shape`), each of mean `scale`. */
export interface Gamma {
  readonly kind: 'gamma';
  readonly shape: number;
  readonly scale: number;
}

export function gamma(shape: number, scale: number): Gamma {
  requirePositive('shape', shape);
  requirePositive('scale', scale);
  return { kind: 'gamma', shape, scale };
}

/** A whole number of exponential steps in a row that together have the given mean. */
export function erlang(steps: number, mean: number): Gamma {
  if (!Number.isInteger(steps)) throw new RangeError(`steps must be a whole number, got ${steps}`);
  requirePositive('steps', steps);
  return gamma(steps, mean / steps);
}

/** Sampled by Marsaglia and Tsang's method (A simple method for generating gamma variables, 2000), as in stdlib. */
export function gammaLaw({ shape, scale }: Gamma): Law {
  return {
    mean: shape * scale,
    variance: shape * scale * scale,
    support: [0, Number.POSITIVE_INFINITY],
    cumulative: (x) => (x <= 0 ? 0 : gammainc(Math.min(x / scale, Number.MAX_VALUE), shape)),
    quantile: (p) => scale * gammaincinv(p, shape),
    sampler: (stream) => {
      const draw = randomGamma.factory(shape, 1, { prng: () => stream.uniform() });
      return () => scale * draw();
    },
    scaled: (factor) => gamma(shape, scale * factor),
  };
}

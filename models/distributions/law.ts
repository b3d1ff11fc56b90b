import type { RandomStream } from '../random.ts';
import type { Distribution } from './distribution.ts';

/** Law of a distribution with fixed parameters. Values are in the unit of its parameters. */
export interface Law {
  readonly mean: number;
  readonly variance: number;
  /** The smallest and the largest value that can occur; the largest may be Infinity. */
  readonly support: readonly [minimum: number, maximum: number];
  /** P(X <= x). */
  cumulative(x: number): number;
  /** The smallest x with P(X <= x) >= p, for p in [0, 1]. */
  quantile(p: number): number;
  /** A source of independent draws, all taken from `stream`. */
  sampler(stream: RandomStream): () => number;
  /** The distribution of `factor` times X, for a positive factor. */
  scaled(factor: number): Distribution;
}

/**
 * Draws by inversion: exact, one uniform a draw, and increasing in it. So two variants that share a stream see
 * large draws at the same places, which is what makes their difference sharp.
 */
export function inversionSampler(quantile: (p: number) => number, stream: RandomStream): () => number {
  return () => quantile(stream.uniform());
}

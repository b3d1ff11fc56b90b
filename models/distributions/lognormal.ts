import erfc from '@stdlib/math-base-special-erfc';
import erfcinv from '@stdlib/math-base-special-erfcinv';
import { requireFinite, requirePositive } from '../parameters.ts';
import { inversionSampler, type Law } from './law.ts';

/** A product of many independent factors: its logarithm is normal with standard deviation `sigma`. */
export interface Lognormal {
  readonly kind: 'lognormal';
  readonly median: number;
  readonly sigma: number;
}

/** The 95th percentile of the standard normal distribution. */
const Z95 = -Math.SQRT2 * erfcinv(2 * 0.95);

export function lognormal(median: number, sigma: number): Lognormal {
  requirePositive('median', median);
  requirePositive('sigma', sigma);
  requireFinite('variance', lognormalLaw({ kind: 'lognormal', median, sigma }).variance);
  return { kind: 'lognormal', median, sigma };
}

/**
 * Returns the lognormal with the given mean and 95th percentile.
 *
 * The mean is m exp(σ²/2) and p95 is m exp(zσ), so σ = z - √(z² - 2 ln(p95 / mean)). This root goes to zero as the two
 * figures meet. A lognormal's p95 is at most exp(z²/2) = 3.87 times its mean: beyond that none exists.
 *
 * Throws RangeError when p95 is not above the mean, or is beyond that limit.
 */
export function lognormalByMeanAndP95(mean: number, p95: number): Lognormal {
  requirePositive('mean', mean);
  requirePositive('p95', p95);
  const ratio = Math.log(p95 / mean);
  const discriminant = Z95 * Z95 - 2 * ratio;
  if (!(ratio > 0 && discriminant >= 0)) {
    const limit = Math.exp((Z95 * Z95) / 2).toFixed(2);
    throw new RangeError(
      `p95 of a lognormal lies between 1 and ${limit} times its mean: ${p95} against ${mean}`,
    );
  }
  const sigma = Z95 - Math.sqrt(discriminant);
  return lognormal(mean * Math.exp((-sigma * sigma) / 2), sigma);
}

export function lognormalLaw({ median, sigma }: Lognormal): Law {
  const mean = median * Math.exp((sigma * sigma) / 2);
  const quantile = (p: number) => median * Math.exp(-Math.SQRT2 * sigma * erfcinv(2 * p));
  return {
    mean,
    variance: mean * mean * Math.expm1(sigma * sigma),
    support: [0, Number.POSITIVE_INFINITY],
    cumulative: (x) => (x <= 0 ? 0 : erfc(-Math.log(x / median) / (Math.SQRT2 * sigma)) / 2),
    quantile,
    sampler: (stream) => inversionSampler(quantile, stream),
    scaled: (factor) => lognormal(median * factor, sigma),
  };
}

import gammaFunction from '@stdlib/math-base-special-gamma';
import { requireFinite, requirePositive } from '../parameters.ts';
import { inversionSampler, type Law } from './law.ts';

/** Times to failure: early failures dominate when `shape` is below 1, wear-out when it is above. */
export interface Weibull {
  readonly kind: 'weibull';
  readonly shape: number;
  readonly scale: number;
}

export function weibull(shape: number, scale: number): Weibull {
  requirePositive('shape', shape);
  requirePositive('scale', scale);
  requireFinite('variance', weibullLaw({ kind: 'weibull', shape, scale }).variance);
  return { kind: 'weibull', shape, scale };
}

export function weibullLaw({ shape, scale }: Weibull): Law {
  const quantile = (p: number) => scale * (-Math.log1p(-p)) ** (1 / shape);
  const unitMean = gammaFunction(1 + 1 / shape);
  return {
    mean: scale * unitMean,
    variance: scale * scale * (gammaFunction(1 + 2 / shape) - unitMean * unitMean),
    support: [0, Number.POSITIVE_INFINITY],
    cumulative: (x) => (x <= 0 ? 0 : -Math.expm1(-((x / scale) ** shape))),
    quantile,
    sampler: (stream) => inversionSampler(quantile, stream),
    scaled: (factor) => weibull(shape, scale * factor),
  };
}

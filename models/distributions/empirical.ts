import { requireFinite } from '../parameters.ts';
import { inversionSampler, type Law } from './law.ts';

/** One measured quantile: a fraction `p` of the values is at most `value`. */
export type QuantilePoint = readonly [p: number, value: number];

/**
 * A distribution known by some of its quantiles, as traces are published.
 *
 * Between two points the value grows geometrically when all values are positive, linearly otherwise. Sizes and
 * latencies span decades, and a straight line on their usual logarithmic axis is the least that can be assumed. Outside
 * of the points nothing is invented: the fraction below the first point sits on it, the fraction above the last sits on
 * that. No draw leaves the measured range, and a tail cut off at the last point stays cut off. Two points of the same
 * `p` are a gap in the values.
 */
export interface Empirical {
  readonly kind: 'empirical';
  readonly points: readonly QuantilePoint[];
}

/** Throws RangeError when there is no point, a `p` is outside [0, 1], or the points do not ascend. */
export function empirical(points: readonly QuantilePoint[]): Empirical {
  if (points.length === 0) throw new RangeError('an empirical distribution needs at least one point');
  let previousP = 0;
  let previousValue = Number.NEGATIVE_INFINITY;
  for (const [p, value] of points) {
    requireFinite('value', value);
    if (!(p >= 0 && p <= 1)) throw new RangeError(`p must lie between 0 and 1, got ${p}`);
    if (p < previousP || value < previousValue) {
      throw new RangeError(`points must ascend: [${p}, ${value}] follows [${previousP}, ${previousValue}]`);
    }
    previousP = p;
    previousValue = value;
  }
  return { kind: 'empirical', points };
}

export function empiricalLaw({ points }: Empirical): Law {
  const ps = points.map((point) => point[0]);
  const values = points.map((point) => point[1]);
  const minimum = values[0]!;
  const maximum = values.at(-1)!;
  const segment = minimum > 0 ? geometric : linear;

  const quantile = (p: number) => {
    const i = firstIndex(ps, (candidate) => candidate >= p);
    if (i === 0) return minimum;
    if (i === ps.length) return maximum;
    return segment.at((p - ps[i - 1]!) / (ps[i]! - ps[i - 1]!), values[i - 1]!, values[i]!);
  };
  const cumulative = (x: number) => {
    if (x < minimum) return 0;
    if (x >= maximum) return 1;
    const i = firstIndex(values, (candidate) => candidate > x);
    return ps[i - 1]! + (ps[i]! - ps[i - 1]!) * segment.position(x, values[i - 1]!, values[i]!);
  };
  /** E[(X - origin)^k] for k = 1, 2: the two end masses and the segments between them. */
  const moment = (k: 1 | 2, origin: number) => {
    let sum = ps[0]! * (minimum - origin) ** k + (1 - ps.at(-1)!) * (maximum - origin) ** k;
    for (let i = 1; i < ps.length; i++) {
      const mean = segment.mean(values[i - 1]!, values[i]!);
      const term =
        k === 1 ? mean - origin : segment.variance(values[i - 1]!, values[i]!) + (mean - origin) ** 2;
      sum += (ps[i]! - ps[i - 1]!) * term;
    }
    return sum;
  };

  const mean = moment(1, 0);
  return {
    mean,
    variance: moment(2, mean),
    support: [minimum, maximum],
    cumulative,
    quantile,
    sampler: (stream) => inversionSampler(quantile, stream),
    scaled: (factor) => empirical(points.map(([p, value]) => [p, value * factor])),
  };
}

/** How values run from `a` to `b` as a uniform `t` runs from 0 to 1. */
interface Segment {
  at(t: number, a: number, b: number): number;
  position(x: number, a: number, b: number): number;
  mean(a: number, b: number): number;
  variance(a: number, b: number): number;
}

const linear: Segment = {
  at: (t, a, b) => Math.min(b, a + t * (b - a)),
  position: (x, a, b) => (x - a) / (b - a),
  mean: (a, b) => a + (b - a) / 2,
  variance: (a, b) => ((b - a) * (b - a)) / 12,
};

/** The mean of a geometric segment is the logarithmic mean (b - a) / ln(b / a). */
const geometric: Segment = {
  at: (t, a, b) => Math.min(b, a * (b / a) ** t),
  position: (x, a, b) => logarithmicGrowth(a, x) / logarithmicGrowth(a, b),
  mean: logarithmicMean,
  variance: (a, b) => logarithmicMean(a, b) * ((a + b) / 2 - logarithmicMean(a, b)),
};

function logarithmicMean(a: number, b: number): number {
  return a === b ? a : (b - a) / logarithmicGrowth(a, b);
}

/** ln(b / a), without losing digits when the two are close. */
function logarithmicGrowth(a: number, b: number): number {
  return Math.log1p((b - a) / a);
}

/** The first index whose element satisfies a condition that holds from some element on; the length if none does. */
function firstIndex(sorted: readonly number[], holds: (element: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

import { requirePositive } from '../parameters.ts';
import type { Distribution } from './distribution.ts';
import type { Law } from './law.ts';

/** With probability `weight`, a draw of that component. The weights add up to 1. */
export interface Mixture {
  readonly kind: 'mixture';
  readonly components: readonly MixtureComponent<Distribution>[];
}

export interface MixtureComponent<Of> {
  readonly weight: number;
  readonly distribution: Of;
}

/** A mixture of components by relative weight: the weights are divided by their sum. */
export function mixture(components: readonly MixtureComponent<Distribution>[]): Mixture {
  if (components.length === 0) throw new RangeError('a mixture needs at least one component');
  for (const { weight } of components) requirePositive('weight', weight);
  const total = components.reduce((sum, { weight }) => sum + weight, 0);
  return {
    kind: 'mixture',
    components: components.map(({ weight, distribution }) => ({ weight: weight / total, distribution })),
  };
}

/** The law of a mixture from the laws of its components. */
export function mixtureLaw(components: readonly MixtureComponent<Law>[]): Law {
  const average = (figure: (law: Law) => number) =>
    components.reduce((sum, { weight, distribution }) => sum + weight * figure(distribution), 0);
  const mean = average((law) => law.mean);
  const cumulative = (x: number) =>
    Math.min(
      1,
      average((law) => law.cumulative(x)),
    );
  const laws = components.map((component) => component.distribution);
  return {
    mean,
    variance: average((law) => law.variance + (law.mean - mean) ** 2),
    support: [Math.min(...laws.map((law) => law.support[0])), Math.max(...laws.map((law) => law.support[1]))],
    cumulative,
    quantile: (p) => {
      const quantiles = laws.map((law) => law.quantile(p));
      return smallestReaching(p, cumulative, Math.min(...quantiles), Math.max(...quantiles));
    },
    sampler: (stream) => {
      const draws = laws.map((law) => law.sampler(stream));
      const last = draws.length - 1;
      return () => {
        let rest = stream.uniform();
        let i = 0;
        while (i < last && rest >= components[i]!.weight) rest -= components[i++]!.weight;
        return draws[i]!();
      };
    },
    scaled: (factor) =>
      mixture(
        components.map(({ weight, distribution }) => ({ weight, distribution: distribution.scaled(factor) })),
      ),
  };
}

/** The smallest number in [low, high] at which `cumulative` reaches p, by halving down to neighbouring numbers. */
function smallestReaching(p: number, cumulative: (x: number) => number, low: number, high: number): number {
  if (low === high || cumulative(low) >= p) return low;
  let below = low;
  let reached = high;
  for (;;) {
    const middle = below + (reached - below) / 2;
    if (middle <= below || middle >= reached) return reached;
    if (cumulative(middle) >= p) reached = middle;
    else below = middle;
  }
}

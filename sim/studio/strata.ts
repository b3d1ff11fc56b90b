import type { RandomStream } from '../../models/random.ts';

/**
 * How many response times are drawn for `count` operations; each stands for an equal share of them (stratified sampling).
 * A day has tens of thousands of batches, so that few draws of each suffice; a large batch that stands alone gets more.
 */
export function strataFor(count: number, least: number): number {
  return Math.min(count, Math.max(least, Math.min(MOST_STRATA, Math.ceil(Math.sqrt(count) / 8))));
}

const MOST_STRATA = 64;

/** At least so many are drawn for a batch of many, and for one of few, whose chance would be seen. */
export const FEW_DRAWS = 4;
export const MANY_DRAWS = 64;

/** How many of `count` operations the draw of one of `strata` stands for; they add up. */
export function operationsOfStratum(stratum: number, strata: number, count: number): number {
  return Math.floor(((stratum + 1) * count) / strata) - Math.floor((stratum * count) / strata);
}

/** Steps of an additive recurrence whose points fill the cube evenly (M. Roberts' R3: powers of the root of x^4 = x + 1). */
const STEPS = [0.8191725133961645, 0.671043606703789, 0.5497004779019703] as const;

/**
 * Points of the unit cube, from a random one on. Each coordinate is uniform. A few points cover the cube more evenly
 * than independent draws would, so that a mean over few draws strays less.
 */
export class EvenPoints {
  readonly #start = new Float64Array(STEPS.length);

  restart(stream: RandomStream): void {
    for (let axis = 0; axis < STEPS.length; axis++) this.#start[axis] = stream.uniform();
  }

  /** A coordinate of a point, at least 0 and below 1. */
  at(point: number, axis: 0 | 1 | 2): number {
    const value = this.#start[axis]! + point * STEPS[axis];
    return value - Math.floor(value);
  }
}

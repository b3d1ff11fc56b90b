import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Composition } from '../../models/composition.ts';
import { Histogram } from '../../models/histogram.ts';
import type { Statistic } from '../../models/objective.ts';
import { statisticOf } from '../../models/statistics/estimate.ts';

const PARTS = 3;
const MEAN: Statistic = { kind: 'mean' };
const percentile = (fraction: number): Statistic => ({ kind: 'percentile', fraction });

/** Observations of three parts each, some of which are nothing. */
const observations = fc.array(
  fc.array(fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e6, noNaN: true })), {
    minLength: PARTS,
    maxLength: PARTS,
  }),
  { minLength: 1, maxLength: 300 },
);

function sumOf(parts: ArrayLike<number>): number {
  return Array.from(parts).reduce((sum, part) => sum + part, 0);
}

function recorded(all: readonly (readonly number[])[]): {
  readonly composition: Composition;
  readonly histogram: Histogram;
} {
  const composition = new Composition(PARTS);
  const histogram = new Histogram();
  for (const parts of all) {
    composition.record(sumOf(parts), Float64Array.from(parts));
    histogram.record(sumOf(parts));
  }
  return { composition, histogram };
}

describe('the parts of a statistic', () => {
  it('of the mean are exact', () => {
    fc.assert(
      fc.property(observations, (all) => {
        const parts = recorded(all).composition.partsOf(MEAN)!;
        for (let part = 0; part < PARTS; part++) {
          const mean = sumOf(all.map((each) => each[part]!)) / all.length;
          expect(Math.abs(parts[part]! - mean)).toBeLessThanOrEqual(1e-9 * mean);
        }
      }),
    );
  });

  it('of a percentile are the means over the observations ranked within half a point of it', () => {
    // Values from 1 to 10,000, of which the thousand that hold the percentile consist of the third part.
    const composition = new Composition(PARTS);
    for (let rank = 1; rank <= 10_000; rank++) {
      const value = 1 + rank * 1e-3;
      const third = rank > 9450 && rank <= 9550;
      composition.record(value, third ? Float64Array.of(0, 0, value) : Float64Array.of(value, 0, 0));
    }
    const [first, , third] = composition.partsOf(percentile(0.95))!;
    // Observations of one bucket, which is at most 0.4% wide, count as equal.
    expect(third! / (first! + third!)).toBeGreaterThan(0.75);
    expect(composition.partsOf(percentile(0.93))![2]).toBe(0);
    expect(composition.partsOf(percentile(0.97))![2]).toBe(0);
  });

  it('of a percentile are exactly those means where no two observations are as close as 0.4%', () => {
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 1500 });
    fc.assert(
      fc.property(shares, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (drawn, fraction) => {
        const composition = new Composition(2);
        const values = drawn.map((_, rank) => 1.01 ** (rank - drawn.length / 2));
        for (const [rank, share] of drawn.entries()) {
          const value = values[rank]!;
          composition.record(value, Float64Array.of(share * value, (1 - share) * value));
        }
        const count = drawn.length;
        const rank = Math.max(1, Math.ceil(fraction * count * (1 - 2 * Number.EPSILON)));
        const from = Math.max(0, Math.min(rank - 1, (fraction - 0.005) * count));
        const to = Math.min(count, Math.max(rank, (fraction + 0.005) * count));
        let [first, weights] = [0, 0];
        for (const [place, share] of drawn.entries()) {
          const weight = Math.max(0, Math.min(to, place + 1) - Math.max(from, place));
          first += weight * share * values[place]!;
          weights += weight;
        }
        const error = Math.abs(composition.partsOf(percentile(fraction))![0]! - first / weights);
        expect(error).toBeLessThanOrEqual(1e-9 * (1 + first / weights));
      }),
    );
  });

  it('add up to about the percentile where observations lie close together', () => {
    fc.assert(
      fc.property(fc.constantFrom(0, 0.5, 0.95, 0.99, 1), (fraction) => {
        const composition = new Composition(1);
        const histogram = new Histogram();
        for (let rank = 0; rank < 5000; rank++) {
          const value = 1 + rank / 5000;
          composition.record(value, Float64Array.of(value));
          histogram.record(value);
        }
        const [part] = composition.partsOf(percentile(fraction))!;
        expect(part! / histogram.quantile(fraction)).toBeCloseTo(1, 2);
      }),
    );
  });

  it('of the greatest and the least are those of the observations that share their bucket', () => {
    fc.assert(
      fc.property(observations, (all) => {
        const { composition, histogram } = recorded(all);
        for (const kind of ['max', 'min'] as const) {
          const value = statisticOf(histogram, { kind });
          expect(Math.abs(sumOf(composition.partsOf({ kind })!) - value)).toBeLessThanOrEqual(0.004 * value);
        }
      }),
    );
  });

  it('are none where nothing was recorded', () => {
    expect(new Composition(PARTS).partsOf(MEAN)).toBeNull();
  });
});

describe('merging', () => {
  it('gives the parts of everything that was recorded, whoever recorded it', () => {
    fc.assert(
      fc.property(observations, observations, (some, others) => {
        const merged = new Composition(PARTS);
        for (const each of [some, others]) merged.merge(recorded(each).composition.snapshot());
        const whole = recorded([...some, ...others]).composition;
        expect(merged.snapshot().buckets).toEqual(whole.snapshot().buckets);
        for (const statistic of [MEAN, percentile(0.9), { kind: 'max' } as const]) {
          const [one, other] = [merged.partsOf(statistic)!, whole.partsOf(statistic)!];
          for (let part = 0; part < PARTS; part++) {
            expect(Math.abs(one[part]! - other[part]!)).toBeLessThanOrEqual(1e-9 * other[part]!);
          }
        }
      }),
    );
  });

  it('counts many equal observations as so many single ones', () => {
    const [many, single] = [new Composition(1), new Composition(1)];
    const row = many.count(2, 5);
    many.add(row, 0, 10);
    for (let i = 0; i < 5; i++) single.record(2, Float64Array.of(2));
    expect(many.snapshot()).toEqual(single.snapshot());
  });
});

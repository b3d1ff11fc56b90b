import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pairedDifference } from '../../../models/statistics/paired-difference.ts';
import { autoregressive } from './output-processes.ts';

/** Independent normal values: an autoregressive series without memory. */
function normalSeries(seed: string) {
  return autoregressive(seed, 0);
}

const samples = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 20 });
const pairs = samples.chain((base) =>
  fc.tuple(fc.constant(base), fc.array(fc.integer(), { minLength: base.length, maxLength: base.length })),
);

describe('pairedDifference', () => {
  test('nothing differs from itself', () => {
    fc.assert(
      fc.property(samples, (base) => {
        const difference = pairedDifference(base, base);
        expect(difference.mean).toBe(0);
        expect(difference.verdict).toBe('within noise');
      }),
    );
  });

  test('the difference from a to b mirrors the one from b to a', () => {
    const mirrored = {
      higher: 'lower',
      lower: 'higher',
      'within noise': 'within noise',
      'too few replications': 'too few replications',
    };
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const there = pairedDifference(a, b);
        const back = pairedDifference(b, a);
        expect(back.mean).toBeCloseTo(-there.mean, 6);
        expect(back.low).toBeCloseTo(-there.high, 6);
        expect(back.high).toBeCloseTo(-there.low, 6);
        expect(back.verdict).toBe(mirrored[there.verdict]);
        expect([back.signs.higher, back.signs.lower]).toEqual([there.signs.lower, there.signs.higher]);
      }),
    );
  });

  test('shared noise cancels: a small steady difference is seen through large common swings', () => {
    const base = [100, 900, 350, 620, 480];
    const slower = [102.1, 901.9, 352, 622.2, 481.8];
    expect(pairedDifference(base, slower)).toMatchObject({ verdict: 'higher', count: 5 });
    expect(pairedDifference(slower, base).verdict).toBe('lower');
  });

  test('one pair decides nothing, however far apart', () => {
    expect(pairedDifference([1], [1e9])).toMatchObject({
      mean: 1e9 - 1,
      halfWidth: Number.POSITIVE_INFINITY,
      verdict: 'within noise',
    });
  });

  describe('where a few replications explode', () => {
    const calm = [9, 11, 10, 12, 8, 10, 9, 11, 10, 12];
    const exploded = [60, 2e3, 45, 4e6, 90, 300, 51, 7e4, 88, 1e3];

    test('the interval of the mean contains zero, and the signs decide', () => {
      const difference = pairedDifference(calm, exploded);
      expect(difference.low).toBeLessThan(0);
      expect(difference).toMatchObject({ signs: { higher: 10, lower: 0, of: 10 }, verdict: 'higher' });
      expect(pairedDifference(exploded, calm).verdict).toBe('lower');
    });

    test('one replication that differs the other way changes nothing, two do', () => {
      const but = (others: number) => exploded.map((value, i) => (i < others ? 1 : value));
      expect(pairedDifference(calm, but(1))).toMatchObject({ signs: { lower: 1 }, verdict: 'higher' });
      expect(pairedDifference(calm, but(2))).toMatchObject({ signs: { lower: 2 }, verdict: 'within noise' });
    });

    test('too few replications that all agree are neither proof nor noise', () => {
      const verdicts = [2, 3, 4, 5, 6].map(
        (count) => pairedDifference(calm.slice(0, count), exploded.slice(0, count)).verdict,
      );
      const few = 'too few replications';
      expect(verdicts).toEqual([few, few, few, few, 'higher']);
    });

    test('signs against the mean claim nothing', () => {
      const mostlyLower = [8, 10, 9, 11, 7, 9, 8, 10, 9, 1e6];
      const difference = pairedDifference(calm, mostlyLower);
      expect(difference.mean).toBeGreaterThan(0);
      expect(difference).toMatchObject({ signs: { lower: 9 }, verdict: 'within noise' });
    });

    test('pairs that are equal say nothing', () => {
      const some = calm.map((value, i) => (i < 5 ? exploded[i]! : value));
      expect(pairedDifference(calm, some)).toMatchObject({
        signs: { higher: 5, lower: 0, of: 10 },
        verdict: 'within noise',
      });
    });
  });

  test('claims a difference where there is none in fewer than 8 of 100 cases', () => {
    // So many that chance adds less than half a case of a hundred.
    const cases = 10_000;
    for (const count of [5, 10, 20]) {
      const [base, other] = [normalSeries(`base ${count}`), normalSeries(`other ${count}`)];
      let claimed = 0;
      for (let i = 0; i < cases; i++) {
        const { verdict } = pairedDifference([...base(count)], [...other(count)]);
        if (verdict === 'higher' || verdict === 'lower') claimed++;
      }
      expect(claimed / cases).toBeLessThan(0.08);
      expect(claimed / cases).toBeGreaterThan(0.03);
    }
  });

  test('refuses samples that do not pair up', () => {
    expect(() => pairedDifference([1, 2], [1])).toThrow(/differ in number: 2 and 1/);
  });
});

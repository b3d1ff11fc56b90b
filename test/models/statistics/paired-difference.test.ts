import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pairedDifference } from '../../../models/statistics/paired-difference.ts';

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
    const mirrored = { higher: 'lower', lower: 'higher', 'within noise': 'within noise' };
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const there = pairedDifference(a, b);
        const back = pairedDifference(b, a);
        expect(back.mean).toBeCloseTo(-there.mean, 6);
        expect(back.low).toBeCloseTo(-there.high, 6);
        expect(back.high).toBeCloseTo(-there.low, 6);
        expect(back.verdict).toBe(mirrored[there.verdict]);
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

  test('refuses samples that do not pair up', () => {
    expect(() => pairedDifference([1, 2], [1])).toThrow(/differ in number: 2 and 1/);
  });
});

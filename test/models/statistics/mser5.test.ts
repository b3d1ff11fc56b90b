import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mser5, mser5Replications } from '../../../models/statistics/mser5.ts';
import { autoregressive, meanWait, waitingTimes } from './output-processes.ts';

/** The definition, computed anew for every possible truncation. */
function bestTruncation(series: readonly number[]): number {
  const batches = Array.from(
    { length: Math.floor(series.length / 5) },
    (_, k) => series.slice(5 * k, 5 * k + 5).reduce((sum, value) => sum + value, 0) / 5,
  );
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (let first = 0; first <= batches.length / 2 && first < batches.length; first++) {
    const kept = batches.slice(first);
    const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
    const error = kept.reduce((sum, value) => sum + (value - mean) ** 2, 0) / kept.length ** 2;
    if (error < least) [best, least] = [first, error];
  }
  return 5 * best;
}

function average(series: Float64Array): number {
  return series.reduce((sum, value) => sum + value, 0) / series.length;
}

describe('mser5', () => {
  test('minimizes the squared standard error of what it keeps', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { maxLength: 200 }), (noise) => {
        const filling = noise.map((value, i) => value + 1000 * Math.exp(-i / 20));
        expect(mser5(filling).truncated).toBe(bestTruncation(filling));
      }),
    );
  });

  test('leaves out a transient and little more', () => {
    const noise = autoregressive('noise', 0.3)(1000);
    const stepped = noise.map((value, i) => value + (i < 200 ? -30 : 0));
    const { truncated, settled } = mser5(stepped);
    expect(settled).toBe(true);
    expect(truncated).toBeGreaterThanOrEqual(200);
    expect(truncated).toBeLessThan(300);
  });

  test('leaves a series alone that has no transient', () => {
    expect(mser5(new Float64Array(100).fill(4))).toEqual({ truncated: 0, settled: true });
  });

  test('says so when a series is still rising at its middle', () => {
    expect(mser5(Float64Array.from({ length: 1000 }, (_, i) => i)).settled).toBe(false);
  });

  test('a series too short to tell is kept whole, unsettled', () => {
    expect(mser5([])).toEqual({ truncated: 0, settled: false });
    expect(mser5([9, 1, 1, 1, 1, 1])).toEqual({ truncated: 0, settled: false });
  });
});

describe('mser5Replications', () => {
  test('no replication has a say in its own truncation', () => {
    const source = waitingTimes('own say', 0.8, true);
    const replications = Array.from({ length: 5 }, () => source(1000));
    const before = mser5Replications(replications);
    replications[2] = source(1000).map((wait) => wait * 100);
    const after = mser5Replications(replications);
    expect(after[2]).toEqual(before[2]);
  });

  test('the means of what is kept are unbiased, those of replications that judge themselves are not', () => {
    const source = waitingTimes('bias', 0.8, true);
    let [byOthers, byThemselves] = [0, 0];
    const experiments = 200;
    for (let i = 0; i < experiments; i++) {
      const replications = Array.from({ length: 10 }, () => source(3000));
      const truncations = mser5Replications(replications);
      for (const [k, replication] of replications.entries()) {
        byOthers += average(replication.subarray(truncations[k]!.truncated)) / (10 * experiments);
        byThemselves += average(replication.subarray(mser5(replication).truncated)) / (10 * experiments);
      }
    }
    expect(Math.abs(byOthers / meanWait(0.8) - 1)).toBeLessThan(0.02);
    expect(byThemselves / meanWait(0.8)).toBeLessThan(0.96);
  });

  test('one replication is judged by itself, none by nothing', () => {
    const series = Float64Array.from({ length: 100 }, (_, i) => (i < 20 ? 50 : i % 2));
    expect(mser5Replications([series])).toEqual([mser5(series)]);
    expect(mser5Replications([])).toEqual([]);
  });

  test('refuses replications of different lengths', () => {
    expect(() => mser5Replications([new Float64Array(10), new Float64Array(15)])).toThrow(/differ in length/);
  });
});

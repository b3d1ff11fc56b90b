import * as fc from 'fast-check';
import { build } from 'hdr-histogram-js';
import { describe, expect, test } from 'vitest';
import { Histogram, recordedValues } from '../../models/histogram.ts';
import { testStream } from './random-stream.ts';

const RELATIVE_ERROR = 0.004;

const values = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: -9, max: 9, noNaN: true }).map((exponent) => 10 ** exponent) },
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(1e-9, 1, 2, 4096, 1e9) },
);
const samples = fc.array(values, { minLength: 1, maxLength: 200 });

function histogramOf(recorded: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of recorded) histogram.record(value);
  return histogram;
}

/** The observation of rank ceil(p * count), the definition that the histogram approximates. */
function exactQuantile(recorded: readonly number[], p: number): number {
  const sorted = recorded.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length * (1 - 1e-15)) - 1)]!;
}

describe('against the sorted observations', () => {
  test('every quantile is within 0.4%, from nanoseconds to decades', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0, max: 1, noNaN: true }), (recorded, p) => {
        const exact = exactQuantile(recorded, p);
        const error = Math.abs(histogramOf(recorded).quantile(p) - exact);
        expect(error).toBeLessThanOrEqual(RELATIVE_ERROR * exact);
      }),
      { numRuns: 2000 },
    );
  });

  test('count, minimum and maximum are exact, the mean to rounding', () => {
    fc.assert(
      fc.property(samples, (recorded) => {
        const histogram = histogramOf(recorded);
        const sum = recorded.reduce((total, value) => total + value, 0);
        expect(histogram.count).toBe(recorded.length);
        expect(histogram.minimum).toBe(Math.min(...recorded));
        expect(histogram.maximum).toBe(Math.max(...recorded));
        expect(histogram.mean).toBe(sum / recorded.length);
      }),
    );
  });

  test('quantiles never leave the observed range and never fall as p rises', () => {
    fc.assert(
      fc.property(samples, (recorded) => {
        const histogram = histogramOf(recorded);
        const quantiles = [0, 0.1, 0.5, 0.9, 0.99, 1].map((p) => histogram.quantile(p));
        expect(quantiles).toEqual(quantiles.toSorted((a, b) => a - b));
        expect(quantiles.at(0)).toBe(histogram.minimum);
        expect(quantiles.at(-1)).toBe(histogram.maximum);
      }),
    );
  });
});

test('a few observations more below move the quantile, if by less than a bucket', () => {
  const recorded = Array.from({ length: 100 }, (_, i) => 1 + i * 3.5e-5);
  const [before, after] = [histogramOf(recorded), histogramOf([...recorded, 0.5, 0.5])];
  expect(after.quantile(0.5)).toBeLessThan(before.quantile(0.5));
});

test('agrees with HdrHistogram on the same latencies', () => {
  const stream = testStream('latencies');
  const theirs = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 1e12,
    numberOfSignificantValueDigits: 4,
  });
  const ours = new Histogram();
  for (let i = 0; i < 200_000; i++) {
    const nanoseconds = Math.ceil(1e6 * Math.exp(-Math.log(stream.uniform()) * 2));
    if (nanoseconds > 1e12) continue;
    theirs.recordValue(nanoseconds);
    ours.record(nanoseconds * 1e-9);
  }
  for (const p of [0.01, 0.1, 0.5, 0.9, 0.99, 0.999]) {
    const expected = theirs.getValueAtPercentile(p * 100) * 1e-9;
    expect(Math.abs(ours.quantile(p) - expected)).toBeLessThan((RELATIVE_ERROR + 1e-4) * expected);
  }
  expect(ours.count).toBe(theirs.totalCount);
});

describe('many at once', () => {
  test('recordMany(value, n) is n times record(value)', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(values, fc.integer({ min: 0, max: 20 }))), (groups) => {
        const atOnce = new Histogram();
        for (const [value, count] of groups) atOnce.recordMany(value, count);
        const oneByOne = histogramOf(groups.flatMap(([value, count]) => Array<number>(count).fill(value)));
        const { sum: sumAtOnce, ...restAtOnce } = atOnce.snapshot();
        const { sum: sumOneByOne, ...restOneByOne } = oneByOne.snapshot();
        expect(restAtOnce).toEqual(restOneByOne);
        expect(Math.abs(sumAtOnce - sumOneByOne)).toBeLessThanOrEqual(1e-12 * sumOneByOne);
      }),
    );
  });

  test('counts go past 32 bits', () => {
    const histogram = new Histogram();
    histogram.recordMany(0.001, 5e10);
    histogram.recordMany(1, 1e9);
    expect(histogram.count).toBe(5.1e10);
    expect(histogram.quantile(0.98)).toBeCloseTo(0.001, 5);
    expect(histogram.quantile(0.981)).toBe(1);
  });
});

describe('merging', () => {
  test('merging parts is recording everything in one', () => {
    fc.assert(
      fc.property(samples, samples, (first, second) => {
        const merged = histogramOf(first);
        merged.merge(histogramOf(second));
        const { sum, ...rest } = merged.snapshot();
        const { sum: expectedSum, ...expectedRest } = histogramOf([...first, ...second]).snapshot();
        expect(rest).toEqual(expectedRest);
        expect(Math.abs(sum - expectedSum)).toBeLessThanOrEqual(1e-12 * expectedSum);
      }),
    );
  });

  test('an empty histogram adds nothing', () => {
    const histogram = histogramOf([1, 2, 3]);
    const before = histogram.snapshot();
    histogram.merge(new Histogram());
    expect(histogram.snapshot()).toEqual(before);
  });
});

describe('snapshots', () => {
  test('survive structured clone and rebuild the histogram', () => {
    fc.assert(
      fc.property(samples, (recorded) => {
        const histogram = histogramOf(recorded);
        const rebuilt = Histogram.fromSnapshot(structuredClone(histogram.snapshot()));
        expect(rebuilt.snapshot()).toEqual(histogram.snapshot());
        expect(rebuilt.quantile(0.5)).toBe(histogram.quantile(0.5));
      }),
    );
  });

  test('are copies: later observations do not change them', () => {
    const histogram = histogramOf([1]);
    const snapshot = histogram.snapshot();
    histogram.record(1);
    expect(snapshot.counts).toEqual(new Float64Array([1]));
  });

  test('do not depend on the room taken while recording', () => {
    const { sum: up, ...ascending } = histogramOf([1e-9, 1, 1e9]).snapshot();
    const { sum: down, ...descending } = histogramOf([1e9, 1, 1e-9]).snapshot();
    expect(ascending).toEqual(descending);
    expect(up).toBeCloseTo(down, 6);
  });
});

test('nothing recorded is NaN, not 0', () => {
  const empty = new Histogram();
  expect([empty.mean, empty.minimum, empty.maximum, empty.quantile(0.5)]).toEqual(Array(4).fill(Number.NaN));
  expect(empty.count).toBe(0);
  expect(Histogram.fromSnapshot(empty.snapshot()).quantile(0.5)).toBeNaN();
});

test('refuses what is no observation', () => {
  const histogram = new Histogram();
  expect(() => histogram.record(-1)).toThrow(/values from 0 to 1e\+30, got -1/);
  expect(() => histogram.record(Number.NaN)).toThrow(/got NaN/);
  expect(() => histogram.record(Number.POSITIVE_INFINITY)).toThrow(/got Infinity/);
  expect(() => histogram.recordMany(1, -1)).toThrow(/count must be a whole number of at least 0, got -1/);
  expect(() => histogram.recordMany(1, 0.5)).toThrow(/whole number of at least 0, got 0.5/);
  expect(() => histogram.quantile(1.1)).toThrow(/p must lie between 0 and 1/);
  expect(histogram.count).toBe(0);
});

test('how many are at most a value: exact but for those that share its bucket', () => {
  fc.assert(
    fc.property(samples, values, (recorded, value) => {
      const below = recorded.filter((each) => each < value * (1 - RELATIVE_ERROR)).length;
      const notAbove = recorded.filter((each) => each <= value * (1 + RELATIVE_ERROR)).length;
      const counted = histogramOf(recorded).countAtMost(value);
      expect(counted).toBeGreaterThanOrEqual(below);
      expect(counted).toBeLessThanOrEqual(notAbove);
    }),
    { numRuns: 1000 },
  );
  expect(histogramOf([0, 0, 1]).countAtMost(0)).toBe(2);
  expect(histogramOf([1, 2]).countAtMost(2)).toBe(2);
  expect(new Histogram().countAtMost(1)).toBe(0);
});

test('what was recorded is told in order, each within 0.2% and as often as it was, the extremes exactly', () => {
  fc.assert(
    fc.property(samples, (recorded) => {
      const told = [...recordedValues(histogramOf(recorded).snapshot())].flatMap(({ value, count }) =>
        Array<number>(count).fill(value),
      );
      const sorted = recorded.toSorted((a, b) => a - b);
      expect(told).toHaveLength(sorted.length);
      expect([told[0], told.at(-1)]).toEqual([sorted[0], sorted.at(-1)]);
      for (const [rank, value] of sorted.entries()) {
        expect(Math.abs(told[rank]! - value)).toBeLessThanOrEqual(RELATIVE_ERROR * value);
      }
    }),
    { numRuns: 1000 },
  );
  expect([...recordedValues(new Histogram().snapshot())]).toEqual([]);
});

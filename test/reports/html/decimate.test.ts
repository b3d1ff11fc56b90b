import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimate } from '../../../reports/html/decimate.ts';

const series = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
  minLength: 1,
  maxLength: 3000,
});
const buckets = fc.integer({ min: 1, max: 500 });

describe('a decimated line', () => {
  it('has at most two points a bucket, in order, all of them from the series', () => {
    fc.assert(
      fc.property(series, buckets, (values, count) => {
        const points = decimate(values, count);
        expect(points.length).toBeLessThanOrEqual(Math.max(2 * count, 1));
        const indices = points.map((point) => point.index);
        expect(points.map((point) => point.value)).toEqual(indices.map((index) => values[index]));
        expect(indices).toEqual([...new Set(indices)].toSorted((one, other) => one - other));
      }),
    );
  });

  it('leaves a step as steep as it is', () => {
    const step = Array.from({ length: 100 }, (_, index) => (index < 55 ? 0 : 7));
    expect(decimate(step, 10)).toContainEqual({ index: 54, value: 0 });
    expect(decimate(step, 10)).toContainEqual({ index: 55, value: 7 });
    const back = step.toReversed();
    expect(decimate(back, 10)).toContainEqual({ index: 44, value: 7 });
    expect(decimate(back, 10)).toContainEqual({ index: 45, value: 0 });
  });

  it('keeps the true maximum and minimum', () => {
    fc.assert(
      fc.property(series, buckets, (values, count) => {
        const kept = decimate(values, count).map((point) => point.value);
        expect(Math.max(...kept)).toBe(Math.max(...values));
        expect(Math.min(...kept)).toBe(Math.min(...values));
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import {
  halfWidthShare,
  isPreciseEnough,
  REPLICATIONS_MINIMUM,
} from '../../../models/statistics/stopping-rule.ts';

const alternating = (count: number, mean: number, swing: number) =>
  Array.from({ length: count }, (_, i) => mean + (i % 2 === 0 ? swing : -swing));

describe('the half width of an interval as a share of its mean', () => {
  it('is t s / sqrt(n) / mean', () => {
    // 20 samples 100 ± 10: s = 10.26, t(0.975, 19) = 2.093, half width 4.80.
    expect(halfWidthShare(alternating(20, 100, 10))).toBeCloseTo(0.048, 4);
    expect(halfWidthShare(alternating(20, -100, 10))).toBeCloseTo(0.048, 4);
  });

  it('is unbounded where it is not known, or where the mean is zero', () => {
    expect(halfWidthShare([])).toBe(Number.POSITIVE_INFINITY);
    expect(halfWidthShare([7])).toBe(Number.POSITIVE_INFINITY);
    expect(halfWidthShare(alternating(1000, 0, 1))).toBe(Number.POSITIVE_INFINITY);
  });

  it('is zero where all samples are alike, zero included', () => {
    expect(halfWidthShare([0, 0, 0])).toBe(0);
    expect(halfWidthShare([3, 3, 3])).toBe(0);
  });
});

describe('replications are precise enough', () => {
  const within = (share: number, least = 10) => ({ halfWidthShare: share, replicationsMin: least });

  it('when the half width falls to the share of the mean, not before', () => {
    expect(isPreciseEnough(alternating(20, 100, 10), within(0.0481))).toBe(true);
    expect(isPreciseEnough(alternating(20, 100, 10), within(0.0479))).toBe(false);
  });

  it('never below their minimum, however alike they are', () => {
    expect(isPreciseEnough(Array<number>(9).fill(5), within(0.1))).toBe(false);
    expect(isPreciseEnough(Array<number>(10).fill(5), within(0.1))).toBe(true);
    expect(isPreciseEnough(Array<number>(5).fill(5), within(0.1, REPLICATIONS_MINIMUM))).toBe(true);
    expect(isPreciseEnough([], within(0.1))).toBe(false);
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatDifference,
  formatDifferenceSpread,
  formatInterval,
  formatMargin,
  formatSpread,
} from '../../reports/format-interval.ts';

describe('an interval in words', () => {
  it.each([
    [[0.0427, 0.0456], 'seconds', '42.7 to 45.6 ms'],
    [[34_860, 35_400], 'seconds', '9h 41min to 9h 50min'],
    [[35_001, 35_009], 'seconds', '9.7225 to 9.7247 h'],
    [[0.928, 0.954], 'fraction', '92.8 to 95.4%'],
    [[1_210_000, 1_240_000], 'operations/s', '1.210 to 1.240M ops/s'],
    [[-0.001, 0.002], 'seconds', '−1.00 to 2.00 ms'],
    [[5, 5], 'count', '5'],
    [[0.9999999999, 1], 'fraction', '100%'],
    [[1_094.6, 1_094.6], 'seconds', '18min 15s'],
  ] as const)('%j of %s is %s', (interval, unit, text) => {
    expect(formatInterval(interval, unit)).toBe(text);
  });

  it('is unknown where there is none', () => {
    expect(formatInterval(null, 'seconds')).toBe('unknown');
  });

  it('tells its ends apart whenever they differ by a ten-thousandth or more', () => {
    const positive = fc.double({ min: 1, max: 1e15, noNaN: true });
    fc.assert(
      fc.property(positive, fc.double({ min: 1e-4, max: 10, noNaN: true }), (low, share) => {
        const [one, other] = formatInterval([low, low * (1 + share)], 'bytes').split(/ to /);
        expect(one).not.toBe(other?.replace(/ .*/, ''));
      }),
    );
  });
});

describe('an interval beside its value', () => {
  it('is one half-width where it is symmetric, rounded up to minutes for hours', () => {
    expect(formatSpread(0.0441, [0.0426, 0.0456], 'seconds')).toBe('± 1.5 ms');
    expect(formatSpread(35_120, [34_820, 35_420], 'seconds')).toBe('± 5min');
    expect(formatSpread(0.941, [0.928, 0.954], 'fraction')).toBe('± 1.3 points');
  });

  it('shows both ends where it is not', () => {
    expect(formatSpread(0.02, [0.019, 0.03], 'seconds')).toBe('19.0 to 30.0 ms');
  });
});

describe('a difference', () => {
  it('always shows its sign', () => {
    expect(formatDifference(0.0032, 'seconds')).toBe('+3.2 ms');
    expect(formatDifference(-0.0032, 'seconds')).toBe('−3.2 ms');
    expect(formatDifference(0, 'seconds')).toBe('±0 s');
    expect(formatDifference(null, 'seconds')).toBe('unknown');
  });

  it('of percentages is in points', () => {
    expect(formatDifference(-0.273, 'fraction')).toBe('−27.3 points');
  });

  it('comes with both signed ends where its interval is not symmetric', () => {
    expect(formatDifferenceSpread(0.001, [-0.001, 0.01], 'seconds')).toBe('−1 ms to +10 ms');
  });
});

describe('a margin', () => {
  it.each([
    [0.18028, '+18%'],
    [-0.1025, '−10%'],
    [0.0951, '+9.5%'],
    [0.00509, '+0.5%'],
    [0.0001, '+<0.1%'],
    [0, '0%'],
    [-1.65, '−165%'],
    [-26_658.68, '×26,660'],
    [-78_848_167, '×78.8M'],
    [null, 'unknown'],
  ])('%s is %s', (margin, text) => {
    expect(formatMargin(margin)).toBe(text);
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Unit } from '../../models/result.ts';
import {
  DIMENSIONS,
  type Dimension,
  formatQuantity,
  formatTimeOfDay,
  parseQuantity,
  type QuantityFault,
  unitsOf,
} from '../../models/units.ts';
import { byPatience } from '../patience.ts';

function value(text: string, dimension: Dimension): number {
  const parsed = parseQuantity(text, dimension);
  if (parsed.kind === 'fault') throw new Error(`${text}: ${parsed.fault.kind}`);
  return parsed.value;
}

function faultOf(text: string, dimension: Dimension): QuantityFault['kind'] | null {
  const parsed = parseQuantity(text, dimension);
  return parsed.kind === 'fault' ? parsed.fault.kind : null;
}

/** The part of the text that is at fault. */
function faultyPart(text: string, dimension: Dimension): string | null {
  const parsed = parseQuantity(text, dimension);
  return parsed.kind === 'fault' ? text.slice(parsed.fault.start, parsed.fault.end) : null;
}

describe('parsing', () => {
  it('tells decimal from binary sizes', () => {
    expect(value('18GB', 'bytes')).toBe(18e9);
    expect(value('18GiB', 'bytes')).toBe(18 * 2 ** 30);
    expect(value('1.5 PB', 'bytes')).toBe(1.5e15);
    expect(value('512B', 'bytes')).toBe(512);
    expect(value('4 x 3.84TB', 'bytes')).toBe(4 * 3.84e12);
  });

  it('tells bits from bytes', () => {
    expect(value('10Gb/s', 'bytes/s')).toBe(1.25e9);
    expect(value('10GB/s', 'bytes/s')).toBe(10e9);
    expect(value('100 Mbit/s', 'bytes/s')).toBe(12.5e6);
    expect(value('100Mbps', 'bytes/s')).toBe(12.5e6);
    expect(value('1GiB/s', 'bytes/s')).toBe(2 ** 30);
    expect(value('25GbE', 'bytes/s')).toBe(3.125e9);
    expect(value('2x100GbE', 'bytes/s')).toBe(25e9);
    expect(value('10 GigE', 'bytes/s')).toBe(1.25e9);
    expect(value('10 Gbit', 'bytes/s')).toBe(1.25e9);
    expect(value('40Gib/s', 'bytes/s')).toBe(5 * 2 ** 30);
    expect(value('12Gi', 'bytes')).toBe(12 * 2 ** 30);
  });

  it('reads durations, also those of several parts', () => {
    expect(value('40ms', 'seconds')).toBe(0.04);
    expect(value('200us', 'seconds')).toBe(200e-6);
    expect(value('200µs', 'seconds')).toBe(200e-6);
    expect(value('200μs', 'seconds')).toBe(200e-6);
    expect(value('1h30min', 'seconds')).toBe(5400);
    expect(value('2d 4h', 'seconds')).toBe(2 * 86_400 + 4 * 3600);
    expect(value('1.5h', 'seconds')).toBe(5400);
    expect(value('2w', 'seconds')).toBe(14 * 86_400);
    for (const text of ['1h 30m', '1h30m', '1d 2h 30m', '90m 0s'])
      expect(value(text, 'seconds')).toBe(text.startsWith('1d') ? 95_400 : 5400);
    expect(faultOf('30min1h', 'seconds')).toBe('malformed');
    expect(faultOf('1h1h', 'seconds')).toBe('malformed');
    expect(faultOf('1h30', 'seconds')).toBe('malformed');
    expect(faultOf('1GB30MB', 'bytes')).toBe('malformed');
  });

  it('reads rates of operations and of events', () => {
    expect(value('900k ops/s', 'operations/s')).toBe(900e3);
    expect(value('900 k ops/s', 'operations/s')).toBe(900e3);
    expect(value('4.35M IOPS', 'operations/s')).toBe(4.35e6);
    expect(value('4000 IOPS', 'operations/s')).toBe(4000);
    expect(value('2/s', 'operations/s')).toBe(2);
    expect(value('3/min', 'operations/s')).toBe(0.05);
    expect(value('6/h', 'operations/s')).toBe(6 / 3600);
  });

  it('takes bare numbers as fractions and counts only', () => {
    expect(value('0.8', 'fraction')).toBe(0.8);
    expect(value('80%', 'fraction')).toBe(0.8);
    expect(value('28%', 'fraction')).toBe(0.28);
    expect(value('12000', 'count')).toBe(12_000);
    expect(value('12_000', 'count')).toBe(12_000);
    expect(value('12k', 'count')).toBe(12_000);
    expect(value('2M', 'count')).toBe(2e6);
    expect(value('1e3', 'count')).toBe(1000);
    expect(value('20k', 'operations')).toBe(20_000);
    for (const dimension of ['bytes', 'bytes/s', 'seconds', 'operations/s', 'frames/s'] as const) {
      expect(faultOf('12', dimension)).toBe('unit-missing');
    }
  });

  it('reads times of day', () => {
    expect(value('19:00', 'time of day')).toBe(19 * 3600);
    expect(value('7:05:30', 'time of day')).toBe(7 * 3600 + 330);
    expect(value('24:00', 'time of day')).toBe(86_400);
    for (const text of ['24:01', '12:60', '19', '19h', '-1:00', ''])
      expect(faultOf(text, 'time of day')).toBe('malformed');
  });

  it('takes no number that may be meant in the style of another country', () => {
    for (const text of [
      '4.000MB',
      '1.250MB',
      '1.234.567MB',
      '1,5 GB',
      '1,000GB',
      '1 000 GB',
      "1'000 GB",
      '1.234,5 MB',
      '2x1,5TB',
    ]) {
      expect([text, faultOf(text, 'bytes')]).toEqual([text, 'number-unclear']);
    }
    expect(value('41.667MB', 'bytes')).toBe(41.667e6);
    expect(value('0.125GB', 'bytes')).toBe(0.125e9);
    expect(value('1234.567MB', 'bytes')).toBe(1234.567e6);
    expect(value('1.000e3MB', 'bytes')).toBe(1e9);
    expect(value('23.976fps', 'frames/s')).toBe(23.976);
    expect(value('99.999%', 'fraction')).toBeCloseTo(0.99999, 12);
  });

  it('keeps the sign and leaves the range to the reader', () => {
    expect(value('-3h', 'seconds')).toBe(-10_800);
    expect(value('+3h', 'seconds')).toBe(10_800);
  });

  it('points at the faulty part', () => {
    expect(faultOf('40msec', 'seconds')).toBe('unit-unknown');
    expect(faultyPart('40msec', 'seconds')).toBe('msec');
    expect(faultOf(' 10 GB/s ', 'seconds')).toBe('unit-of-another-dimension');
    expect(faultyPart(' 10 GB/s ', 'seconds')).toBe('GB/s');
    expect(faultyPart('fast', 'bytes/s')).toBe('fast');
    for (const text of ['', ' ', '1..5GB', 'GB', '0x10B', `${'9'.repeat(200)}B`, '1e999B']) {
      expect([text, faultOf(text, 'bytes')]).toEqual([text, 'malformed']);
    }
  });

  it('makes of any text a finite number or a fault within the text', () => {
    const unit = fc.constantFrom(...Object.keys(DIMENSIONS), 'GB', 'h', 'min', 'x', '%', '');
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.tuple(fc.float().map(String), fc.constantFrom('', ' '), unit).map((parts) => parts.join('')),
    );
    const dimension = fc.constantFrom(...dimensions);
    fc.assert(
      fc.property(text, dimension, (candidate, wanted) => {
        const parsed = parseQuantity(candidate, wanted);
        const range = parsed.kind === 'fault' ? [parsed.fault.start, parsed.fault.end] : [0, 0];
        expect([0, ...range, candidate.length]).toEqual(
          [0, ...range, candidate.length].toSorted((a, b) => a - b),
        );
        expect(parsed.kind === 'fault' || Number.isFinite(parsed.value)).toBe(true);
      }),
      { numRuns: byPatience({ fast: 1000, slow: 20_000 }) },
    );
  });
});

const dimensions = Object.keys(DIMENSIONS).filter((name): name is Dimension => name in DIMENSIONS);

describe('every unit', () => {
  it('is read back by every dimension as its own or refused as of another', () => {
    for (const dimension of dimensions) {
      for (const unit of unitsOf(dimension)) {
        expect(value(`3${unit}`, dimension)).toBeGreaterThan(0);
        for (const other of dimensions) {
          if (other === dimension || other === 'time of day') continue;
          if (dimension === 'count' && other === 'operations') continue;
          expect([unit, other, faultOf(`3${unit}`, other)]).toEqual([
            unit,
            other,
            'unit-of-another-dimension',
          ]);
        }
      }
    }
  });

  it('scales: twice the number is twice the value', () => {
    for (const dimension of dimensions) {
      for (const unit of unitsOf(dimension)) {
        fc.assert(
          fc.property(fc.integer({ min: 1, max: 1e6 }), (n) => {
            expect(value(`${2 * n}${unit}`, dimension) / value(`${n} ${unit}`, dimension)).toBeCloseTo(2, 12);
          }),
          { numRuns: 20 },
        );
      }
    }
  });

  it('is among the likely units of its dimension, examples included', () => {
    for (const dimension of dimensions) {
      for (const unit of DIMENSIONS[dimension].units)
        expect(unitsOf(dimension === 'operations' ? 'count' : dimension)).toContain(unit);
      expect(faultOf(DIMENSIONS[dimension].example, dimension)).toBeNull();
    }
  });
});

describe('formatting', () => {
  it('writes durations as people say them', () => {
    const cases: [number, string][] = [
      [0, '0 s'],
      [1e-15, '<0.001 ns'],
      [65e-9, '65 ns'],
      [65e-6, '65 us'],
      [0.0413, '41.3 ms'],
      [0.99999, '1 s'],
      [12.5, '12.5 s'],
      [59.97, '1min'],
      [90, '1min 30s'],
      [3599.7, '1h'],
      [40_800, '11h 20min'],
      [86_399, '1d'],
      [187_200, '2d 4h'],
      [-90, '-1min 30s'],
    ];
    for (const [seconds, text] of cases) expect(formatQuantity(seconds, 'seconds')).toBe(text);
  });

  it('writes sizes, rates, fractions and counts with three digits', () => {
    const cases: [number, Unit, string][] = [
      [12.4e9, 'bytes/s', '12.4 GB/s'],
      [999.9e6, 'bytes', '1 GB'],
      [512, 'bytes', '512 B'],
      [900e3, 'operations/s', '900k ops/s'],
      [2.5, 'operations/s', '2.5 ops/s'],
      [0.8, 'fraction', '80%'],
      [0.123456, 'fraction', '12.3%'],
      [12_000, 'count', '12,000'],
      [1234.6, 'count', '1,235'],
      [1.25, 'count', '1.25'],
      [5e18, 'bytes', '5,000 PB'],
      [20_000, 'operations', '20k ops'],
    ];
    for (const [quantity, unit, text] of cases) expect(formatQuantity(quantity, unit)).toBe(text);
  });

  it('writes times of day', () => {
    expect(formatTimeOfDay(7 * 3600 + 300)).toBe('07:05');
    expect(formatTimeOfDay(25 * 3600)).toBe('01:00');
  });

  it('is read back as the same value to three digits', () => {
    const magnitude = fc.tuple(fc.double({ min: 1, max: 10, noNaN: true }), fc.integer({ min: -3, max: 12 }));
    for (const unit of ['seconds', 'bytes', 'bytes/s', 'operations/s', 'fraction'] as const) {
      fc.assert(
        fc.property(magnitude, ([mantissa, exponent]) => {
          const quantity = mantissa * 10 ** exponent;
          const text = formatQuantity(quantity, unit).replaceAll(',', '');
          // Beyond a minute a duration is told in whole units of its second part.
          const tolerance = unit === 'seconds' && quantity >= 60 ? 0.5 / 24 : 0.005;
          expect(Math.abs(value(text, unit) / quantity - 1)).toBeLessThanOrEqual(tolerance);
        }),
      );
    }
  });

  it('never grows a unit it cannot read', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e15, noNaN: true }), (quantity) => {
        expect(formatQuantity(quantity, 'seconds')).toMatch(
          /^[\d,]+(\.\d+)?( ?(ns|us|ms|s)|(d|h|min)( \d+(h|min|s))?)$|^<0.001 ns$/,
        );
      }),
    );
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  durationReadings,
  meantUnits,
  styledReadings,
  timeReadings,
} from '../../../models/scenario/quantity-suggestions.ts';
import { type Dimension, parseQuantity, unitsOf } from '../../../models/units.ts';
import { byPatience } from '../../patience.ts';

function valueOf(text: string, dimension: Dimension): number {
  const parsed = parseQuantity(text, dimension);
  return parsed.kind === 'quantity' ? parsed.value : Number.NaN;
}

/** Values of what is suggested for a number and a word that is no unit. */
function suggested(number: string, word: string, dimension: Dimension): number[] {
  return meantUnits(number + word, word, dimension).map((unit) =>
    valueOf(/^\d/.test(unit) ? unit : number + unit, dimension),
  );
}

/** Ways in which a unit is misspelled without another meaning: spaces, plurals, "per", the case of letters. */
const MISSPELLINGS: readonly ((unit: string) => string)[] = [
  (unit) => unit.toLowerCase(),
  (unit) => unit.toUpperCase(),
  (unit) => unit.charAt(0).toUpperCase() + unit.slice(1),
  (unit) => `${unit}s`,
  (unit) => unit.replace('/s', '/sec'),
  (unit) => unit.replace('/s', ' per second'),
  (unit) => unit.replace('/s', ' / s'),
  (unit) => unit.replace(/B\/s$/, 'Bps'),
  (unit) => unit.replace(/B\/s$/, 'Byte/s'),
  (unit) => unit.replace(/B\/s$/, 'bytes/s'),
  (unit) => unit.replace(/b\/s$/, 'bits/s'),
  (unit) => unit.replace(/B$/, 'Bytes'),
  (unit) => unit.replace(/ops\/s$/, 'ops'),
  (unit) => unit.replace(/bps$/, 'b/sec'),
  (unit) => unit.replace('min', 'minutes'),
];

const DIMENSIONS_TRIED = [
  'bytes',
  'bytes/s',
  'seconds',
  'operations/s',
  'fraction',
  'count',
  'frames/s',
] as const;

describe('a suggestion for a unit', () => {
  it('has the value that was meant, alone or among what is asked', () => {
    const unit = fc
      .constantFrom(...DIMENSIONS_TRIED)
      .chain((dimension) => fc.tuple(fc.constant(dimension), fc.constantFrom(...unitsOf(dimension))));
    const number = fc.integer({ min: 1, max: 900 }).map(String);
    fc.assert(
      fc.property(unit, fc.constantFrom(...MISSPELLINGS), number, ([dimension, right], misspell, n) => {
        const word = misspell(right);
        fc.pre(parseQuantity(n + word, dimension).kind === 'fault');
        const values = suggested(n, word, dimension);
        const meant = valueOf(n + right, dimension);
        expect([word, values.filter((value) => Number.isNaN(value))]).toEqual([word, []]);
        const isAsked = values.length === 0 || values.some((value) => Math.abs(value / meant - 1) < 1e-9);
        expect(isAsked, `${word} for ${right}: ${values.join(', ')}`).toBe(true);
      }),
      { numRuns: byPatience({ fast: 1500, slow: 20_000 }) },
    );
  });

  it('keeps bytes apart from bits, and binary from decimal', () => {
    for (const [dimension, word, meant] of [
      ['bytes/s', 'GBps', ['GB/s']],
      ['bytes/s', 'MByte/s', ['MB/s']],
      ['bytes/s', 'GiBps', ['GiB/s']],
      ['bytes/s', 'gb/s', ['GB/s', 'Gb/s']],
      ['bytes/s', 'Go/s', ['GB/s']],
      ['bytes', 'Gb', ['GB', '125MB']],
      ['bytes', 'G', ['GB', 'GiB']],
      ['bytes', 'Gbit', ['125MB']],
      ['seconds', 'm', ['min']],
      ['operations/s', 'k/min', ['1000/min']],
      ['count', 'frames', ['1']],
      ['frames/s', 'Hz', ['fps']],
    ] as const) {
      expect([word, meantUnits(`1${word}`, word, dimension)]).toEqual([word, meant]);
    }
    expect(meantUnits('1blinks', 'blinks', 'seconds')).toEqual([]);
  });
});

describe('a suggestion for a duration', () => {
  it('has every part of it, and both meanings of a clock', () => {
    expect(durationReadings('1 hour 30 minutes')).toEqual(['1h 30min']);
    expect(durationReadings('2 days and 4 hrs')).toEqual(['2d 4h']);
    expect(durationReadings('1h30')).toEqual(['1h 30min']);
    expect(durationReadings('1:30')).toEqual(['1h 30min', '1min 30s']);
    expect(durationReadings('1:30:05')).toEqual(['1h 30min 5s']);
    for (const text of ['', '1h 1h', 'soon', '30']) expect(durationReadings(text)).toEqual([]);
  });
});

describe('a suggestion for a time of day', () => {
  it('is the same time by a clock of 24 hours', () => {
    expect(['7pm', '7:30 PM', '12am', '12 pm', '19h', '19.30', '7 a.m.'].map(timeReadings)).toEqual(
      ['19:00', '19:30', '00:00', '12:00', '19:00', '19:30', '07:00'].map((time) => [time]),
    );
    for (const text of ['13pm', '25h', 'noon', '']) expect(timeReadings(text)).toEqual([]);
  });
});

describe('a number in the style of another country', () => {
  it('is asked about with each of its values, none of which is unclear', () => {
    const integer = fc.integer({ min: 1000, max: 999_999 });
    fc.assert(
      fc.property(integer, fc.constantFrom('.', ',', "'", ' '), (n, separator) => {
        // A point before a last digit that is not zero is read as a decimal.
        fc.pre(separator !== '.' || n % 10 === 0);
        const text = `${String(n).slice(0, -3)}${separator}${String(n).slice(-3)}MB`;
        const values = styledReadings(text).map((reading) => valueOf(reading, 'bytes'));
        const isDecimal = separator === '.' || separator === ',';
        expect(values.map(Math.round)).toEqual(isDecimal ? [n * 1e6, n * 1e3] : [n * 1e6]);
      }),
    );
    expect(styledReadings('1.234,5 MB')).toEqual(['1234.5 MB']);
    expect(styledReadings('1,234,567.5 MB')).toEqual(['1234567.5 MB']);
    expect(styledReadings('2x1,5TB')).toEqual(['2x1.5TB']);
  });
});

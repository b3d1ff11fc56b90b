/**
 * Quantities with units: text to SI numbers at the edge of the program, and SI numbers back to text for people.
 *
 * GB is 10^9 bytes and GiB is 2^30; Gb/s is bits and GB/s is bytes; every rate of data becomes bytes per second. A
 * number without a unit is a quantity only where nothing else could be meant: a fraction or a count.
 */

import { numberReadings } from './number-style.ts';
import type { Unit } from './result.ts';

/** Dimension of a quantity: the units of results, and the two that occur in scenarios only. */
export type Dimension = Unit | 'frames/s' | 'time of day';

/** Value in SI = number × factor / divisor. A divisor keeps "41 ms" and "28%" the nearest numbers to what is meant. */
interface Scale {
  readonly dimension: Dimension;
  readonly factor: number;
  readonly divisor: number;
}

/** Why a text is not a quantity of the wanted dimension; `start` and `end` bound the faulty part of the text. */
export interface QuantityFault {
  readonly kind:
    | 'malformed'
    | 'number-unclear'
    | 'unit-missing'
    | 'unit-unknown'
    | 'unit-of-another-dimension';
  readonly start: number;
  readonly end: number;
}

export type ParsedQuantity =
  | { readonly kind: 'quantity'; readonly value: number }
  | { readonly kind: 'fault'; readonly fault: QuantityFault };

/** For messages: what a dimension is called, an example of it, and the units one would most likely have meant. */
export const DIMENSIONS: Readonly<
  Record<Dimension, { readonly name: string; readonly example: string; readonly units: readonly string[] }>
> = {
  seconds: { name: 'a duration', example: '40ms', units: ['ms', 's', 'min', 'h', 'd'] },
  bytes: { name: 'a size', example: '18GiB', units: ['B', 'MB', 'MiB', 'GiB', 'GB', 'TB'] },
  'bytes/s': { name: 'a data rate', example: '25GbE', units: ['GB/s', 'GiB/s', 'MB/s', 'Gb/s', 'GbE'] },
  'operations/s': { name: 'a rate', example: '900k ops/s', units: ['/s', '/min', '/h', 'ops/s', 'IOPS'] },
  operations: { name: 'a number of operations', example: '20k', units: ['k', 'M'] },
  fraction: { name: 'a fraction', example: '80%', units: ['%'] },
  count: { name: 'a number', example: '12k', units: ['k', 'M'] },
  'frames/s': { name: 'a frame rate', example: '24fps', units: ['fps'] },
  'time of day': { name: 'a time of day', example: '19:00', units: [] },
};

const SCALES: ReadonlyMap<string, Scale> = new Map(scales());

/** Every unit that scenarios may use, of one dimension. */
export function unitsOf(dimension: Dimension): string[] {
  return [...SCALES].filter(([, scale]) => scale.dimension === dimension).map(([unit]) => unit);
}

/** Returns the SI value of one of a unit, as a factor and a divisor; undefined for a word that is no unit. */
export function scaleOfUnit(unit: string): { readonly factor: number; readonly divisor: number } | undefined {
  return SCALES.get(unit);
}

/** Returns the dimension of a unit; null for a word that is no unit. */
export function dimensionOf(unit: string): Dimension | null {
  return SCALES.get(unit)?.dimension ?? null;
}

const NUMBER = /^(?:([1-9]\d{0,8}) ?x ?)?([+-]?\d(?:[\d_]*\d)?(?:\.\d+)?(?:[eE][+-]?\d{1,3})?)/;
const DURATION_PART = /^(\d+(?:\.\d+)?) ?([a-zA-Zµμ]+) */;
const TEXT_LENGTH_MAX = 100;

/**
 * Parses a quantity: "18GiB", "6 GB/s", "2x100GbE", "4M IOPS", "1h30min", "52%", "12k", "19:00". The value is in the
 * dimension's SI unit (a time of day in seconds after midnight). Bare numbers are fractions and counts only. The sign is
 * kept and no range is checked.
 */
export function parseQuantity(text: string, dimension: Dimension): ParsedQuantity {
  const start = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  const fault = (kind: QuantityFault['kind'], from = start): ParsedQuantity => ({
    kind: 'fault',
    fault: { kind, start: from, end: Math.max(from, end) },
  });
  if (end - start > TEXT_LENGTH_MAX) return fault('malformed');
  const body = text.slice(start, end);
  if (dimension === 'time of day') {
    const seconds = parseTimeOfDay(body);
    return seconds === null ? fault('malformed') : { kind: 'quantity', value: seconds };
  }
  if (isUnclear(body, dimension)) return fault('number-unclear');
  const number = NUMBER.exec(body);
  if (number === null) return fault('malformed');
  const value = Number(number[1] ?? 1) * Number(number[2]!.replaceAll('_', ''));
  if (!Number.isFinite(value)) return fault('malformed');

  const gap = /^ */.exec(body.slice(number[0].length))![0].length;
  const unitStart = number[0].length + gap;
  const unit = body.slice(unitStart).replace(/ +/g, ' ');
  if (unit === '') {
    const bare = dimension === 'fraction' || dimension === 'count' || dimension === 'operations';
    return bare ? { kind: 'quantity', value } : fault('unit-missing');
  }
  const scale = SCALES.get(unit);
  if (scale === undefined) {
    if (/[\d]/.test(unit)) return parseCompoundDuration(body, dimension) ?? fault('malformed');
    return fault('unit-unknown', start + unitStart);
  }
  const counted = scale.dimension === 'count' && dimension === 'operations';
  if (scale.dimension !== dimension && !counted) return fault('unit-of-another-dimension', start + unitStart);
  const inSi = (value * scale.factor) / scale.divisor;
  return Number.isFinite(inSi) ? { kind: 'quantity', value: inSi } : fault('malformed');
}

/** Dimensions whose numbers are never in the thousands, or in which three decimals are usual: 99.999%, 23.976fps. */
const PLAIN_DECIMALS: ReadonlySet<Dimension> = new Set(['fraction', 'frames/s', 'count', 'operations']);

/** Whether a number is written in the style of another country, or reads differently in two: "1,5 GB", "4.000MB/s". */
function isUnclear(body: string, dimension: Dimension): boolean {
  const number = body.slice(multiplierLength(body));
  if (numberReadings(number) === null) return false;
  return !(PLAIN_DECIMALS.has(dimension) && /^[+-]?\d+\.\d+(?![\d.,])/.test(number));
}

/** Returns the length of a multiplier such as "2x" at the start of a quantity. */
export function multiplierLength(body: string): number {
  return /^[1-9]\d{0,8} ?x ?(?=\d)/.exec(body)?.[0].length ?? 0;
}

/** "1h30min", "2d 4h": parts of durations, each unit smaller than the one before; null for anything else. */
function parseCompoundDuration(text: string, dimension: Dimension): ParsedQuantity | null {
  if (dimension !== 'seconds') return null;
  let seconds = 0;
  let previousFactor = Number.POSITIVE_INFINITY;
  for (let rest = text; rest !== ''; ) {
    const part = DURATION_PART.exec(rest);
    // Beside another part, "m" can only be minutes: "1h 30m", "2m 30s".
    const isAlone = part !== null && part[0].length === text.length;
    const scale = part === null ? undefined : SCALES.get(part[2] === 'm' && !isAlone ? 'min' : part[2]!);
    if (part === null || scale?.dimension !== 'seconds') return null;
    const factor = scale.factor / scale.divisor;
    if (factor >= previousFactor) return null;
    previousFactor = factor;
    seconds += (Number(part[1]) * scale.factor) / scale.divisor;
    rest = rest.slice(part[0].length);
  }
  return Number.isFinite(seconds) ? { kind: 'quantity', value: seconds } : null;
}

/** "19:00" or "19:00:30", up to "24:00", in seconds after midnight; null for anything else. */
function parseTimeOfDay(text: string): number | null {
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (match === null) return null;
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  const total = hours * 3600 + minutes * 60 + seconds;
  return minutes < 60 && seconds < 60 && total <= 86_400 ? total : null;
}

function scaleOf(dimension: Dimension, factor: number, divisor = 1): Scale {
  return { dimension, factor, divisor };
}

function* scales(): Generator<[string, Scale]> {
  yield ['B', scaleOf('bytes', 1)];
  yield ['B/s', scaleOf('bytes/s', 1)];
  for (const [i, prefix] of ['k', 'M', 'G', 'T', 'P'].entries()) {
    const decimal = 1000 ** (i + 1);
    const binary = 1024 ** (i + 1);
    const binaryPrefix = `${prefix.toUpperCase()}i`;
    yield [`${prefix}B`, scaleOf('bytes', decimal)];
    yield [`${binaryPrefix}B`, scaleOf('bytes', binary)];
    yield [binaryPrefix, scaleOf('bytes', binary)];
    yield [`${prefix}B/s`, scaleOf('bytes/s', decimal)];
    yield [`${binaryPrefix}B/s`, scaleOf('bytes/s', binary)];
    for (const bits of ['b/s', 'bit/s', 'bps']) {
      yield [prefix + bits, scaleOf('bytes/s', decimal, 8)];
      yield [binaryPrefix + bits, scaleOf('bytes/s', binary, 8)];
    }
    // Links are sold by "10 Gbit".
    yield [`${prefix}bit`, scaleOf('bytes/s', decimal, 8)];
  }
  yield ['bit/s', scaleOf('bytes/s', 1, 8)];
  yield ['b/s', scaleOf('bytes/s', 1, 8)];
  for (const ethernet of ['GbE', 'GigE']) yield [ethernet, scaleOf('bytes/s', 1e9, 8)];
  yield ['ns', scaleOf('seconds', 1, 1e9)];
  // The micro sign and the Greek letter look alike and are both typed.
  for (const micro of ['us', '\u00b5s', '\u03bcs']) yield [micro, scaleOf('seconds', 1, 1e6)];
  yield ['ms', scaleOf('seconds', 1, 1e3)];
  yield ['s', scaleOf('seconds', 1)];
  yield ['min', scaleOf('seconds', 60)];
  yield ['h', scaleOf('seconds', 3600)];
  yield ['d', scaleOf('seconds', 86_400)];
  yield ['w', scaleOf('seconds', 604_800)];
  for (const [prefix, factor] of [
    ['', 1],
    ['k', 1e3],
    ['M', 1e6],
    ['G', 1e9],
  ] as const) {
    const separators = prefix === '' ? [''] : ['', ' '];
    for (const separator of separators) {
      yield [`${prefix}${separator}ops/s`, scaleOf('operations/s', factor)];
      yield [`${prefix}${separator}IOPS`, scaleOf('operations/s', factor)];
    }
  }
  for (const [unit, seconds] of [
    ['s', 1],
    ['min', 60],
    ['h', 3600],
    ['d', 86_400],
  ] as const) {
    yield [`/${unit}`, scaleOf('operations/s', 1, seconds)];
  }
  yield ['%', scaleOf('fraction', 1, 100)];
  yield ['k', scaleOf('count', 1e3)];
  yield ['M', scaleOf('count', 1e6)];
  yield ['G', scaleOf('count', 1e9)];
  yield ['fps', scaleOf('frames/s', 1)];
}

/**
 * A value for people: "11h 20min", "41.3 ms", "12.4 GB/s", "900k ops/s", "80%". Three significant digits; the same text
 * in every locale. `value` is in the SI unit named by `unit`.
 */
export function formatQuantity(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return String(value);
  if (value < 0) return `-${formatQuantity(-value, unit)}`;
  switch (unit) {
    case 'seconds':
      return formatDuration(value);
    case 'bytes':
      return scaled(value, ['B', 'kB', 'MB', 'GB', 'TB', 'PB'], ' ');
    case 'bytes/s':
      return scaled(value, ['B/s', 'kB/s', 'MB/s', 'GB/s', 'TB/s', 'PB/s'], ' ');
    case 'operations':
    case 'operations/s':
      return `${scaled(value, ['', 'k', 'M', 'G'], '')} ${unit === 'operations' ? 'ops' : 'ops/s'}`;
    case 'fraction':
      return `${threeDigits(value * 100)}%`;
    case 'count':
      return Number.isInteger(value) ? grouped(value) : threeDigits(value);
    default:
      return unit satisfies never;
  }
}

/** "07:05" from seconds after midnight, wrapping after 24 hours. */
export function formatTimeOfDay(secondsOfDay: number): string {
  const minutes = Math.floor(secondsOfDay / 60) % 1440;
  return `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

function twoDigits(part: number): string {
  return String(part).padStart(2, '0');
}

function formatDuration(seconds: number): string {
  const parts = [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ] as const;
  for (let i = 0; i + 1 < parts.length; i++) {
    const [bigUnit, big] = parts[i]!;
    const [smallUnit, small] = parts[i + 1]!;
    const rounded = Math.round(seconds / small) * small;
    if (rounded < big) continue;
    const rest = Math.round((rounded % big) / small);
    const whole = `${grouped(Math.floor(rounded / big))}${bigUnit}`;
    return rest === 0 ? whole : `${whole} ${rest}${smallUnit}`;
  }
  if (seconds === 0) return '0 s';
  return scaled(seconds * 1e9, ['ns', 'us', 'ms', 's'], ' ');
}

/** The value with the largest prefix that leaves at least 1 before the point, once rounded. */
function scaled(value: number, units: readonly string[], separator: string): string {
  let step = 0;
  let shown = value;
  while (step + 1 < units.length && Number(shown.toPrecision(3)) >= 1000) {
    shown /= 1000;
    step++;
  }
  return `${threeDigits(shown)}${separator}${units[step]!}`;
}

/** Three significant digits, trailing zeros dropped; whole numbers above 999 are kept whole. */
function threeDigits(value: number): string {
  if (value >= 1000) return grouped(Math.round(value));
  if (value > 0 && value < SHOWN_MIN) return `<${SHOWN_MIN}`;
  return String(Number(value.toPrecision(3)));
}

/** Smaller numbers than this are not worth their zeros. */
const SHOWN_MIN = 0.001;

/** A whole number with a comma between groups of three digits. */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

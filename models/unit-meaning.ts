/**
 * Meanings of words that are no units of scenarios, but are written for them elsewhere: "GBps", "Mbyte/s", "kops", "hrs".
 * A suggestion keeps the value that was meant; where a word may mean several, all are told.
 */

import type { Dimension } from './units.ts';

/** A factor in SI, as value = number × factor / divisor. */
export interface UnitMeaning {
  readonly factor: number;
  readonly divisor: number;
}

/** Returns what a word may mean as a unit of a dimension, likeliest first; none for a word that means nothing there. */
export function meaningsOf(word: string, dimension: Dimension): readonly UnitMeaning[] {
  switch (dimension) {
    case 'bytes':
      return dataMeanings(word, false);
    case 'bytes/s':
      return dataMeanings(word, true);
    case 'seconds':
      return single(durationOf(word));
    case 'operations/s':
      return single(rateOf(word));
    case 'operations':
    case 'count':
      return countMeanings(word);
    case 'fraction':
      return single(
        FRACTION.exec(word) === null ? null : { factor: 1, divisor: word.startsWith('\u2030') ? 1000 : 100 },
      );
    case 'frames/s':
      return single(FRAME_RATE.test(word) ? { factor: 1, divisor: 1 } : null);
    case 'time of day':
      return [];
    default:
      return dimension satisfies never;
  }
}

/** The seconds of a word for a span of time, in any spelling; null for another word. */
export function durationOf(word: string): UnitMeaning | null {
  return DURATIONS.get(word.toLowerCase().replace(/\.$/, '')) ?? null;
}

function single(meaning: UnitMeaning | null): readonly UnitMeaning[] {
  return meaning === null ? [] : [meaning];
}

const PREFIXES: readonly (readonly [RegExp, exponent: number])[] = [
  [/^k(?:ilo|ibi)?$/i, 1],
  [/^m(?:ega|ebi)?$/i, 2],
  [/^g(?:iga|ibi|ig)?$/i, 3],
  [/^t(?:era|ebi)?$/i, 4],
  [/^p(?:eta|ebi)?$/i, 5],
];
const PER = String.raw`[ -]*(?:\/|per|p)[ -]*`;
const SECOND = '(?:seconds?|secs?|s)';
const DATA = new RegExp(
  String.raw`^(kilo|mega|giga|tera|peta|kibi|mebi|gibi|tebi|pebi|gig|[kmgtp])?(i)?[ -]*` +
    `(bytes?|octets?|bits?|b|o)?(s(?![a-z]))?(${PER}${SECOND})?$`,
  'i',
);
const ETHERNET = /^([kmgt])(?:ig|iga)?(?:b|bit|bits)?[ -]*(?:e|eth|ethernet)$/i;

/** Sizes and data rates. Bits and bytes differ by the case of one letter: a word without a case of its own may mean both. */
function dataMeanings(word: string, isRate: boolean): readonly UnitMeaning[] {
  const ethernet = ETHERNET.exec(word);
  if (ethernet !== null) return isRate ? [{ factor: scale(ethernet[1]!, false), divisor: 8 }] : [];
  const match = DATA.exec(word);
  if (match === null || word === '') return [];
  const [, prefix = '', i, letter, plural, per] = match;
  // A size is no rate over another time, and "GBs" for a size is a plural.
  if (!isRate && per !== undefined) return [];
  if (prefix === '' && letter === undefined) return [];
  const isBinary = i !== undefined || /bi$/i.test(prefix);
  const factor = scale(prefix, isBinary);
  const binary = { factor: scale(prefix, true), divisor: 1 };
  const bytes = { factor, divisor: 1 };
  const bits = { factor, divisor: 8 };
  if (letter === undefined) {
    if (isBinary) return [bytes];
    return isRate ? [bytes, bits] : [bytes, binary];
  }
  if (/^(?:bytes?|o|octets?)$/i.test(letter)) return [bytes];
  if (/^bits?$/i.test(letter)) return [bits];
  const cased = (prefix + (letter ?? '') + (plural ?? '') + (per ?? '')).replace(/[^a-z]/gi, '');
  const hasContrast = cased !== cased.toLowerCase() && cased !== cased.toUpperCase();
  if (isRate)
    return !hasContrast || /^[Kgtmp]$/.test(prefix) ? [bytes, bits] : letter === 'B' ? [bytes] : [bits];
  return letter === 'b' && hasContrast ? [bytes, bits] : [bytes];
}

function scale(prefix: string, isBinary: boolean): number {
  const exponent = PREFIXES.find(([form]) => form.test(prefix))?.[1] ?? 0;
  return (isBinary ? 1024 : 1000) ** exponent;
}

const DURATIONS: ReadonlyMap<string, UnitMeaning> = new Map(
  (
    [
      [['ns', 'nsec', 'nsecs', 'nanos', 'nanosecond', 'nanoseconds'], 1, 1e9],
      [
        [
          'us',
          '\u00b5s',
          '\u03bcs',
          'usec',
          'usecs',
          'mics',
          'micros',
          'microsecond',
          'microseconds',
          'microsec',
        ],
        1,
        1e6,
      ],
      [['ms', 'msec', 'msecs', 'millis', 'millisec', 'millisecs', 'millisecond', 'milliseconds'], 1, 1e3],
      [['s', 'sec', 'secs', 'second', 'seconds', 'sek'], 1, 1],
      [['m', 'mi', 'mn', 'min', 'mins', 'minute', 'minutes', 'minuten'], 60, 1],
      [['h', 'hr', 'hrs', 'hs', 'hour', 'hours', 'std', 'stunden'], 3600, 1],
      [['d', 'ds', 'day', 'days', 'tage'], 86_400, 1],
      [['w', 'wk', 'wks', 'ws', 'week', 'weeks', 'wochen'], 604_800, 1],
    ] as const
  ).flatMap(([words, factor, divisor]) => words.map((word) => [word, { factor, divisor }] as const)),
);

const RATE = new RegExp(
  String.raw`^(k|m|g|kilo|mega|giga|mio|million|thousand|billion)? *` +
    String.raw`(iops?|ios?|ops?|operations?|requests?|reqs?|calls?|lookups?|files?|frames?|gestures?|times|x)?` +
    String.raw`(?:[ -]*(?:\/|per|p)[ -]*([a-z]+)?)?$`,
  'i',
);

/** Rates of operations; "kops" and "IOPS" say their second without a word for it. */
function rateOf(word: string): UnitMeaning | null {
  const match = RATE.exec(word);
  if (match === null || word === '') return null;
  const [, prefix = '', noun = '', per] = match;
  const isPer = /\/|per/i.test(word) || per !== undefined;
  if (!isPer && noun === '') return null;
  if (!isPer && !/^(?:iops?|ops)$/i.test(noun)) return null;
  const time = per === undefined ? { factor: 1, divisor: 1 } : durationOf(per);
  if (time === null) return null;
  const factor = countFactor(prefix) * time.divisor;
  return { factor, divisor: time.factor };
}

const COUNT_WORDS: readonly (readonly [RegExp, number])[] = [
  [/^(?:k|kilo|thousands?|tsd)$/i, 1e3],
  [/^(?:m|mega|mio|mln|mn|millions?)$/i, 1e6],
  [/^(?:g|giga|bn|billions?|mrd)$/i, 1e9],
];

function countFactor(prefix: string): number {
  return COUNT_WORDS.find(([form]) => form.test(prefix))?.[1] ?? 1;
}

/** Counts, whatever is counted: "12K", "3 million ops", "40 frames". */
function countMeanings(word: string): readonly UnitMeaning[] {
  const [, prefix = '', noun = ''] =
    /^([a-z]*?)[ -]*(ops?|operations?|frames?|files?|nodes?|seats?|clients?|x)?$/i.exec(word) ?? [];
  const factor = countFactor(prefix);
  if (factor === 1 && (prefix !== '' || noun === '')) return [];
  return [{ factor, divisor: 1 }];
}

const FRACTION = /^(?:percents?|per ?cent|pct|pc|prozent|\u2030)\.?$/i;
const FRAME_RATE = /^(?:fps|f\/s|frames? ?(?:\/|per) ?(?:s|sec|second)|hz|p)$/i;

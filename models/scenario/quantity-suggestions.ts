/** Suggestions for quantities that cannot be read: each has the value that may be meant; where several may be, all are told. */

import { numberLength, numberReadings } from '../number-style.ts';
import { durationOf, meaningsOf, type UnitMeaning } from '../unit-meaning.ts';
import {
  DIMENSIONS,
  type Dimension,
  dimensionOf,
  multiplierLength,
  parseQuantity,
  scaleOfUnit,
  unitsOf,
} from '../units.ts';
import { editDistance, nearest } from './suggestion.ts';

/** Returns the units that may be meant by `unit`, the end of `text`; the whole quantity where no unit has that value. */
export function meantUnits(text: string, unit: string, dimension: Dimension): readonly string[] {
  const number = text.trim().slice(0, -unit.length).trim();
  const meanings = meaningsOf(unit, dimension);
  if (meanings.length > 0) {
    return [...new Set(meanings.map((meaning) => respelled(number, unit, meaning, dimension)))];
  }
  const known = unitsOf(dimension);
  const otherCase = known.filter((each) => each.toLowerCase() === unit.toLowerCase());
  if (otherCase.length > 0 || dimensionOf(unit) !== null) return otherCase;
  return [...Map.groupBy(nearest(unit, known), valueOf).values()].map(([first]) => first!);
}

function valueOf(unit: string): number | undefined {
  const scale = scaleOfUnit(unit);
  return scale && scale.factor / scale.divisor;
}

/** The unit that has a meaning, most like what was written; where none has, the quantity in another one. */
function respelled(
  number: string,
  written: string,
  { factor, divisor }: UnitMeaning,
  dimension: Dimension,
): string {
  const units = unitsOf(dimension);
  const exact = units.filter((unit) => valueOf(unit) === factor / divisor);
  const distances = exact.map(
    (unit) =>
      editDistance(unit.toLowerCase(), written.toLowerCase()) -
      (isUsual(unit, dimension) ? 1.5 : 0) +
      // Storage is not measured in Ethernet, unless that was written.
      (unit.endsWith('E') && !/e(?:th(?:ernet)?)?$/i.test(written) ? 3 : 0),
  );
  if (exact.length > 0) return exact[distances.indexOf(Math.min(...distances))]!;
  if (dimension === 'count' || dimension === 'operations') return number;
  const multiplier = multiplierLength(number);
  const times = multiplier === 0 ? 1 : Number.parseInt(number, 10);
  const value = (times * Number(number.slice(multiplier).replaceAll('_', '')) * factor) / divisor;
  // The unit that was written, or the one with the fewest digits, in which the value is round.
  const usual = DIMENSIONS[dimension].units;
  const kept = usual.filter((unit) => written.endsWith(unit));
  return (kept.length > 0 ? kept : usual)
    .map((unit) => Number((value / valueOf(unit)!).toPrecision(12)) + unit)
    .toSorted((one, other) => digitsIn(one) - digitsIn(other) || one.length - other.length)[0]!;
}

/** Digits that say something: those of 1000 are one. */
function digitsIn(text: string): number {
  return text.replace(/\D/g, '').replace(/0+$/, '').length;
}

function isUsual(unit: string, dimension: Dimension): boolean {
  return DIMENSIONS[dimension].units.includes(unit);
}

/** Returns how a quantity may be meant whose number is in another country's style; empty where it is not. */
export function styledReadings(text: string): readonly string[] {
  const body = text.trim();
  const start = multiplierLength(body);
  const rest = body.slice(start);
  const unit = rest.slice(numberLength(rest));
  return (numberReadings(rest) ?? []).map((reading) => body.slice(0, start) + reading + unit);
}

/** Longer texts are no quantities. */
const TEXT_LENGTH_MAX = 100;

const PART = /(\d+(?:\.\d+)?) *([a-zA-Z\u00b5\u03bc]+)?[ ,]*(?:and +)?/y;
const STEPS = ['d', 'h', 'min', 's', 'ms'] as const;

/** Returns what a duration in other words may be: "1 hour 30 minutes", "1h30", "1:30". Empty where none comes to mind. */
export function durationReadings(text: string): readonly string[] {
  if (text.length > TEXT_LENGTH_MAX) return [];
  const body = text.trim();
  const clock = /^(\d{1,3}):([0-5]\d)(?::([0-5]\d))?$/.exec(body);
  if (clock !== null) {
    const [, first, second, third] = clock.map((part) =>
      part === undefined ? undefined : String(Number(part)),
    );
    if (third !== undefined) return [`${first}h ${second}min${third === '0' ? '' : ` ${third}s`}`];
    return [`${first}h ${second}min`, `${first}min ${second}s`];
  }
  const respelledParts = partsOf(body);
  const respelledText = respelledParts?.join(' ');
  return respelledText !== undefined && parseQuantity(respelledText, 'seconds').kind === 'quantity'
    ? [respelledText]
    : [];
}

/** The parts of a compound duration in units of scenarios; a last one without a unit is of the next smaller unit. */
function partsOf(body: string): readonly string[] | null {
  const parts: string[] = [];
  let last: string | undefined;
  for (PART.lastIndex = 0; PART.lastIndex < body.length; ) {
    const [, number, word] = PART.exec(body) ?? [];
    if (number === undefined) return null;
    const meaning = word === undefined ? undefined : durationOf(word);
    const unit: string | undefined =
      word === undefined
        ? STEPS[STEPS.findIndex((step) => step === last) + 1]
        : unitsOf('seconds').find((each) => meaning && valueOf(each) === meaning.factor / meaning.divisor);
    if (unit === undefined || (word === undefined && last === undefined)) return null;
    parts.push(number + unit);
    last = unit;
  }
  return parts.length > 1 ? parts : null;
}

/** Returns what a time of day in other words may be: "7pm", "19h", "19.30", "7:30 PM". Empty where none comes to mind. */
export function timeReadings(text: string): readonly string[] {
  const match = /^(\d{1,2})(?:[:.h]([0-5]\d))? ?(?:(am|pm|a\.m\.|p\.m\.)|h|uhr|o'clock)?$/i.exec(text.trim());
  if (match === null) return [];
  const [, hours, minutes = '00', half = ''] = match;
  const hour = half === '' ? Number(hours) : (Number(hours) % 12) + (/^p/i.test(half) ? 12 : 0);
  if (hour > 24 || (half !== '' && (Number(hours) > 12 || Number(hours) === 0))) return [];
  return [`${String(hour).padStart(2, '0')}:${minutes}`];
}

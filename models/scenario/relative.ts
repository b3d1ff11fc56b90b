/** Changes by a share of what is there: "+30%", "-10%", "x1.3". */

import { numberReadings } from '../number-style.ts';
import { multiplierLength, parseQuantity } from '../units.ts';
import type { Located, LocatedMap, LocatedScalar } from './located.ts';
import { DISTRIBUTION_KINDS } from './schema/distribution.ts';
import type { Place } from './source.ts';

/** A change as written: a factor, or one that may mean several things, with what to write instead. */
export type RelativeChange =
  | { readonly kind: 'factor'; readonly factor: number; readonly isPercent: boolean }
  | { readonly kind: 'unclear'; readonly help: string };

const NUMBER = String.raw`(\d+(?:\.\d+)?)`;
const PERCENT = new RegExp(String.raw`^([+-]) ?${NUMBER} ?%$`);
const TIMES = new RegExp(`^x ?${NUMBER}$`, 'i');
const OTHER_TIMES = new RegExp(String.raw`^(?:[*\u00d7] ?${NUMBER}|${NUMBER} ?[x*\u00d7])$`);
const SHARE = new RegExp(`^${NUMBER} ?%$`);

/** Reads a change of a figure; null for a value of its own. `isShare` tells that the figure is a percentage itself. */
export function relativeChange(text: string, isShare: boolean): RelativeChange | null {
  const percent = PERCENT.exec(text);
  if (percent !== null) {
    const share = Number(percent[2]) / 100;
    return { kind: 'factor', factor: percent[1] === '+' ? 1 + share : 1 - share, isPercent: true };
  }
  const times = TIMES.exec(text);
  if (times !== null) return { kind: 'factor', factor: Number(times[1]), isPercent: false };
  const other = OTHER_TIMES.exec(text);
  if (other !== null) return { kind: 'unclear', help: `write "x${other[1] ?? other[2]}"` };
  const share = isShare ? null : SHARE.exec(text);
  if (share !== null) {
    const of = Number((Number(share[1]) / 100).toPrecision(12));
    const more = Number((Number(share[1]) - 100).toPrecision(12));
    return { kind: 'unclear', help: `write "x${of}", which is "${more < 0 ? '' : '+'}${more}%"` };
  }
  if (/^[+-] ?\d/.test(text)) {
    const digits = /^[+-] ?(\d+(?:\.\d+)?)/.exec(text)![1]!;
    return {
      kind: 'unclear',
      help: `write "${text.charAt(0)}${digits}%" for a share of what is there, or the new value without a sign`,
    };
  }
  return null;
}

/** Whether a value is a figure: a number, with a unit or without. */
export function isFigure(value: Located | undefined): value is LocatedScalar {
  if (value?.kind !== 'scalar') return false;
  if (typeof value.value === 'number') return true;
  return typeof value.value === 'string' && FIGURE.test(value.value.trim());
}

const FIGURE = /^(?:[1-9]\d* ?x ?)?\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)? ?[a-z%/\u00b5\u03bc]?[a-z/ %\d.]*$/i;

/** Whether a figure is written as a percentage. */
export function isPercentage(value: LocatedScalar): boolean {
  return typeof value.value === 'number'
    ? value.value > 0 && value.value < 1
    : value.text.trim().endsWith('%');
}

/** Returns a figure or a distribution times a factor, as written at `place`; null for what is neither. */
export function scaled(base: Located, factor: number, isWhole: boolean, place: Place): Located | null {
  if (base.kind === 'scalar') return isFigure(base) ? scaledFigure(base, factor, isWhole, place) : null;
  if (base.kind === 'list') return null;
  const kind = DISTRIBUTION_KINDS.find((each) => base.entries.has(each));
  return kind === undefined ? null : scaledMap(base, factor, place);
}

/** Parameters that stay when all values of a distribution are multiplied. */
const FORM_KEYS: ReadonlySet<string> = new Set(['shape', 'sigma', 'stages', 'weight']);

function scaledMap(base: LocatedMap, factor: number, place: Place): LocatedMap {
  const entries = [...base.entries].map(([key, entry]) => {
    const value = FORM_KEYS.has(key)
      ? entry.value
      : key === 'quantiles'
        ? scaledQuantiles(entry.value, factor, place)
        : scaledParameter(entry.value, factor, place);
    return [key, { ...entry, value }] as const;
  });
  return { ...base, entries: new Map(entries) };
}

function scaledParameter(value: Located, factor: number, place: Place): Located {
  if (value.kind === 'map') return scaledMap(value, factor, place);
  if (value.kind === 'list') {
    return { ...value, items: value.items.map((item) => scaledParameter(item, factor, place)) };
  }
  return isFigure(value) ? scaledFigure(value, factor, false, place) : value;
}

/** Pairs of a fraction, which stays, and a value. */
function scaledQuantiles(value: Located, factor: number, place: Place): Located {
  if (value.kind !== 'list') return value;
  const items = value.items.map((pair): Located => {
    if (pair.kind !== 'list') return pair;
    return {
      ...pair,
      items: pair.items.map((item, i) => (i === 1 ? scaledParameter(item, factor, place) : item)),
    };
  });
  return { ...value, items };
}

function scaledFigure(base: LocatedScalar, factor: number, isWhole: boolean, place: Place): LocatedScalar {
  const asValue = (value: number | string): LocatedScalar => {
    return { kind: 'scalar', place, value, text: String(value), textStart: null };
  };
  const count = isWhole ? countOf(base) : null;
  if (count !== null) return asValue(Math.round(count * factor));
  if (typeof base.value === 'number') return asValue(rounded(base.value * factor));
  const text = base.text.trim();
  const multiplier = multiplierLength(text);
  const rest = text.slice(multiplier);
  const number = /^[\d_]+(?:\.\d+)?(?:e[+-]?\d+)?/i.exec(rest)![0];
  const unit = rest.slice(number.length);
  if (/\d/.test(unit)) {
    const span = parseQuantity(text, 'seconds');
    return span.kind === 'quantity' ? asValue(`${clear(span.value * factor)}s`) : base;
  }
  const times = multiplier === 0 ? 1 : Number.parseInt(text, 10);
  return asValue(clear(times * Number(number.replaceAll('_', '')) * factor) + unit);
}

function countOf(base: LocatedScalar): number | null {
  const count = parseQuantity(base.text, 'count');
  return count.kind === 'quantity' ? count.value : null;
}

/** Twelve digits: what a factor in decimals adds beyond is noise of binary numbers. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

/** A number that nobody can take for thousands. */
function clear(value: number): string {
  const text = String(rounded(value));
  return numberReadings(text) === null ? text : `${text}0`;
}

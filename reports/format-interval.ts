/** Intervals, differences and margins in words and figures, on top of `formatQuantity`. */

import type { Interval, Unit } from '../models/result.ts';
import { formatQuantity } from '../models/units.ts';
import { fixed, quantityScale, significant } from './quantity-scale.ts';

/**
 * Formats an interval: "42.7 to 45.6 ms", "9h 41min to 9h 50min". Both ends have the same decimals, enough to tell them
 * apart. Ends that are equal, or equal to six decimals, give one number. A null interval reads "unknown".
 */
export function formatInterval(interval: Interval, unit: Unit): string {
  if (interval === null) return 'unknown';
  const [low, high] = interval;
  if (low === high) return formatQuantity(low, unit).replace(/^-/, '−');
  if (unit === 'seconds' && low >= 60) {
    const ends = [formatQuantity(low, unit), formatQuantity(high, unit)];
    if (ends[0] !== ends[1]) return ends.join(' to ');
  }
  return onOneScale(low, high, unit);
}

function onOneScale(low: number, high: number, unit: Unit): string {
  const scale = quantityScale(unit, Math.max(Math.abs(low), Math.abs(high)));
  const decimals = decimalsFor(low / scale.divisor, high / scale.divisor);
  const ends = [low, high].map((end) => fixed(end / scale.divisor, decimals).replace(/^-/, '−'));
  if (ends[0] === ends[1]) return formatQuantity(high, unit).replace(/^-/, '−');
  return `${ends.join(' to ')}${scale.suffix}`;
}

/** Decimals that give the larger end three significant digits and the width two, at most six. */
function decimalsFor(low: number, high: number): number {
  const larger = Math.max(Math.abs(low), Math.abs(high));
  const forSize = larger === 0 ? 0 : 2 - Math.floor(Math.log10(larger));
  const forWidth = high === low ? 0 : 1 - Math.floor(Math.log10(high - low));
  return Math.min(6, Math.max(0, forSize, forWidth));
}

/** Work of one stage in one of the days of a studio whose day repeats. */
export function formatSpread(value: number | null, interval: Interval, unit: Unit): string {
  if (interval === null || value === null) return formatInterval(interval, unit);
  const half = symmetricHalf(value, interval);
  if (half === null) return formatInterval(interval, unit);
  const rounded =
    unit === 'seconds' && value >= 3600 ? 60 * Math.ceil(half / 60) : Number(half.toPrecision(2));
  return `± ${amount(rounded, unit)}`;
}

/** The larger half of an interval whose halves differ by less than a tenth; null for any other. */
function symmetricHalf(middle: number, [low, high]: readonly [number, number]): number | null {
  const [below, above] = [middle - low, high - middle];
  const half = Math.max(below, above);
  return Math.min(below, above) < 0.9 * half ? null : half;
}

/** "+3.2 ms", "−3.2 ms", "±0 ms": a difference always shows its sign. Differences of fractions are in points. */
export function formatDifference(difference: number | null, unit: Unit): string {
  if (difference === null) return 'unknown';
  return (difference === 0 ? '±' : signOf(difference)) + amount(Math.abs(difference), unit);
}

/** The interval of a difference: "± 0.3 ms" where it is symmetric, as paired intervals are, otherwise both ends signed. */
export function formatDifferenceSpread(difference: number | null, interval: Interval, unit: Unit): string {
  if (interval === null || difference === null) return 'unknown';
  const half = symmetricHalf(difference, interval);
  if (half !== null) return `± ${amount(Number(half.toPrecision(2)), unit)}`;
  return `${formatDifference(interval[0], unit)} to ${formatDifference(interval[1], unit)}`;
}

/** How much a quantity changes by: percentages change by points. */
function amount(size: number, unit: Unit): string {
  const text = formatQuantity(size, unit);
  return unit === 'fraction' ? text.replace('%', ' points') : text;
}

/** A margin as "+12%" to spare, "−9.8%" missing or "×26,700" the limit; "unknown" where there is none. */
export function formatMargin(margin: number | null): string {
  if (margin === null) return 'unknown';
  if (Math.abs(margin) >= MANIFOLD) return `×${timesTheLimit(margin)}`;
  return margin === 0 ? '0%' : signOf(margin) + marginSize(margin);
}

/** Margins from here on are better told as multiples of the limit: 1000% and more. */
export const MANIFOLD = 10;

/** For such a margin: how many times its limit the value is, "26,700" or "78.8M". */
export function timesTheLimit(margin: number): string {
  const times = 1 + Math.abs(margin);
  return times < 1e6 ? significant(times) : `${significant(times / 1e6)}M`;
}

/** The size of a margin without its sign: whole percents from 10% on, tenths below, never a false "0%". */
export function marginSize(margin: number): string {
  const percent = Math.abs(margin) * 100;
  if (percent > 0 && percent < 0.05) return '<0.1%';
  return `${percent >= 9.95 ? fixed(percent, 0) : percent.toFixed(1).replace('.0', '')}%`;
}

function signOf(value: number): string {
  return value < 0 ? '−' : '+';
}

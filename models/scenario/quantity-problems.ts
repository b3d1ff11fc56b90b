/** Mistakes in quantities: HR3xx. */

import { DIMENSIONS, type Dimension, dimensionOf } from '../units.ts';
import { alternatives, error } from './problem.ts';
import { listed, quoted } from './problem-words.ts';
import { durationReadings, meantUnits, timeReadings } from './quantity-suggestions.ts';

export const unitMissing = (text: string, dimension: Dimension) =>
  error('HR301', `${DIMENSIONS[dimension].name} needs a unit`, unitsFor(text, dimension));

export const unitUnknown = (text: string, unit: string, dimension: Dimension) => {
  const meant = meantUnits(text, unit, dimension);
  return error(
    'HR302',
    `unknown unit ${quoted(unit)}`,
    meant.length > 0
      ? `did you mean ${alternatives(meant)}?`
      : listed(`units of ${DIMENSIONS[dimension].name}`, DIMENSIONS[dimension].units),
  );
};

export const unitMismatch = (text: string, unit: string, dimension: Dimension) => {
  const found = dimensionOf(unit);
  const meant = meantUnits(text, unit, dimension);
  return error(
    'HR303',
    `expected ${DIMENSIONS[dimension].name}, but ${quoted(unit)} is a unit of ${found === null ? 'something else' : DIMENSIONS[found].name}`,
    meant.length > 0
      ? `did you mean ${alternatives(meant)}?`
      : unit === '%' && /^[+-]/.test(text.trim())
        ? 'a share of what is there stands in "variants", "vary" and --set only'
        : `${DIMENSIONS[dimension].name} is written like "${DIMENSIONS[dimension].example}"`,
  );
};

export const malformedQuantity = (text: string, dimension: Dimension) => {
  const meant =
    dimension === 'seconds' ? durationReadings(text) : dimension === 'time of day' ? timeReadings(text) : [];
  return error(
    'HR304',
    `${quoted(text)} is not ${DIMENSIONS[dimension].name}`,
    meant.length > 0
      ? `did you mean ${alternatives(meant)}?`
      : `${DIMENSIONS[dimension].name} is written like "${DIMENSIONS[dimension].example}"`,
  );
};

/** A number in the style of another country; `readings` holds what it may mean. */
export const numberUnclear = (text: string, readings: readonly string[]) =>
  error(
    'HR311',
    readings.length > 1
      ? `${quoted(text)} reads differently in two countries`
      : `${quoted(text)} is not how scenarios write a number`,
    `did you mean ${alternatives(readings)}?`,
  );

export const outOfRange = (text: string, range: string, meant: string | null = null) =>
  error('HR305', `${quoted(text)} must be ${range}`, meant === null ? null : `did you mean "${meant}"?`);

export const notWhole = (text: string) => error('HR306', `${quoted(text)} must be a whole number`);

/** Reason for parameters whose mean or variance overflows. */
export const BEYOND_NUMBERS = 'its mean or variance is too large to compute with';

export const impossibleParameters = (what: string, reason: string) =>
  error('HR307', `impossible ${what}: ${reason}`);

export const sharesNotWhole = (total: string) => error('HR308', `the shares add up to ${total}, not to 100%`);

/** A factor that leaves the amount of work alone on average, and does not. */
export const meanNotOne = (mean: number) => {
  const times = Number(mean.toPrecision(3));
  return error(
    'HR309',
    `a burst factor must have a mean of 1, not ${times}`,
    `divide its values by ${times}, and multiply "level" by ${times} if that much work is meant; "burst: 1" has no bursts`,
  );
};

/** A rate of operations of one size, "readRate" and "readSize", that leaves nothing of the bandwidth, "read". */
export const onePeakOnly = (
  direction: 'read' | 'write',
  rated: string,
  reached: string,
  bandwidth: string,
  suggested: string,
) =>
  error(
    'HR310',
    `${rated} are ${reached}, which takes all of "${direction}: ${bandwidth}", or so much that too little is left for the operation itself`,
    `write as "${direction}" what large ${direction}s reach; where only this one peak is known, "${direction}: ${suggested}" counts half of the cost as bytes and keeps the peak`,
  );

export const curveRefused = (why: string) =>
  error(
    'HR312',
    `no law is fitted to this curve: ${why}`,
    'give the points of an open load below its collapse, by rising rate, or leave the curve out',
  );

function unitsFor(text: string, dimension: Dimension): string {
  const number = text.trim();
  const likely = DIMENSIONS[dimension].units.slice(0, 4);
  return `did you mean ${alternatives(likely.map((unit) => (unit.includes('ops') ? `${number} ${unit}` : number + unit)))}?`;
}

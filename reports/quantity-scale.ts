/** One scale for several numbers: the axis of a chart, or the two ends of an interval. */

import type { Unit } from '../models/result.ts';

/** Divide an SI value by `divisor` to get the number that stands before `suffix`. */
export interface QuantityScale {
  readonly divisor: number;
  readonly suffix: string;
}

type Steps = readonly (readonly [divisor: number, suffix: string])[];

const STEPS: Readonly<Record<Unit, Steps>> = {
  seconds: [
    [86_400, ' d'],
    [3_600, ' h'],
    [60, ' min'],
    [1, ' s'],
    [1e-3, ' ms'],
    [1e-6, ' us'],
  ],
  bytes: prefixed(' ', 'B', 'k'),
  'bytes/s': prefixed(' ', 'B/s', 'k'),
  operations: prefixed('', ' ops', 'k'),
  'operations/s': prefixed('', ' ops/s', 'k'),
  fraction: [[0.01, '%']],
  count: [[1, '']],
};

function prefixed(gap: string, unit: string, kilo: string): Steps {
  const steps = [
    [1e15, 'P'],
    [1e12, 'T'],
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, kilo],
    [1, ''],
  ] as const;
  return steps.map(([divisor, prefix]) => [divisor, `${gap}${prefix}${unit}`] as const);
}

/** The largest scale on which `magnitude`, in the unit's SI base, is at least 1; the smallest for anything below. */
export function quantityScale(unit: Unit, magnitude: number): QuantityScale {
  const steps = STEPS[unit];
  const [divisor, suffix] = steps.find(([step]) => Math.abs(magnitude) >= step) ?? steps.at(-1) ?? [1, ''];
  return { divisor, suffix };
}

/** A number with a fixed count of decimals and commas between groups of three digits. */
export function fixed(value: number, decimals: number): string {
  const [whole = '', fraction] = value.toFixed(decimals).split('.');
  const groups = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

/** Three significant digits, whole numbers kept whole: "3.41", "0.052", "1,204". */
export function significant(value: number): string {
  if (Math.abs(value) >= 100) return fixed(value, 0);
  return String(Number(value.toPrecision(3)));
}

/** The axis of values of a chart of a load: from zero, or in whole decades; as Plot takes it. */

import type { ScaleOptions } from '@observablehq/plot';
import type { Unit } from '../../../models/result.ts';
import { formatQuantity } from '../../../models/units.ts';
import { niceTicks } from '../../nice-ticks.ts';
import { fixed, quantityScale } from '../../quantity-scale.ts';

const TICKS = 4;
const HEADROOM = 1.08;

export interface ValueAxis {
  /** The unit, where ticks do not carry it. */
  readonly label: string | null;
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  readonly tickLabel: (value: number) => string;
}

export function linearAxis(values: readonly number[], unit: Unit): ValueAxis {
  const highest = values.reduce((high, value) => Math.max(high, value), 0) || 1;
  const { divisor, suffix } = quantityScale(unit, highest);
  const ticks = niceTicks(highest / divisor, TICKS);
  const decimals = ticks.every((tick) => Number.isInteger(tick)) ? 0 : 1;
  return {
    domain: [0, highest * HEADROOM],
    ticks: ticks.map((tick) => tick * divisor),
    tickLabel: (value) => fixed(value / divisor, decimals),
    label: suffix.trim() || null,
  };
}

/** Whole decades around what is above zero. */
export function logAxis(values: readonly number[], unit: Unit): ValueAxis {
  const positive = values.filter((value) => value > 0);
  const low = Math.floor(Math.log10(positive.reduce((least, value) => Math.min(least, value), Infinity)));
  const high = Math.ceil(Math.log10(positive.reduce((most, value) => Math.max(most, value), 0)));
  const [from, to] = positive.length === 0 ? [-3, 0] : [low, Math.max(high, low + 1)];
  const ticks = Array.from({ length: to - from + 1 }, (_, decade) => Number(`1e${from + decade}`));
  return {
    domain: [ticks[0]!, ticks.at(-1)!],
    ticks,
    tickLabel: (value) => formatQuantity(value, unit),
    label: null,
  };
}

/** Grid lines stand for the marks on it. */
export function axisOptions(
  { domain, ticks, tickLabel, label }: ValueAxis,
  type: 'linear' | 'log',
): ScaleOptions {
  return {
    type,
    domain: [...domain],
    ticks: [...ticks],
    tickFormat: tickLabel,
    label,
    labelArrow: 'none',
    tickSize: 0,
  };
}

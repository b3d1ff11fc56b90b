/** Sentence on the spreads of several metrics, made from their numbers. */

import type { MetricResult } from '../../models/result.ts';
import { formatQuantity } from '../../models/units.ts';
import { leadersBy, listed } from '../leaders.ts';
import { significant } from '../quantity-scale.ts';

/** More names than these are only counted. */
const MOST_NAMES = 3;
/** A ratio below this is no tail. */
const LEAST_TAIL = 1.5;

/**
 * The metric whose 99th percentile is the most times its median. A percentile that lies among work without an end is told as a
 * lower bound, and where even the median does, nothing is. For metrics that are `drawable`, at least one.
 */
export function latencyTakeaway(metrics: readonly MetricResult[]): string {
  const known = metrics.filter(({ atLeast = [] }) => !atLeast.includes('p50'));
  const leaders = leadersBy(known, tailOf, timesText);
  const [widest] = leaders;
  if (widest === undefined)
    return 'The tail is unknown: so much work is unfinished that medians are lower bounds.';
  const { name, p50, p99 } = widest;
  const bound = isBound(widest) ? 'at least ' : '';
  const [high, median] = [p99 ?? 0, p50 ?? 0].map((seconds) => formatQuantity(seconds, 'seconds'));
  const figures = `its 99th percentile, ${bound}${high}, is ${bound}${timesText(tailOf(widest))} times its median of ${median}`;
  if (tailOf(widest) < LEAST_TAIL && !metrics.some(isBound)) {
    return `No long tail: no 99th percentile is more than ${significant(tailOf(widest))} times its median (${name}: ${high} against ${median}).`;
  }
  if (leaders.length > 1) {
    const names = listed(
      leaders.map((metric) => metric.name),
      MOST_NAMES,
    );
    return `${names} have the longest tails: their 99th percentiles are ${timesText(tailOf(widest))} times their medians.`;
  }
  if (metrics.length === 1) return `${name}: ${figures}.`;
  const hidden = metrics.some((metric) => metric !== widest && isBound(metric));
  return `${name} has the longest tail${hidden ? ' that was seen' : ''}: ${figures}.`;
}

function isBound({ atLeast = [] }: MetricResult): boolean {
  return atLeast.includes('p99');
}

function tailOf({ p50, p99 }: MetricResult): number {
  return (p99 ?? 0) / (p50 ?? Number.POSITIVE_INFINITY);
}

/** "1.4", "21": tenths would only be noise in larger ratios. */
function timesText(ratio: number): string {
  return ratio < 10 ? significant(ratio) : formatQuantity(Math.round(ratio), 'count');
}

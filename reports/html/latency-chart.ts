/** The spread of each metric on a logarithmic scale: median to 99th percentile, the maximum, and limits set on it. */

import { dot, link } from '@observablehq/plot';
import type { MetricResult, ObjectiveResult } from '../../models/result.ts';
import { formatQuantity } from '../../models/units.ts';
import { barSpan, drawBarRows, limitMarks } from './bar-rows.ts';
import type { LegendEntry } from './chart-figure.ts';
import type { Html } from './html.ts';

export const LATENCY_LEGEND: readonly LegendEntry[] = [
  { label: 'median to 99th percentile', color: 'var(--s1)', mark: 'line' },
  { label: '99th percentile', color: 'var(--s1)', mark: 'dot' },
  { label: 'maximum', color: 'var(--s6)', mark: 'dot' },
];

export const LIMIT_LEGEND: LegendEntry = {
  label: 'limit of an objective',
  color: 'var(--limit)',
  mark: 'line',
};

/** Metrics in seconds that were observed; others have no place on the scale. */
export function drawable(metrics: readonly MetricResult[]): readonly MetricResult[] {
  return metrics.filter(
    ({ unit, p50, p99 }) => unit === 'seconds' && p50 !== null && p99 !== null && p50 > 0,
  );
}

/** Draws metrics that are `drawable`, at least one. */
export function latencyChart(
  metrics: readonly MetricResult[],
  objectives: readonly ObjectiveResult[],
  label: string,
  width: number,
): Html {
  const limits = metrics.flatMap(({ name }, row) =>
    objectives.filter((objective) => objective.metric === name).map(({ limit }) => ({ row, at: limit })),
  );
  const spreads = metrics.map(({ p50, p99, max }, row) => ({
    p50: p50 ?? 0,
    p99: p99 ?? 0,
    max: max ?? p99 ?? 0,
    middle: (barSpan(row).top + barSpan(row).bottom) / 2,
  }));
  const low = Math.min(
    ...spreads.map(({ p50 }) => p50),
    ...limits.map(({ at }) => at).filter((limit) => limit > 0),
  );
  const high = Math.max(...spreads.map(({ max }) => max), ...limits.map(({ at }) => at));
  const decades = decadesBetween(low, high);
  const rows = metrics.map(({ name, atLeast = [], ...metric }) => {
    const figure = (which: 'p50' | 'p99' | 'max') =>
      `${atLeast.includes(which) ? '≥ ' : ''}${duration(metric[which])}`;
    return {
      name,
      note: `median ${figure('p50')}, p99 ${figure('p99')}, max ${figure('max')}`,
      shortNote: `p99 ${figure('p99')}`,
    };
  });
  return drawBarRows(
    rows,
    {
      kind: 'log',
      domain: [decades[0] ?? low, decades.at(-1) ?? high],
      ticks: decades,
      tickLabel: (seconds) => formatQuantity(seconds, 'seconds'),
    },
    [
      link(spreads, {
        x1: 'p99',
        x2: 'max',
        y1: 'middle',
        y2: 'middle',
        stroke: 'var(--s6)',
        strokeOpacity: 0.6,
      }),
      link(spreads, {
        x1: 'p50',
        x2: 'p99',
        y1: 'middle',
        y2: 'middle',
        stroke: 'var(--s1)',
        strokeWidth: 6,
      }),
      dot(spreads, { x: 'max', y: 'middle', r: 3, fill: 'var(--s6)' }),
      dot(spreads, { x: 'p99', y: 'middle', r: 5, fill: 'var(--s1)', stroke: 'var(--paper)' }),
      limitMarks(limits),
    ],
    label,
    width,
  );
}

/** Round times around a range; ticks of durations are clock-like above a minute. */
function decadesBetween(low: number, high: number): number[] {
  const steps = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 60, 600, 3600, 21_600, 86_400, 604_800, 2_592_000];
  const from = steps.findLastIndex((step) => step <= low);
  const to = steps.findIndex((step) => step >= high);
  return steps.slice(Math.max(0, from), to === -1 ? undefined : Math.max(to + 1, from + 2));
}

function duration(seconds: number | null): string {
  return seconds === null ? 'unknown' : formatQuantity(seconds, 'seconds');
}

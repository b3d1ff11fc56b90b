/** Every objective on one scale: its value as a share of its limit, with its interval, against the limit at 100%. */

import { link, rect } from '@observablehq/plot';
import type { ObjectiveResult } from '../../models/result.ts';
import { formatQuantity } from '../../models/units.ts';
import { formatMargin } from '../format-interval.ts';
import { type Judgement, judgement, valueText } from '../verdict-text.ts';
import { barSpan, cutMarks, drawBarRows, limitMarks } from './bar-rows.ts';
import type { LegendEntry } from './chart-figure.ts';
import type { Html } from './html.ts';
import { JUDGEMENT_MARKS } from './judgement-marks.ts';

/** The key to what is there: no bar within its limit, or none beyond it, needs no explaining. */
export function limitShareLegend(objectives: readonly ObjectiveResult[]): readonly LegendEntry[] {
  return [
    ...BARS.filter(({ of }) => objectives.some((objective) => judgement(objective) === of)).map(
      ({ entry }) => entry,
    ),
    ...(objectives.some(({ ci95 }) => ci95 !== null) ? [INTERVAL] : []),
    { label: 'limit', color: 'var(--limit)', mark: 'line' },
  ];
}

const INTERVAL: LegendEntry = { label: '95% interval', color: 'var(--ink)', mark: 'line' };
const BARS: readonly { readonly of: Judgement; readonly entry: LegendEntry }[] = [
  { of: 'met', entry: { label: 'value, objective met', color: JUDGEMENT_MARKS.met.color, mark: 'block' } },
  {
    of: 'missed',
    entry: { label: 'value, objective missed', color: JUDGEMENT_MARKS.missed.color, mark: 'block' },
  },
  {
    of: 'unknown',
    entry: { label: 'value, not judged', color: JUDGEMENT_MARKS.unknown.color, mark: 'block' },
  },
];

/** Bars end here, in an arrow; the figures beside them do not. */
const HIGHEST_SHARE = 2;

/** Objectives that have a value and a limit to compare it with. */
export function shareable(objectives: readonly ObjectiveResult[]): readonly ObjectiveResult[] {
  return objectives.filter(({ value, limit }) => value !== null && limit > 0);
}

/** Draws objectives that are `shareable`, at least one. */
export function limitShareChart(objectives: readonly ObjectiveResult[], width: number): Html {
  const bars = objectives.map(({ value, limit, ci95 }, row) => {
    const { top, bottom } = barSpan(row);
    const share = (quantity: number | undefined) =>
      Math.max(0, Math.min(HIGHEST_SHARE, (quantity ?? value ?? 0) / limit));
    const [low, high] = [share(ci95?.[0]), share(ci95?.[1])];
    return { top, bottom, middle: (top + bottom) / 2, share: share(value ?? 0), low, high };
  });
  const highest = Math.max(1.2, ...bars.map(({ high }) => high));
  const cutRows = objectives.flatMap(({ value, limit }, row) =>
    (value ?? 0) / limit > HIGHEST_SHARE ? [row] : [],
  );
  const ticks = [0, 0.5, 1, 1.5, 2].filter((tick) => tick <= highest);
  const rows = objectives.map((objective) => ({
    name: `${JUDGEMENT_MARKS[judgement(objective)].mark} ${objective.metric} ${objective.statistic}`,
    note: `${valueText(objective)}, ${objective.comparison === '<=' ? 'at most' : 'at least'} ${formatQuantity(objective.limit, objective.unit)}`,
    shortNote: formatMargin(objective.margin),
  }));
  const missed = objectives.filter((objective) => judgement(objective) === 'missed').length;
  return drawBarRows(
    rows,
    {
      kind: 'linear',
      domain: [0, highest],
      ticks,
      tickLabel: (share) => (share === 1 ? 'limit' : formatQuantity(share, 'fraction')),
    },
    [
      rect(bars, {
        x1: 0,
        x2: 'share',
        y1: 'top',
        y2: 'bottom',
        fillOpacity: 0.75,
        fill: (_, row: number) => JUDGEMENT_MARKS[judgement(objectives[row]!)].color,
      }),
      link(bars, {
        x1: 'low',
        x2: 'high',
        y1: 'middle',
        y2: 'middle',
        stroke: 'var(--ink)',
        strokeWidth: 2.5,
      }),
      cutMarks(cutRows, highest),
      limitMarks(objectives.map((_, row) => ({ row, at: 1 }))),
    ],
    `Value of each objective as a share of its limit: ${missed} of ${objectives.length} are missed.`,
    width,
  );
}

/** One small chart for each objective: every candidate's value with its interval, against the limit. */

import { link, rect } from '@observablehq/plot';
import type { ComparisonDocument } from '../../models/comparison.ts';
import type { ObjectiveResult } from '../../models/result.ts';
import { formatQuantity } from '../../models/units.ts';
import { letterOf, objectiveOf, subjectName, subjectsOf } from '../comparison-text.ts';
import { niceTicks } from '../nice-ticks.ts';
import { fixed, quantityScale } from '../quantity-scale.ts';
import { type Judgement, judgement, valueText } from '../verdict-text.ts';
import { barSpan, cutMarks, drawBarRows, limitMarks } from './bar-rows.ts';
import { type Html, html } from './html.ts';
import { JUDGEMENT_MARKS } from './judgement-marks.ts';

const WIDTH = 460;
const TICKS = 4;
/** The scale ends at this many times the limit, so that one hopeless candidate does not flatten the others. */
const MOST_LIMITS = 2;

interface Stated {
  readonly name: string;
  readonly letter: string;
  readonly objective: ObjectiveResult;
}

/** A candidate that has a value to draw. */
interface Entry extends Stated {
  readonly value: number;
}

/** The charts side by side, for objectives that some candidate has a value for. */
export function objectiveMultiples(comparison: ComparisonDocument): Html {
  const charts = subjectsOf(comparison).flatMap((subject) => {
    const stated = statedOf(comparison, subject);
    const entries = stated.flatMap((one): Entry[] => {
      const { value } = one.objective;
      return value === null ? [] : [{ ...one, value }];
    });
    if (entries.length === 0) return [];
    const all = stated.length === comparison.candidates.length ? 'all' : 'all that state it';
    return [multiple(subject, takeawayOf(subject, stated, all), entries)];
  });
  return html`<div class="multiples">${charts}</div>`;
}

/** The candidates that state the objective. */
function statedOf({ candidates }: ComparisonDocument, subject: ObjectiveResult): Stated[] {
  return candidates.flatMap((candidate, index) => {
    const objective = objectiveOf(candidate, subject);
    return objective === undefined ? [] : [{ name: candidate.name, letter: letterOf(index), objective }];
  });
}

function multiple(subject: ObjectiveResult, takeaway: string, entries: readonly Entry[]): Html {
  return html`<figure><figcaption><h3>${subjectName(subject)}</h3>
<p class="takeaway">${takeaway}</p></figcaption>
<div class="drawing small">${draw(subject, entries, `${subjectName(subject)}. ${takeaway}`)}</div></figure>
`;
}

/**
 * Describes all candidates that state the objective, including those without a value to draw, as where no work was
 * finished.
 */
function takeawayOf(subject: ObjectiveResult, stated: readonly Stated[], all: string): string {
  const limit = `${subject.comparison === '<=' ? 'At most' : 'At least'} ${formatQuantity(subject.limit, subject.unit)}`;
  const lettersOf = (wanted: Judgement) =>
    stated.filter(({ objective }) => judgement(objective) === wanted).map(({ letter }) => letter);
  const [met, missed, unknown] = [lettersOf('met'), lettersOf('missed'), lettersOf('unknown')];
  if (met.length === stated.length) return `${limit}: met by ${all}.`;
  if (unknown.length === stated.length) return `${limit}: judged of none.`;
  const parts = [
    met.length === 0 ? 'met by none' : `met by ${met.join(', ')}`,
    ...(met.length > 0 && missed.length > 0 ? [`not by ${missed.join(', ')}`] : []),
    ...(unknown.length > 0 ? [`not judged of ${unknown.join(', ')}`] : []),
  ];
  return `${limit}: ${parts.join(', ')}.`;
}

function draw(subject: ObjectiveResult, entries: readonly Entry[], label: string): Html {
  const { unit, limit } = subject;
  const bars = entries.map(({ objective, value }, row) => {
    const { top, bottom } = barSpan(row);
    const [low, high] = objective.ci95 ?? [value, value];
    const cut = (end: number) => Math.max(0, limit > 0 ? Math.min(end, MOST_LIMITS * limit) : end);
    return { top, bottom, middle: (top + bottom) / 2, value: cut(value), low: cut(low), high: cut(high) };
  });
  const highest = Math.max(1.05 * limit, ...bars.map(({ high }) => high));
  const cutRows = entries.flatMap(({ value }, row) => (value > highest ? [row] : []));
  const { divisor, suffix } = quantityScale(unit, highest);
  const ticks = niceTicks(highest / divisor, TICKS).map((tick) => tick * divisor);
  return drawBarRows(
    entries.map(({ name, letter, objective }) => {
      const note = `${valueText(objective)} ${JUDGEMENT_MARKS[judgement(objective)].mark}`;
      return { name: `${letter} ${name}`, note, shortNote: note };
    }),
    {
      kind: 'linear',
      domain: [0, highest],
      ticks,
      tickLabel: (tick) => fixed(tick / divisor, Number.isInteger(tick / divisor) ? 0 : 1) + suffix,
    },
    [
      rect(bars, {
        x1: 0,
        x2: 'value',
        y1: 'top',
        y2: 'bottom',
        fillOpacity: 0.75,
        fill: (_, row: number) => JUDGEMENT_MARKS[judgement(entries[row]!.objective)].color,
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
      limitMarks(entries.map((_, row) => ({ row, at: limit }))),
    ],
    label,
    WIDTH,
  );
}

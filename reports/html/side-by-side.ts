/**
 * Objectives, headroom and hardware figures of all candidates, a column for each. More candidates than fit on a sheet of
 * paper continue in a further table.
 */

import type { Candidate, ComparisonDocument } from '../../models/comparison.ts';
import type { ObjectiveResult } from '../../models/result.ts';
import { formatQuantity } from '../../models/units.ts';
import { overLimit } from '../busiest.ts';
import { letterOf, objectiveOf, subjectName, subjectsOf } from '../comparison-text.ts';
import { figureTitle } from '../evidence-grade.ts';
import { formatMargin, formatSpread } from '../format-interval.ts';
import { busiestSpan } from '../peak-window.ts';
import { isUnfinished, judgement, missedInText } from '../verdict-text.ts';
import { dataTable, quantity, type RowGroup, type TableColumn } from './data-table.ts';
import { gradeBadge } from './evidence-section.ts';
import { type Html, html } from './html.ts';
import { JUDGEMENT_MARKS } from './judgement-marks.ts';
import { judgementMark, limitSign, objectiveValue } from './objective-section.ts';

const CANDIDATES_PER_TABLE = 5;

/** Some of the candidates, those that stand in one table. */
interface Group {
  readonly candidates: readonly Candidate[];
  readonly columns: readonly TableColumn[];
  /** Tells this table from the others: ", A to E"; nothing where there is only one. */
  readonly suffix: string;
}

function groupsOf({ candidates }: ComparisonDocument): Group[] {
  const starts = Array.from({ length: Math.ceil(candidates.length / CANDIDATES_PER_TABLE) }, (_, group) => {
    return group * CANDIDATES_PER_TABLE;
  });
  return starts.map((start) => {
    const chosen = candidates.slice(start, start + CANDIDATES_PER_TABLE);
    const columns = chosen.map(({ name }, index) => ({
      title: `${letterOf(start + index)} ${name}`,
      numeric: true,
    }));
    const [first, last] = [letterOf(start), letterOf(start + chosen.length - 1)];
    return { candidates: chosen, columns, suffix: starts.length === 1 ? '' : `, ${first} to ${last}` };
  });
}

/** Every objective and policy: value, margin and interval by candidate. */
export function objectivesSideBySide(comparison: ComparisonDocument): Html[] {
  const subjects = subjectsOf(comparison);
  return groupsOf(comparison).map(({ candidates, columns, suffix }) =>
    dataTable(
      `Value, margin and 95% interval of each candidate${suffix}`,
      [{ title: 'Objective' }, { title: 'Limit', numeric: true }, ...columns],
      [
        ...objectiveRows(subjects, candidates, 'objective', 'Objectives'),
        ...objectiveRows(subjects, candidates, 'policy', 'Headroom policies'),
      ],
    ),
  );
}

function objectiveRows(
  subjects: readonly ObjectiveResult[],
  candidates: readonly Candidate[],
  kind: ObjectiveResult['kind'],
  title: string,
): RowGroup[] {
  const rows = subjects
    .filter((subject) => subject.kind === kind)
    .map((subject) => [
      subjectName(subject),
      html`${limitSign(subject)} ${quantity(subject.limit, subject.unit)}`,
      ...candidates.map((candidate) => objectiveCell(objectiveOf(candidate, subject))),
    ]);
  return rows.length === 0 ? [] : [{ title, rows }];
}

function objectiveCell(objective: ObjectiveResult | undefined): Html {
  if (objective === undefined) return html`<span class="muted">not stated</span>`;
  const { style } = JUDGEMENT_MARKS[judgement(objective)];
  const { value, unit, ci95, certainty } = objective;
  const spread = ci95 === null ? '' : formatSpread(value, ci95, unit);
  const missed = (objective.missedIn?.replications ?? 0) > 0 ? missedInText(objective) : null;
  const doubt = html`${missed === null ? null : html`<span class="note wraps">${missed}</span>`}${certainty === 'certain' ? null : html`<span class="note wraps unsure">${certainty}</span>`}`;
  return html`<span class="inline">${judgementMark(objective)}</span> ${objectiveValue(objective)}
<span class="note ${style}">${isUnfinished(objective) ? '' : formatMargin(objective.margin)}</span><span class="note">${spread}</span>${doubt}`;
}

/** Every resource: peak and mean by candidate, with the limit where there is one. */
export function headroomSideBySide(comparison: ComparisonDocument): Html[] {
  const resources = comparison.candidates.flatMap(({ result }) => result.resources);
  const names = [...new Set(resources.map(({ name }) => name))];
  return groupsOf(comparison).map(({ candidates, columns, suffix }) =>
    dataTable(
      `Utilization in the ${busiestSpan(resources)}, with the headroom limit and the mean${suffix}`,
      [{ title: 'Resource' }, ...columns],
      [
        {
          rows: names.map((name) => [
            name,
            ...candidates.map((candidate) => utilizationCell(candidate, name)),
          ]),
        },
      ],
    ),
  );
}

function utilizationCell({ result }: Candidate, name: string): Html {
  const resource = result.resources.find((one) => one.name === name);
  if (resource === undefined) return html`<span class="muted">–</span>`;
  const { utilization, headroomLimit } = resource;
  const over = overLimit(resource);
  const limit =
    headroomLimit === null
      ? null
      : html`<span class="note">${over ? 'over' : 'limit'} ${formatQuantity(headroomLimit, 'fraction')}</span>`;
  return html`<span class="${over ? 'bad' : 'plain'}">${quantity(utilization.peak, 'fraction')}</span>
${limit}<span class="note">mean ${quantity(utilization.mean, 'fraction')}</span>`;
}

/** Every hardware figure with its grade by candidate; a figure that a candidate has not stays unknown. */
export function figuresSideBySide(comparison: ComparisonDocument): Html[] {
  const names = new Map<string, readonly [system: string, figure: string]>();
  for (const { result } of comparison.candidates) {
    for (const system of result.storage) {
      for (const figure of system.figures)
        names.set(`${system.name} ${figure.name}`, [system.name, figure.name]);
    }
  }
  return groupsOf(comparison).map(({ candidates, columns, suffix }) => {
    const rows = [...names.values()].map(([system, figure]) => [
      html`${figureTitle(figure)}<span class="note">${system}</span>`,
      ...candidates.map((candidate) => figureCell(candidate, system, figure)),
    ]);
    return dataTable(
      `Hardware figures and their evidence${suffix}`,
      [{ title: 'Figure' }, ...columns],
      [{ rows }],
    );
  });
}

function figureCell({ result }: Candidate, systemName: string, figureName: string): Html {
  const system = result.storage.find((one) => one.name === systemName);
  const figure = system?.figures.find((one) => one.name === figureName);
  if (figure === undefined) return html`<span class="muted">unknown</span>`;
  return html`${quantity(figure.value, figure.unit)}<span class="note">${gradeBadge(figure.grade)}</span>`;
}

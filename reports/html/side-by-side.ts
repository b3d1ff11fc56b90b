/** Objectives, headroom and hardware figures of all candidates, a column for each. */

import type { Candidate, ComparisonDocument } from '../../models/comparison.ts';
import type { ObjectiveResult } from '../../models/result.ts';
import { formatQuantity } from '../../models/units.ts';
import { overLimit } from '../busiest.ts';
import { letterOf, objectiveOf, subjectName, subjectsOf } from '../comparison.ts';
import { figureTitle } from '../evidence-grade.ts';
import { formatMargin, formatSpread } from '../format-interval.ts';
import { judgement } from '../verdict.ts';
import { dataTable, quantity, type RowGroup, type TableColumn } from './data-table.ts';
import { gradeBadge } from './evidence-section.ts';
import { type Html, html } from './html.ts';
import { JUDGEMENT_MARKS, judgementMark, limitSign } from './objective-section.ts';

function columnsFor(first: readonly TableColumn[], candidates: readonly Candidate[]): TableColumn[] {
  return [
    ...first,
    ...candidates.map((candidate, index) => ({
      title: `${letterOf(index)} ${candidate.name}`,
      numeric: true,
    })),
  ];
}

/** Every objective and policy: value, margin and interval by candidate. */
export function objectivesSideBySide(comparison: ComparisonDocument): Html {
  const { candidates } = comparison;
  const subjects = subjectsOf(comparison);
  const group = (kind: ObjectiveResult['kind'], title: string): RowGroup[] => {
    const chosen = subjects.filter((subject) => subject.kind === kind);
    const rows = chosen.map((subject) => [
      subjectName(subject),
      html`${limitSign(subject)} ${quantity(subject.limit, subject.unit)}`,
      ...candidates.map((candidate) => objectiveCell(objectiveOf(candidate, subject))),
    ]);
    return rows.length === 0 ? [] : [{ title, rows }];
  };
  return dataTable(
    'Value, margin and 95% interval of each candidate',
    columnsFor([{ title: 'Objective' }, { title: 'Limit', numeric: true }], candidates),
    [...group('objective', 'Objectives'), ...group('policy', 'Headroom policies')],
  );
}

function objectiveCell(objective: ObjectiveResult | undefined): Html {
  if (objective === undefined) return html`<span class="muted">not stated</span>`;
  const { style } = JUDGEMENT_MARKS[judgement(objective)];
  const { value, unit, ci95, certainty } = objective;
  const spread = ci95 === null ? '' : formatSpread(value, ci95, unit);
  const doubt = certainty === 'certain' ? null : html`<span class="note unsure">${certainty}</span>`;
  return html`<span class="inline">${judgementMark(objective)}</span> ${quantity(value, unit)}
<span class="note ${style}">${formatMargin(objective.margin)}</span><span class="note">${spread}</span>${doubt}`;
}

/** Every resource: busiest minute and mean by candidate, with the limit where there is one. */
export function headroomSideBySide({ candidates }: ComparisonDocument): Html {
  const names = [
    ...new Set(candidates.flatMap(({ result }) => result.resources.map((resource) => resource.name))),
  ];
  const rows = names.map((name) => [
    name,
    ...candidates.map((candidate) => utilizationCell(candidate, name)),
  ]);
  return dataTable(
    'Utilization in the busiest minute, with the headroom limit and the mean',
    columnsFor([{ title: 'Resource' }], candidates),
    [{ rows }],
  );
}

function utilizationCell({ result }: Candidate, name: string): Html {
  const resource = result.resources.find((one) => one.name === name);
  if (resource === undefined) return html`<span class="muted">–</span>`;
  const { utilization, headroomLimit } = resource;
  const over = overLimit(resource);
  const limit =
    headroomLimit === null ? '' : `${over ? 'over' : 'of'} ${formatQuantity(headroomLimit, 'fraction')}, `;
  return html`<span class="${over ? 'bad' : 'plain'}">${quantity(utilization.peak, 'fraction')}</span>
<span class="note">${limit}mean ${quantity(utilization.mean, 'fraction')}</span>`;
}

/** Every hardware figure with its grade by candidate; a figure that a candidate has not stays unknown. */
export function figuresSideBySide({ candidates }: ComparisonDocument): Html {
  const names = new Map<string, readonly [system: string, figure: string]>();
  for (const { result } of candidates) {
    for (const system of result.storage) {
      for (const figure of system.figures)
        names.set(`${system.name} ${figure.name}`, [system.name, figure.name]);
    }
  }
  const rows = [...names.values()].map(([system, figure]) => [
    html`${figureTitle(figure)}<span class="note">${system}</span>`,
    ...candidates.map((candidate) => figureCell(candidate, system, figure)),
  ]);
  return dataTable('Hardware figures and their evidence', columnsFor([{ title: 'Figure' }], candidates), [
    { rows },
  ]);
}

function figureCell({ result }: Candidate, systemName: string, figureName: string): Html {
  const system = result.storage.find((one) => one.name === systemName);
  const figure = system?.figures.find((one) => one.name === figureName);
  if (figure === undefined) return html`<span class="muted">unknown</span>`;
  return html`${quantity(figure.value, figure.unit)}<span class="note">${gradeBadge(figure.grade)}</span>`;
}

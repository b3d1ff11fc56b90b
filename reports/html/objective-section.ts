/** Objectives and headroom policies: how near each value is to its limit, as a picture and in figures. */

import type { ObjectiveResult, ResultDocument } from '../../models/result.ts';
import { formatQuantity } from '../../models/units.ts';
import { objectivesCsv } from '../csv.ts';
import { formatInterval, formatMargin } from '../format-interval.ts';
import { isUnfinished, judgement, missedInSpiteOfValue } from '../verdict-text.ts';
import { download, drawing } from './chart-figure.ts';
import { atLeast, dataTable, quantity, type RowGroup } from './data-table.ts';
import { type Html, html } from './html.ts';
import { JUDGEMENT_MARKS } from './judgement-marks.ts';
import { definitionOf } from './latency-section.ts';
import { limitShareChart, limitShareLegend, shareable } from './limit-share-chart.ts';
import type { ReportSection } from './report-section.ts';
import type { ResultSubject } from './result-subject.ts';

const columnsOf = ({ load }: ResultDocument) => [
  { title: 'Objective' },
  { title: 'Value', numeric: true },
  { title: 'Limit', numeric: true },
  { title: 'Margin', numeric: true },
  { title: '95% interval', numeric: true },
  { title: load === undefined ? 'Missed in' : 'Observations', numeric: true },
  { title: 'Certainty' },
  { title: 'Line', numeric: true },
];

export const OBJECTIVE_SECTION: ReportSection<Pick<ResultSubject, 'result'>> = {
  id: 'objectives',
  title: () => 'Objectives',
  render: ({ result }) => objectiveSection(result),
};

function objectiveSection(result: ResultDocument): Html {
  const { objectives } = result;
  if (objectives.length === 0) return html``;
  const groups = [
    ...groupOf(result, 'objective', 'Objectives'),
    ...groupOf(result, 'policy', 'Headroom policies'),
  ];
  const shown = shareable(objectives);
  return html`<section aria-labelledby="objectives">
<h2 id="objectives">Objectives</h2>
<p class="muted">The margin says how far a value may move before it breaks its limit, as a share of that limit; below zero it is broken.${objectives.some(missedInSpiteOfValue) ? ' An objective may be missed with a margin, as most replications miss it or work was left unfinished.' : ''}${result.load === undefined ? ' Beside the interval: the replications that miss, of those that were simulated.' : ''}</p>
${shown.length === 0 ? null : html`<figure>${drawing(limitShareLegend(shown), (width) => limitShareChart(shown, width))}</figure>`}
${dataTable('Objectives and headroom policies', columnsOf(result), groups, true)}
${download({ fileName: 'objectives.csv', csv: objectivesCsv(result), about: 'in SI units, with the objectives as written' })}
</section>`;
}

function groupOf(result: ResultDocument, kind: ObjectiveResult['kind'], title: string): RowGroup[] {
  const chosen = result.objectives.filter((objective) => objective.kind === kind);
  return chosen.length === 0 ? [] : [{ title, rows: chosen.map((objective) => rowOf(result, objective)) }];
}

function rowOf(result: ResultDocument, objective: ObjectiveResult): (string | Html)[] {
  const { style } = JUDGEMENT_MARKS[judgement(objective)];
  const meaning = definitionOf(result, objective.metric)?.meaning;
  const note = meaning === undefined ? null : html`<span class="note">${meaning}</span>`;
  return [
    html`<span class="marked">${judgementMark(objective)}${objective.metric} ${objective.statistic}${note}</span>`,
    objectiveValue(objective),
    html`${limitSign(objective)} ${quantity(objective.limit, objective.unit)}`,
    isUnfinished(objective) ? '' : html`<span class="${style}">${formatMargin(objective.margin)}</span>`,
    isUnfinished(objective) ? '' : formatInterval(objective.ci95, objective.unit),
    result.load === undefined ? missedCell(objective) : formatQuantity(objective.count, 'count'),
    objective.certainty === 'certain'
      ? 'certain'
      : html`<span class="unsure">${certaintyText(result, objective)}</span>`,
    html`<span title="${objective.file}">${objective.line}</span>`,
  ];
}

/** "9 of 10"; in words where there are not several replications to count. */
function missedCell({ missedIn, count }: ObjectiveResult): Html {
  if (missedIn === undefined) {
    return html`<span class="muted">${count === 0 ? 'none seen' : count === 1 ? 'one replication' : 'not counted'}</span>`;
  }
  const { replications, of } = missedIn;
  const style = replications === 0 ? 'muted' : replications === of ? 'bad' : 'unsure';
  return html`<span class="nowrap ${style}">${replications} of ${of}</span>`;
}

/** A load run is single by nature; what it may lack is an interval. */
function certaintyText({ load }: ResultDocument, { certainty }: ObjectiveResult): string {
  return load !== undefined && certainty === 'single replication' ? 'no interval' : certainty;
}

/** The value, or what there is of it where work had no end. */
export function objectiveValue(objective: ObjectiveResult): Html {
  return isUnfinished(objective)
    ? html`no end`
    : atLeast(quantity(objective.value, objective.unit), objective.unfinished === true);
}

/** ✓, ✗ or ?, named for those who cannot see it. */
export function judgementMark(objective: ObjectiveResult): Html {
  const { mark, name, style } = JUDGEMENT_MARKS[judgement(objective)];
  return html`<span class="mark ${style}" role="img" aria-label="${name}">${mark}</span>`;
}

export function limitSign({ comparison }: ObjectiveResult): string {
  return comparison === '<=' ? '≤' : '≥';
}

/** Candidates side by side: verdict, least margin, bottleneck, and how well their figures are supported. */

import type { Candidate } from '../../models/comparison.ts';
import { leastMarginSubject, leastMarginText, letterOf } from '../comparison.ts';
import { worstGrade } from '../evidence-grade.ts';
import { verdictOf } from '../verdict.ts';
import { dataTable } from './data-table.ts';
import { gradeBadge } from './evidence-section.ts';
import { type Html, html } from './html.ts';
import { VERDICT_CLASSES, VERDICT_MARKS, VERDICT_TITLES } from './verdict-panel.ts';

const COLUMNS = [
  { title: 'Candidate' },
  { title: 'Verdict' },
  { title: 'Least margin', numeric: true },
  { title: 'of' },
  { title: 'Bottleneck', wide: true },
  { title: 'Weakest evidence' },
];

export function candidateTable(candidates: readonly Candidate[]): Html {
  return dataTable('Candidates; A is the baseline', COLUMNS, [{ rows: candidates.map(rowOf) }]);
}

function rowOf(candidate: Candidate, index: number): (string | Html)[] {
  const { result } = candidate;
  const verdict = verdictOf(result);
  const style = VERDICT_CLASSES[verdict.kind];
  return [
    html`<span class="marked"><span class="mark">${letterOf(index)}</span>${candidate.name}</span>`,
    html`<span class="nowrap ${style}"><span aria-hidden="true">${VERDICT_MARKS[verdict.kind]}</span> ${VERDICT_TITLES[verdict.kind]}</span>`,
    html`<span class="${style}">${leastMarginText(candidate)}</span>`,
    leastMarginSubject(candidate),
    result.bottleneck === null
      ? result.load === undefined
        ? 'none'
        : html`<span class="muted">not seen by a load run</span>`
      : html`${result.bottleneck.resource}<span class="note">${result.bottleneck.why}</span>`,
    evidenceCell(candidate),
  ];
}

/** The worst grade, and how many figures have no better support than arithmetic or a guess. */
function evidenceCell({ result }: Candidate): Html {
  const worst = worstGrade(result);
  if (result.load !== undefined)
    return html`${gradeBadge('measured')}<span class="note">on the target itself</span>`;
  if (worst === null) return html`<span class="muted">no figures</span>`;
  const figures = result.storage.flatMap((system) => system.figures);
  const counts = (['guess', 'inferred'] as const).flatMap((grade) => {
    const count = figures.filter((figure) => figure.grade === grade).length;
    return count === 0 ? [] : [`${count} ${grade}`];
  });
  const weak = counts.length === 0 ? 'none guessed or inferred' : counts.join(', ');
  return html`${gradeBadge(worst)}<span class="note">${weak}, of ${figures.length} figures</span>`;
}

/** Candidates side by side: verdict, least margin, bottleneck, and how well their figures are supported. */

import type { Candidate, ComparisonDocument } from '../../models/comparison.ts';
import {
  decidingSubjects,
  type LetteredCandidate,
  leastMarginSubject,
  leastMarginText,
  marginText,
  objectiveOf,
  ranked,
} from '../comparison-text.ts';
import { worstGrade } from '../evidence-grade.ts';
import { verdictOf } from '../verdict-text.ts';
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

/** Returns the candidates, the best first, and their margins on each objective that decides on any of them. */
export function candidateTable(comparison: ComparisonDocument): Html {
  const candidates = ranked(comparison.candidates);
  const label = 'Candidates, the best first; A is the baseline';
  return html`${dataTable(label, COLUMNS, [{ rows: candidates.map(rowOf) }])}
${marginTable(comparison, candidates)}`;
}

/** Each column is of one objective, so that its margins can be compared; nothing where one objective decides on all. */
function marginTable(comparison: ComparisonDocument, candidates: readonly LetteredCandidate[]): Html | null {
  const subjects = decidingSubjects(comparison);
  if (subjects.length < 2) return null;
  const columns = [{ title: 'Candidate' }, ...subjects.map(({ text }) => ({ title: text, numeric: true }))];
  const rows = candidates.map(({ candidate, letter }) => [
    nameOf(candidate, letter),
    ...subjects.map((subject) => {
      const objective = objectiveOf(candidate, subject);
      if (objective === undefined) return html`<span class="muted">not stated</span>`;
      const text = marginText(objective);
      return subject.text === candidate.leastMargin?.text ? html`<strong>${text}</strong>` : html`${text}`;
    }),
  ]);
  return dataTable('Margins on the objectives that decide; each candidate’s least in bold', columns, [
    { rows },
  ]);
}

function nameOf({ name }: Candidate, letter: string): Html {
  return html`<span class="marked"><span class="mark">${letter}</span>${name}</span>`;
}

function rowOf({ candidate, letter }: LetteredCandidate): (string | Html)[] {
  const { result } = candidate;
  const verdict = verdictOf(result);
  const style = VERDICT_CLASSES[verdict.kind];
  return [
    nameOf(candidate, letter),
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

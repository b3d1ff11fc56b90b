/** Paired differences from the baseline: each with its interval, and whether it is beyond noise. */

import type { ComparisonDocument, PairedDifference } from '../../models/comparison.ts';
import type { ObjectiveResult } from '../../models/result.ts';
import {
  basisSentence,
  higherInText,
  type Improvement,
  improvement,
  letterOf,
  subjectsOf,
} from '../comparison.ts';
import { formatDifference, formatDifferenceSpread } from '../format-interval.ts';
import { dataTable, quantity } from './data-table.ts';
import { type Html, html } from './html.ts';

export function differenceSection(comparison: ComparisonDocument): Html {
  const { candidates, differences } = comparison;
  const baseline = candidates[0];
  if (baseline === undefined || differences.length === 0) return html``;
  const subjects = subjectsOf(comparison);
  return html`<section aria-labelledby="differences">
<h2 id="differences">Differences from ${baseline.name}</h2>
<p class="muted">${basisSentence(comparison)} ${differenceRule(differences)} One below a thousandth of the baseline is negligible.</p>
${candidates.slice(1).map((candidate, index) => {
  const own = differences.filter((difference) => difference.candidate === candidate.name);
  return candidateDifferences(
    `${letterOf(index + 1)} ${candidate.name}`,
    own,
    subjects,
    `A ${baseline.name}`,
  );
})}
</section>`;
}

/** When a difference counts as one. */
function differenceRule(differences: readonly PairedDifference[]): string {
  const paired = differences.some(({ basis }) => basis === 'paired');
  return paired
    ? 'A difference is within noise where its 95% interval contains zero and replications do not agree which side is higher.'
    : 'A difference is within noise where its 95% interval contains zero.';
}

function candidateDifferences(
  name: string,
  differences: readonly PairedDifference[],
  subjects: readonly ObjectiveResult[],
  baseline: string,
): Html {
  const judged = differences.filter(({ kind }) => kind !== 'metric');
  const metrics = differences.filter(({ kind }) => kind === 'metric');
  const counted = differences.some(({ signs }) => signs !== undefined);
  const columns = [
    { title: 'Of' },
    { title: baseline, numeric: true },
    { title: name, numeric: true },
    { title: 'Difference', numeric: true },
    { title: '95% interval', numeric: true },
    ...(counted ? [{ title: 'Higher in', numeric: true }] : []),
    { title: 'Which is' },
  ];
  const table = (label: string, chosen: readonly PairedDifference[], captionHidden: boolean) =>
    dataTable(
      label,
      columns,
      [{ rows: chosen.map((difference) => rowOf(difference, subjects, counted)) }],
      captionHidden,
    );
  return html`<h3>${name}</h3>
<p>${takeawayOf(judged, subjects)}</p>
${judged.length === 0 ? null : table(`Objectives of ${name} against the baseline`, judged, true)}
${
  metrics.length === 0
    ? null
    : html`<details><summary>All metrics</summary>${table(`${metrics.every(({ basis }) => basis === 'paired') ? 'Means' : 'Means and percentiles'} of all metrics of ${name} against the baseline`, metrics, false)}</details>`
}
`;
}

function takeawayOf(differences: readonly PairedDifference[], subjects: readonly ObjectiveResult[]): string {
  if (differences.length === 0) return 'No objectives in common with the baseline.';
  const count = (wanted: Improvement) =>
    differences.filter((difference) => improvement(difference, subjects) === wanted).length;
  const noise = differences.filter(({ verdict }) => verdict === 'within noise').length;
  const same = noise + count('negligible');
  return `Of ${differences.length} objectives and policies ${count('better')} better, ${count('worse')} worse, ${same} negligible or within noise.`;
}

function rowOf(
  difference: PairedDifference,
  subjects: readonly ObjectiveResult[],
  counted: boolean,
): (string | Html)[] {
  const { unit, ci95, verdict } = difference;
  const better = improvement(difference, subjects);
  const style = better === 'better' ? 'good' : better === 'worse' ? 'bad' : 'muted';
  return [
    difference.subject,
    quantity(difference.baseline, unit),
    quantity(difference.value, unit),
    html`<span class="${style}">${formatDifference(difference.difference, unit)}</span>`,
    formatDifferenceSpread(difference.difference, ci95, unit),
    ...(counted ? [higherInText(difference)] : []),
    html`<span class="${style}">${better === null ? verdict : `${verdict}, ${better}`}</span>`,
  ];
}

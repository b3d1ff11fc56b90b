/** Paired differences from the baseline: each with its interval, and whether it is beyond noise. */

import type { ComparisonDocument, PairedDifference } from '../../../models/comparison.ts';
import {
  basisSentence,
  higherInText,
  improvement,
  letterOf,
  otherWorkSentence,
  tallyOfDifferences,
  withheldSentences,
} from '../../comparison-text.ts';
import { formatDifference, formatDifferenceSpread } from '../../format-interval.ts';
import { dataTable, quantity } from '../data-table.ts';
import { type Html, html } from '../html.ts';
import type { ReportSection } from '../report-section.ts';
import type { ComparisonSubject } from './comparison-subject.ts';

export const DIFFERENCE_SECTION: ReportSection<ComparisonSubject> = {
  id: 'differences',
  title: () => 'Differences',
  render: ({ comparison }) => differenceSection(comparison),
};

function differenceSection(comparison: ComparisonDocument): Html {
  const { candidates, differences } = comparison;
  const baseline = candidates[0];
  if (baseline === undefined || differences.length === 0) return html``;
  return html`<section aria-labelledby="differences">
<h2 id="differences">Differences from ${baseline.name}</h2>
<p class="muted">${basisSentence(comparison)} ${differenceRule(differences)} One below a thousandth of the baseline is negligible.</p>
${candidates.slice(1).map((candidate, index) => {
  const own = differences.filter((difference) => difference.candidate === candidate.name);
  return candidateDifferences(
    `${letterOf(index + 1)} ${candidate.name}`,
    own,
    comparison,
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
  comparison: ComparisonDocument,
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
      [{ rows: chosen.map((difference) => rowOf(difference, comparison, counted)) }],
      captionHidden,
    );
  return html`<h3>${name}</h3>
<p>${takeawayOf(judged, comparison)}</p>
${withheldSentences(differences).map((sentence) => html`<p class="unsure">${sentence}</p>`)}
${judged.length === 0 ? null : table(`Objectives of ${name} against the baseline`, judged, true)}
${
  metrics.length === 0
    ? null
    : html`<details><summary>All metrics</summary>${table(`${metrics.every(({ basis }) => basis === 'paired') ? 'Means' : 'Means and percentiles'} of all metrics of ${name} against the baseline`, metrics, false)}</details>`
}
`;
}

function takeawayOf(differences: readonly PairedDifference[], comparison: ComparisonDocument): string {
  if (differences.length === 0) return 'No objectives in common with the baseline.';
  const told = `Of ${differences.length} objectives and policies ${tallyOfDifferences(differences, comparison)}.`;
  const otherWork = otherWorkSentence(differences, comparison);
  return otherWork === null ? told : `${told} ${otherWork}`;
}

function rowOf(
  difference: PairedDifference,
  comparison: ComparisonDocument,
  counted: boolean,
): (string | Html)[] {
  const { unit, ci95, verdict } = difference;
  const better = improvement(difference, comparison);
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

/** Evidence of a comparison: figures and their sources, inputs, and the command to repeat it. */

import type { Candidate, ComparisonDocument } from '../../../models/comparison.ts';
import { letterOf, runSentences } from '../../comparison-text.ts';
import { dataTable } from '../data-table.ts';
import { defaultTable, figureTables, gradeLegend, transferNotes } from '../evidence-section.ts';
import { type Html, html } from '../html.ts';
import type { ReportSection } from '../report-section.ts';
import { figuresSideBySide } from '../side-by-side.ts';
import type { ComparisonSubject } from './comparison-subject.ts';

export const COMPARISON_EVIDENCE_SECTION: ReportSection<ComparisonSubject> = {
  id: 'evidence',
  title: () => 'Evidence',
  render: ({ comparison, command }) => evidenceSection(comparison, command),
};

function evidenceSection(comparison: ComparisonDocument, command: string): Html {
  const { candidates } = comparison;
  return html`<section aria-labelledby="evidence">
<h2 id="evidence">Evidence</h2>
<p class="muted">A margin is worth no more than the figures it comes from.</p>
${figuresSideBySide(comparison)}
${gradeLegend(candidates.flatMap(({ result }) => result.storage))}
<details><summary>Sources, candidate by candidate</summary>
${candidates.map(({ name, result }, index) => html`<h3>${letterOf(index)} ${name}</h3>${figureTables(result.storage)}${transferNotes(result.storage)}${defaultTable(result.defaults)}`)}
</details>
<h3>Inputs</h3>
${runSentences(comparison).map((sentence) => html`<p>${sentence}</p>`)}
${fileTable(candidates)}
${settingTable(candidates)}
<h3>To repeat it</h3>
<p class="muted small">${
    candidates.every(({ result }) => result.load === undefined)
      ? 'The same command, scenarios and version give the same figures to the last digit.'
      : 'The same command makes the same comparison; to measure again is another run.'
  }</p>
<pre><code>${command}</code></pre>
</section>`;
}

/** Each file once, with the candidates that come from it. */
function fileTable(candidates: readonly Candidate[]): Html {
  const files = new Map<
    string,
    { readonly file: string; readonly sha256: string; readonly letters: string[] }
  >();
  for (const [index, { result }] of candidates.entries()) {
    for (const { file, sha256 } of [result.scenario, ...(result.scenario.extends ?? [])]) {
      const entry = files.get(`${sha256} ${file}`) ?? { file, sha256, letters: [] };
      entry.letters.push(letterOf(index));
      files.set(`${sha256} ${file}`, entry);
    }
  }
  const columns = [{ title: 'File' }, { title: 'SHA-256' }, { title: 'Of' }];
  const rows = [...files.values()].map(({ file, sha256, letters }) => [
    file,
    html`<code>${sha256}</code>`,
    letters.join(', '),
  ]);
  return dataTable('Scenario files', columns, [{ rows }]);
}

/** How each candidate differs from its file. */
function settingTable(candidates: readonly Candidate[]): Html {
  const columns = [
    { title: 'Candidate' },
    { title: 'Scenario' },
    { title: 'Variant' },
    { title: 'Set from the command line' },
  ];
  const rows = candidates.map(({ name, result: { scenario } }, index) => [
    `${letterOf(index)} ${name}`,
    scenario.name,
    scenario.variant ?? html`<span class="muted">none</span>`,
    scenario.overrides.length === 0
      ? html`<span class="muted">nothing</span>`
      : scenario.overrides.join(', '),
  ]);
  return dataTable('Variants and settings', columns, [{ rows }]);
}

/**
 * The report on several candidates under the same scenario: who meets everything, by what margin, what binds, how the
 * objectives and the headroom compare, which differences are real, and what the figures rest on. One HTML file that needs
 * neither network nor JavaScript. Pure: the same comparison gives the same bytes.
 */

import type { Candidate, ComparisonDocument } from '../../models/comparison.ts';
import { comparisonSentence, letterOf, runSentences, sharedCaveats, subjectsOf } from '../comparison.ts';
import { comparisonCsv, differencesCsv } from '../csv.ts';
import { verdictOf } from '../verdict.ts';
import { candidateTable } from './candidate-table.ts';
import { dataTable } from './data-table.ts';
import { differenceSection } from './difference-table.ts';
import { defaultTable, figureTables, gradeLegend, transferNotes } from './evidence-section.ts';
import { download } from './figure.ts';
import { type Html, html } from './html.ts';
import { objectiveMultiples } from './objective-multiples.ts';
import { page } from './page.ts';
import { figuresSideBySide, headroomSideBySide, objectivesSideBySide } from './side-by-side.ts';

export interface ComparisonProvenance {
  /** The command that makes this report again. */
  readonly command: string;
}

export function comparisonReport(comparison: ComparisonDocument, { command }: ComparisonProvenance): string {
  const { candidates, tool } = comparison;
  const names = [...new Set(candidates.map(({ result }) => result.scenario.name))];
  const title = names.length === 1 ? (names[0] ?? '') : 'Scenarios compared';
  const sections: readonly (readonly [id: string, title: string, content: Html])[] = [
    ['objectives', 'Objectives', objectiveSection(comparison)],
    ['headroom', 'Headroom', headroomSection(comparison)],
    ['differences', 'Differences', differenceSection(comparison)],
    ['evidence', 'Evidence', evidenceSection(comparison, command)],
  ];
  const present = sections.filter(([, , content]) => content.markup !== '');
  return page({
    title: `${title}: ${candidates.length} candidates compared`,
    generator: `${tool.name} ${tool.version}`,
    body: html`<header>
<p class="eyebrow">Headroom · comparison of ${candidates.length} candidates</p>
<h1>${title}</h1>
</header>
<main>
${verdictPanel(comparison)}
<nav aria-label="Sections"><ul>${present.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
${present.map(([, , content]) => html`${content}\n`)}
</main>
<footer>Made by ${tool.name} ${tool.version} on Node ${tool.node}.</footer>`,
  });
}

function verdictPanel(comparison: ComparisonDocument): Html {
  const { candidates } = comparison;
  const holding = candidates.filter(({ result }) => verdictOf(result).kind === 'holds').length;
  const style = holding > 0 ? 'good' : 'bad';
  const caveats = sharedCaveats(candidates);
  const care =
    caveats.length === 0
      ? null
      : html`<dl class="facts"><div class="care"><dt>Read with care</dt><dd><ul>
${caveats.map((caveat) => html`<li>${caveat}</li>\n`)}</ul></dd></div></dl>`;
  return html`<section class="verdict ${style}" aria-labelledby="verdict">
<h2 id="verdict">${holding} of ${candidates.length} hold${holding === 1 ? 's' : ''}</h2>
<p class="summary">${comparisonSentence(comparison)}</p>
${candidateTable(candidates)}
${care}
</section>`;
}

function objectiveSection(comparison: ComparisonDocument): Html {
  if (subjectsOf(comparison).length === 0) return html``;
  return html`<section aria-labelledby="objectives">
<h2 id="objectives">Objectives side by side</h2>
<p class="muted">The red mark is the limit, the thin line at the end of a bar its 95% interval. A bar that would reach beyond twice the limit ends there in an arrow.</p>
${objectiveMultiples(comparison)}
${objectivesSideBySide(comparison)}
${download({ fileName: 'objectives.csv', csv: comparisonCsv(comparison), about: 'all candidates, in SI units' })}
${download({ fileName: 'differences.csv', csv: differencesCsv(comparison), about: 'differences from the baseline, in SI units' })}
</section>`;
}

function headroomSection(comparison: ComparisonDocument): Html {
  if (comparison.candidates.every(({ result }) => result.resources.length === 0)) return html``;
  return html`<section aria-labelledby="headroom">
<h2 id="headroom">Headroom side by side</h2>
<p class="muted">The share of each resource’s capacity in use.</p>
${headroomSideBySide(comparison)}
</section>`;
}

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
    const { file, sha256 } = result.scenario;
    const entry = files.get(`${sha256} ${file}`) ?? { file, sha256, letters: [] };
    entry.letters.push(letterOf(index));
    files.set(`${sha256} ${file}`, entry);
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

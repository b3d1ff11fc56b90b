/**
 * Evidence of a result: hardware figures and how well each is supported, inputs, versions, and the command to repeat
 * it.
 */

import type { EvidenceGrade } from '../../models/hardware/envelope.ts';
import type { ResultDocument, StorageSummary } from '../../models/result.ts';
import type { DefaultInUse } from '../../models/studio.ts';
import { figureTitle, GRADE_MEANING, GRADES } from '../evidence-grade.ts';
import { targetText } from '../load/load-facts.ts';
import { printableSource } from '../printable.ts';
import { engineSentence, runSentence } from '../run-facts.ts';
import { transferSentences } from '../storage-facts.ts';
import { dataTable, quantity } from './data-table.ts';
import { escapeMarkup, Html, html } from './html.ts';
import { inputList } from './input-list.ts';
import type { ReportSection } from './report-section.ts';
import type { Provenance, ResultSubject } from './result-subject.ts';

/** More of a scenario's text than this is cut, so that the file stays small enough to mail. */
const MOST_SOURCE_CHARACTERS = 20_000;

export const EVIDENCE_SECTION: ReportSection<ResultSubject> = {
  id: 'evidence',
  title: () => 'Evidence',
  render: ({ result, provenance }) => evidenceSection(result, provenance),
};

function evidenceSection(result: ResultDocument, { command, scenarioText }: Provenance): Html {
  return html`<section aria-labelledby="evidence">
<h2 id="evidence">Evidence</h2>
<p class="muted">What the verdict rests on, and how to compute it again.</p>
${figureTables(result.storage)}
${gradeLegend(result.storage)}${transferNotes(result.storage)}${defaultTable(result.defaults)}
<h3>Inputs</h3>
${resultInputs(result)}
<h3>To repeat it</h3>
<p class="muted small">${
    result.load === undefined
      ? 'The same command, scenario and version give the same figures to the last digit.'
      : 'The same command, scenario and version ask the same operations of the target; what it answers is its own.'
  }</p>
<pre><code>${command}</code></pre>
${scenarioText === undefined ? null : scenarioSource(result, scenarioText)}
${readingNotes(result)}
</section>`;
}

/** Each storage system's figures with the source of each. */
export function figureTables(storage: readonly StorageSummary[]): Html[] {
  const columns = [
    { title: 'Figure' },
    { title: 'Value', numeric: true },
    { title: 'Evidence' },
    { title: 'Source' },
  ];
  return storage.map((system) =>
    dataTable(`Figures of ${system.name} (${system.device}), the least supported first`, columns, [
      {
        rows: system.figures.map((figure) => [
          figureTitle(figure.name),
          quantity(figure.value, figure.unit),
          gradeBadge(figure.grade),
          figure.source,
        ]),
      },
    ]),
  );
}

/** How rate and bandwidth of each system act together. */
export function transferNotes(storage: readonly StorageSummary[]): Html[] {
  return storage.flatMap((system) => {
    const sentences = transferSentences(system);
    return sentences.length === 0 ? [] : [html`<p class="small">${sentences.join(' ')}</p>`];
  });
}

/** Keys that the scenario leaves out, each with what holds in its place; nothing where there are none. */
export function defaultTable(defaults: readonly DefaultInUse[] = []): Html | null {
  if (defaults.length === 0) return null;
  const columns = [{ title: 'Key' }, { title: 'In its place' }, { title: 'Source' }];
  const rows = defaults.map(({ key, value, source }) => [html`<code>${key}</code>`, value, source]);
  return dataTable('Left out of the scenario', columns, [{ rows }]);
}

/** The grade as a word, set off where there is no source behind it. */
export function gradeBadge(grade: EvidenceGrade): Html {
  return grade === 'guess' || grade === 'inferred'
    ? html`<span class="badge unsure">${grade}</span>`
    : html`<span class="badge">${grade}</span>`;
}

/** Explains the grades in use. */
export function gradeLegend(storage: readonly StorageSummary[]): Html | null {
  const used = GRADES.filter((grade) =>
    storage.some((system) => system.figures.some((figure) => figure.grade === grade)),
  );
  if (used.length === 0) return null;
  return html`<p class="muted small legendnote">${used.map((grade, index) => html`${index === 0 ? '' : '; '}<strong>${grade}</strong>: ${GRADE_MEANING[grade]}`)}.</p>`;
}

function resultInputs(result: ResultDocument): Html {
  const { scenario, tool, load, schemaVersion } = result;
  return inputList(scenario, [
    ['Run', runSentence(result)],
    ...(load === undefined ? [] : [['Target', targetText(load)] as const]),
    [load === undefined ? 'Computed' : 'Performed', engineSentence(result)],
    ['Made by', `${tool.name} ${tool.version} on Node ${tool.node}, result schema ${schemaVersion}`],
  ]);
}

function scenarioSource({ scenario }: ResultDocument, text: string): Html {
  const shown = text.slice(0, MOST_SOURCE_CHARACTERS);
  const cut =
    text.length > shown.length
      ? html`<p class="muted">Cut after ${shown.length} of ${text.length} characters.</p>`
      : null;
  return html`<h3>The scenario</h3>
<details><summary>${scenario.file}</summary>
<pre><code>${new Html(escapeMarkup(printableSource(shown)))}</code></pre>${cut}
</details>`;
}

function readingNotes({ replications, load }: ResultDocument): Html {
  if (load !== undefined) return loadReadingNotes();
  const intervals =
    replications === 1
      ? 'There is one replication only, so there are no intervals.'
      : `A 95% interval is over the ${replications} replications: repeated with other seeds, about 95 of 100 such intervals contain the true value of the model, fewer where a few replications stand far out. It says nothing about how far the model is from life.`;
  return html`<h3>How to read the numbers</h3>
<ul class="small">
<li>${intervals}</li>
<li>An objective is met where the mean over replications and more than half of them keep its limit. “Too close to call”: they disagree, and neither the interval nor their number decides, so another seed may turn the verdict.</li>
<li>Sizes and rates are decimal: 1 GB is 10⁹ bytes. Three significant digits are shown; the markup and the CSV files carry more.</li>
</ul>`;
}

function loadReadingNotes(): Html {
  return html`<h3>How to read the numbers</h3>
<ul class="small">
<li>A response time runs from the moment an operation was due, so a stall counts for all that had to wait behind it. An operation that failed counts as slower than any limit on a percentile.</li>
<li>A 95% interval comes from twenty sections of this one run: it says what another such run on the same target in the same state may give. Where the run drifted or was too short there is none. Nothing is left out as warm-up.</li>
<li>“Too close to call”: the interval contains the limit, so another run may turn the verdict.</li>
<li>Sizes and rates are decimal: 1 GB is 10⁹ bytes. Three significant digits are shown; the markup and the CSV files carry more.</li>
</ul>`;
}

/**
 * The report on several ramps: the measured headrooms with their intervals side by side, whether these overlap, and what broke
 * each. One HTML file that needs neither network nor JavaScript. Pure: the same comparison gives the same bytes.
 */

import type { RampComparison } from '../../models/ramp-comparison.ts';
import { letterOf } from '../comparison-text.ts';
import { differenceText, rampComparisonSentence } from '../ramp-comparison-text.ts';
import {
  boundSentence,
  headroomInterval,
  multipleText,
  probesText,
  RAMP_VERDICT_STYLE,
  rampVerdict,
} from '../ramp-figures.ts';
import { unbroken } from '../unbroken.ts';
import { capitalized } from '../verdict-text.ts';
import type { ComparisonProvenance } from './comparison-report.ts';
import { dataTable } from './data-table.ts';
import { type Html, html } from './html.ts';
import { page } from './page.ts';

export function rampComparisonReport(comparison: RampComparison, { command }: ComparisonProvenance): string {
  const { candidates, tool, caveats } = comparison;
  const names = [...new Set(candidates.map(({ ramp }) => ramp.scenario.name))];
  const title = names.length === 1 ? (names[0] ?? '') : 'Ramps compared';
  const holds = candidates.some(({ ramp }) => rampVerdict(ramp.headroom) === 'holds');
  return page({
    title: `${title}: ${candidates.length} ramps compared`,
    generator: `${tool.name} ${tool.version}`,
    body: html`<header>
<p class="eyebrow">Headroom · comparison of ${candidates.length} ramps</p>
<h1>${title}</h1>
</header>
<main>
<section class="verdict ${holds ? 'good' : 'bad'}" aria-labelledby="verdict">
<h2 id="verdict">Measured headroom</h2>
<p class="summary">${rampComparisonSentence(comparison)}</p>
${headroomTable(comparison)}
${caveats.length === 0 ? null : html`<dl class="facts"><div class="care"><dt>Read with care</dt><dd><ul>${caveats.map((caveat) => html`<li>${caveat}</li>`)}</ul></dd></div></dl>`}
</section>
<section aria-labelledby="binds">
<h2 id="binds">What binds</h2>
<ul>
${candidates.map(({ ramp }, index) => html`<li>${letterOf(index)}: ${unbroken(boundSentence(ramp))}</li>\n`)}
</ul>
</section>
<section aria-labelledby="evidence">
<h2 id="evidence">Evidence</h2>
${rampTable(comparison)}
<h3>To repeat it</h3>
<p class="muted small">The same command makes the same comparison; to measure again is another run.</p>
<pre><code>${command}</code></pre>
</section>
</main>
<footer>Made by ${tool.name} ${tool.version} on Node ${tool.node}.</footer>`,
  });
}

function headroomTable(comparison: RampComparison): Html {
  const { candidates } = comparison;
  const columns = [
    { title: 'Candidate' },
    { title: 'Headroom', numeric: true },
    { title: 'Interval', numeric: true },
    { title: 'Against A', wide: true },
  ];
  const rows = candidates.map(({ name, ramp: { headroom } }, index) => [
    `${letterOf(index)} ${name}`,
    headroom.multiple === null
      ? html`<span class="muted">none found</span>`
      : html`<data class="${RAMP_VERDICT_STYLE[rampVerdict(headroom)]}" value="${headroom.multiple}">${multipleText(headroom.multiple)} times</data>`,
    headroom.multiple === null ? html`<span class="muted">–</span>` : headroomInterval(headroom),
    index === 0 ? 'baseline' : differenceText(comparison, index),
  ]);
  return dataTable('Measured headroom, in multiples of the load', columns, [{ rows }], true);
}

function rampTable({ candidates }: RampComparison): Html {
  const columns = [
    { title: 'Candidate' },
    { title: 'Measured', wide: true },
    { title: 'Scenario' },
    { title: 'SHA-256 of the file' },
    { title: 'To measure it again', wide: true },
  ];
  const rows = candidates.map(({ name, ramp }, index) => [
    `${letterOf(index)} ${name}`,
    unbroken(capitalized(probesText(ramp))),
    ramp.scenario.file,
    html`<code>${ramp.scenario.sha256}</code>`,
    html`<code>${ramp.command}</code>`,
  ]);
  return dataTable('Ramps', columns, [{ rows }], true);
}

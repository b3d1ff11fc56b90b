/** Evidence of a ramp: the defaults in use, its inputs, and the command to repeat it. */

import type { RampResult } from '../../../models/ramp-result.ts';
import { leftOutText } from '../../../models/stands-for.ts';
import { targetText } from '../../load/load-facts.ts';
import { defaultTable } from '../evidence-section.ts';
import { type Html, html } from '../html.ts';
import { inputList } from '../input-list.ts';
import type { ReportSection } from '../report-section.ts';

export const RAMP_EVIDENCE_SECTION: ReportSection<RampResult> = {
  id: 'evidence',
  title: () => 'Evidence',
  render: rampEvidenceSection,
};

function rampEvidenceSection(ramp: RampResult): Html {
  const { scenario, tool, seed, target, probes, command } = ramp;
  const leftOut = target.standsFor === undefined ? '' : leftOutText(target.standsFor);
  const inputs = inputList(scenario, [
    ['Seed', seed],
    ['Target', `${targetText(ramp)}${leftOut === '' ? '' : `; ${leftOut}`}`],
    ['Runs', [...new Set(probes.map(({ runId }) => runId))].join(', ')],
    ['Made by', `${tool.name} ${tool.version} on Node ${tool.node}, ramp schema ${ramp.schemaVersion}`],
  ]);
  return html`<section aria-labelledby="evidence">
<h2 id="evidence">Evidence</h2>${defaultTable(ramp.defaults)}
<h3>Inputs</h3>
${inputs}
<h3>To repeat it</h3>
<p class="muted small">The same command, scenario and version ask the same operations of the target; what it answers is its own.</p>
<pre><code>${command}</code></pre>
<h3>How to read the numbers</h3>
<ul class="small">
<li>A probe breaks where an objective is missed, where work comes due faster than it is answered so that the backlog grows, where operations fail for good, or where wrong data is read. One that broke by little is made once more before it counts.</li>
<li>The interval runs from the largest multiple that held to the least that broke. It is of this target in the state that it was in, and says nothing of longer loads than a probe.</li>
<li>A response time runs from the moment an operation was due, so a stall counts for all that had to wait behind it.</li>
<li>Sizes and rates are decimal: 1 GB is 10⁹ bytes. Three significant digits are shown; the markup and the CSV file carry more.</li>
</ul>
</section>`;
}

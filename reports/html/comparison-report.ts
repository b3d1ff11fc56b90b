/**
 * The report on several candidates under the same scenario: who meets everything, by what margin, and what binds. It
 * compares the objectives and the headroom, shows which differences are real, and names the sources of the figures. One
 * HTML file that needs neither network nor JavaScript. Pure: the same comparison gives the same bytes.
 */

import type { ComparisonDocument } from '../../models/comparison.ts';
import { comparisonSentence, sharedCaveats } from '../comparison-text.ts';
import { SectionRegistry } from '../section-registry.ts';
import { verdictOf } from '../verdict-text.ts';
import { candidateTable } from './candidate-table.ts';
import { COMPARISON_EVIDENCE_SECTION } from './comparison/comparison-evidence-section.ts';
import { COMPARISON_OBJECTIVE_SECTION } from './comparison/comparison-objective-section.ts';
import type { ComparisonSubject } from './comparison/comparison-subject.ts';
import { DIFFERENCE_SECTION } from './comparison/difference-section.ts';
import { HEADROOM_SECTION } from './comparison/headroom-section.ts';
import { type Html, html } from './html.ts';
import { reportPage } from './report-page.ts';
import type { ReportSection } from './report-section.ts';

export interface ComparisonProvenance {
  /** The command that makes this report again. */
  readonly command: string;
}

/** The sections of the report: one line for each. */
export const COMPARISON_SECTIONS = new SectionRegistry<ReportSection<ComparisonSubject>>([
  COMPARISON_OBJECTIVE_SECTION,
  HEADROOM_SECTION,
  DIFFERENCE_SECTION,
  COMPARISON_EVIDENCE_SECTION,
]);

export function comparisonReport(comparison: ComparisonDocument, { command }: ComparisonProvenance): string {
  const { candidates, tool } = comparison;
  const names = [...new Set(candidates.map(({ result }) => result.scenario.name))];
  const title = names.length === 1 ? (names[0] ?? '') : 'Scenarios compared';
  return reportPage({
    title: `${title}: ${candidates.length} candidates compared`,
    tool,
    kind: `comparison of ${candidates.length} candidates`,
    name: title,
    subtitle: descriptionOf(comparison),
    verdict: verdictPanel(comparison),
    sections: COMPARISON_SECTIONS,
    subject: { comparison, command },
    origin: ` on Node ${tool.node}`,
  });
}

/** Returns the description that all candidates' scenarios share; null where they differ, or have none. */
function descriptionOf({ candidates }: ComparisonDocument): string | null {
  const descriptions = new Set(candidates.map(({ result }) => result.scenario.description));
  return descriptions.size === 1 ? ([...descriptions][0] ?? null) : null;
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
${candidateTable(comparison)}
${care}
</section>`;
}

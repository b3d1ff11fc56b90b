import type { RampProbe, RampResult } from '../../../models/ramp-result.ts';
import { multipleText } from '../../ramp-figures.ts';
import { unbroken } from '../../unbroken.ts';
import { capitalized } from '../../verdict-text.ts';
import { type Html, html } from '../html.ts';
import type { ReportSection } from '../report-section.ts';

const WHOSE: Readonly<Record<NonNullable<RampProbe['noEvidence']>['kind'], string>> = {
  generator: 'the generator was the limit',
  guard: 'a guard stopped it',
  interrupted: 'it was interrupted',
  failed: 'it failed',
};

export const NO_EVIDENCE_SECTION: ReportSection<RampResult> = {
  id: 'noevidence',
  title: () => 'No evidence',
  render: noEvidenceSection,
};

/** Probes that say nothing of the target, each with why; nothing where all are evidence. */
function noEvidenceSection({ probes }: RampResult): Html {
  const without = probes.flatMap(({ multiple, noEvidence }, index) =>
    noEvidence === null ? [] : [{ number: index + 1, multiple, ...noEvidence }],
  );
  if (without.length === 0) return html``;
  return html`<section aria-labelledby="noevidence">
<h2 id="noevidence">No evidence</h2>
<p class="muted">These say nothing of the target, for or against it, and count for no interval.</p>
<ul>
${without.map(({ number, multiple, kind, why }) => html`<li>Probe ${number}, at ${multipleText(multiple)} times the load: ${WHOSE[kind]}. ${unbroken(capitalized(why))}.</li>\n`)}
</ul>
</section>`;
}

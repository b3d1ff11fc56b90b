import type { ComparisonDocument } from '../../../models/comparison.ts';
import { type Html, html } from '../html.ts';
import type { ReportSection } from '../report-section.ts';
import { headroomSideBySide } from '../side-by-side.ts';
import type { ComparisonSubject } from './comparison-subject.ts';

export const HEADROOM_SECTION: ReportSection<ComparisonSubject> = {
  id: 'headroom',
  title: () => 'Headroom',
  render: ({ comparison }) => headroomSection(comparison),
};

function headroomSection(comparison: ComparisonDocument): Html {
  if (comparison.candidates.every(({ result }) => result.resources.length === 0)) return html``;
  return html`<section aria-labelledby="headroom">
<h2 id="headroom">Headroom side by side</h2>
<p class="muted">The share of each resource’s capacity in use.</p>
${headroomSideBySide(comparison)}
</section>`;
}

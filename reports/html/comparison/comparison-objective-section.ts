import type { ComparisonDocument } from '../../../models/comparison.ts';
import { subjectsOf } from '../../comparison-text.ts';
import { comparisonCsv, differencesCsv } from '../../csv.ts';
import { download } from '../chart-figure.ts';
import { type Html, html } from '../html.ts';
import { objectiveMultiples } from '../objective-multiples.ts';
import type { ReportSection } from '../report-section.ts';
import { objectivesSideBySide } from '../side-by-side.ts';
import type { ComparisonSubject } from './comparison-subject.ts';

export const COMPARISON_OBJECTIVE_SECTION: ReportSection<ComparisonSubject> = {
  id: 'objectives',
  title: () => 'Objectives',
  render: ({ comparison }) => objectiveSection(comparison),
};

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

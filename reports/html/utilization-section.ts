import type { ResultDocument } from '../../models/result.ts';
import { busiestSpan } from '../peak-window.ts';
import { figure } from './chart-figure.ts';
import { type Html, html } from './html.ts';
import type { ReportSection } from './report-section.ts';
import type { ResultSubject } from './result-subject.ts';
import { utilizationFigure } from './utilization-chart.ts';

export const UTILIZATION_SECTION: ReportSection<Pick<ResultSubject, 'result'>> = {
  id: 'utilization',
  title: () => 'Utilization',
  render: ({ result }) => utilizationSection(result),
};

function utilizationSection({ resources }: ResultDocument): Html {
  if (resources.length === 0) return html``;
  return html`<section aria-labelledby="utilization">
<h2 id="utilization">Utilization and headroom</h2>
<p class="muted">The share of a resource’s capacity in use: while work arrives, and in its ${busiestSpan(resources)}.</p>
${figure(utilizationFigure(resources, 'resources', 'Utilization of each resource'))}</section>`;
}

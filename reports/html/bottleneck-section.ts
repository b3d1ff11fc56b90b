/** The section that gives the cause of each missed objective, or else the objective that is nearest to being missed. */

import type { ResultDocument } from '../../models/result.ts';
import { causeSentence, missedObjectives } from '../cause-sentence.ts';
import { bottleneckSentence } from '../verdict-text.ts';
import { causeTable } from './cause-table.ts';
import { figure } from './chart-figure.ts';
import { type Html, html } from './html.ts';
import type { ReportSection } from './report-section.ts';
import type { ResultSubject } from './result-subject.ts';
import { waitingFigure } from './waiting-chart.ts';

export const BOTTLENECK_SECTION: ReportSection<Pick<ResultSubject, 'result'>> = {
  id: 'bottleneck',
  title: ({ result }) => titleOf(result),
  render: ({ result }) => bottleneckSection(result),
};

function titleOf({ objectives }: ResultDocument): string {
  switch (missedObjectives(objectives).length) {
    case 0:
      return 'Bottleneck';
    case 1:
      return 'Cause';
    default:
      return 'Causes';
  }
}

function bottleneckSection(result: ResultDocument): Html {
  const { bottleneck, objectives } = result;
  const waiting = waitingFigure(result);
  const missed = missedObjectives(objectives);
  if (missed.length === 0 && bottleneck === null && waiting === null) return html``;
  const nearest = bottleneck === null ? null : html`<p>${bottleneckSentence(bottleneck)}</p>`;
  const causes = html`<dl class="facts">
${missed.map((objective) => html`<div><dt>${objective.text}</dt><dd>${causeSentence(objective)}</dd></div>\n`)}
</dl>
${causeTable(missed)}`;
  return html`<section aria-labelledby="bottleneck">
<h2 id="bottleneck">${titleOf(result)}</h2>
${missed.length === 0 ? nearest : causes}
${waiting === null ? null : figure(waiting)}
</section>`;
}

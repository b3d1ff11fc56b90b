/** Work of each stage: arrived and finished units, bytes and operations. */

import { leftUnfinished } from '../../models/left-unfinished.ts';
import type { ResultDocument, StageSummary } from '../../models/result.ts';
import { formatQuantity } from '../../models/units.ts';
import { type Html, html } from './html.ts';
import type { ReportSection } from './report-section.ts';
import type { ResultSubject } from './result-subject.ts';
import { stageTable } from './stage-table.ts';

export const STAGE_SECTION: ReportSection<Pick<ResultSubject, 'result'>> = {
  id: 'stages',
  title: () => 'Stages',
  render: ({ result }) => stageSection(result),
};

function stageSection({ stages }: ResultDocument): Html {
  if (stages.length === 0) return html``;
  return html`<section aria-labelledby="stages">
<h2 id="stages">Stages</h2>
<p>${takeawayOf(stages)}</p>
${stageTable('Work of each stage, mean of a replication', stages, { operations: true })}
</section>`;
}

function takeawayOf(stages: readonly StageSummary[]): string {
  if (stages.some(({ carriedOver }) => carriedOver !== undefined))
    return 'The last of the repeated days, with the work that it hands on to the next.';
  const late = stages.filter((stage) => leftUnfinished(stage) > 0);
  if (stages.every(({ arrived }) => arrived === 0)) return 'No work arrived.';
  const lost = stages.reduce((sum, stage) => sum + (stage.lost ?? 0), 0);
  if (late.length === 0) {
    return lost === 0
      ? 'All work that arrived was finished.'
      : 'All work that arrived was finished, or was lost to faults.';
  }
  const clauses = late.map((stage) => {
    const left = formatQuantity(leftUnfinished(stage), 'count');
    return `${left} of ${formatQuantity(stage.arrived, 'count')} in ${stage.name}`;
  });
  return `Left unfinished when the simulation stopped: ${clauses.join(', ')}.`;
}

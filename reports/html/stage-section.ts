/** What each stage did: work that arrived and finished, bytes and operations. */

import type { ResultDocument, StageSummary } from '../../models/result.ts';
import { formatQuantity } from '../../models/units.ts';
import { dataTable, quantity } from './data-table.ts';
import { type Html, html } from './html.ts';

const COLUMNS = [
  { title: 'Stage' },
  { title: 'Storage' },
  ...['Arrived', 'Finished', 'Unfinished', 'Read', 'Written', 'Operations'].map((title) => ({
    title,
    numeric: true,
  })),
];

export function stageSection({ stages }: ResultDocument): Html {
  if (stages.length === 0) return html``;
  return html`<section aria-labelledby="stages">
<h2 id="stages">Stages</h2>
<p>${takeawayOf(stages)}</p>
${dataTable('Work of each stage, mean of a replication', COLUMNS, [{ rows: stages.map(rowOf) }])}
</section>`;
}

function takeawayOf(stages: readonly StageSummary[]): string {
  const late = stages.filter((stage) => stage.arrived > stage.finished);
  if (late.length === 0) return 'All work that arrived was finished.';
  const clauses = late.map((stage) => {
    const left = formatQuantity(stage.arrived - stage.finished, 'count');
    return `${left} of ${formatQuantity(stage.arrived, 'count')} in ${stage.name}`;
  });
  return `Left unfinished when the simulation stopped: ${clauses.join(', ')}.`;
}

function rowOf(stage: StageSummary): (string | Html)[] {
  const left = stage.arrived - stage.finished;
  return [
    html`${stage.name}${stage.name === stage.kind ? null : html`<span class="note">${stage.kind}</span>`}`,
    stage.storage,
    quantity(stage.arrived, 'count'),
    quantity(stage.finished, 'count'),
    left > 0
      ? html`<span class="bad">${formatQuantity(left, 'count')}</span>`
      : html`<span class="muted">none</span>`,
    quantity(stage.bytesRead, 'bytes'),
    quantity(stage.bytesWritten, 'bytes'),
    quantity(stage.operations, 'count'),
  ];
}

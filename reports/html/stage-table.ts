/** Work of each stage: what arrived and finished, what it read and wrote, and what a report counts beside that. */

import { leftUnfinished } from '../../models/left-unfinished.ts';
import type { ResultDocument, StageSummary } from '../../models/result.ts';
import { formatQuantity } from '../../models/units.ts';
import { storageText } from '../storage-text.ts';
import { dataTable, quantity, type TableColumn } from './data-table.ts';
import { type Html, html } from './html.ts';

const COLUMNS: readonly TableColumn[] = [
  { title: 'Stage' },
  { title: 'Storage' },
  ...['Arrived', 'Finished'].map((title) => ({ title, numeric: true })),
];
const MOVED: readonly TableColumn[] = ['Read', 'Written'].map((title) => ({ title, numeric: true }));
const OPERATIONS: TableColumn = { title: 'Operations', numeric: true };

/** `operations` are left out where another table of the report has them kind by kind. */
export function stageTable(
  title: string,
  stages: ResultDocument['stages'],
  { operations }: { readonly operations: boolean },
): Html {
  const repeats = stages.some(({ carriedOver }) => carriedOver !== undefined);
  const left: TableColumn = { title: repeats ? 'Handed on' : 'Unfinished', numeric: true };
  const columns = [...COLUMNS, left, ...MOVED, ...(operations ? [OPERATIONS] : [])];
  return dataTable(title, columns, [{ rows: stages.map(rowOf) }]);
}

/** Cells beyond the columns are not shown. */
function rowOf(stage: StageSummary): (string | Html)[] {
  const left = stage.carriedOver === undefined ? leftUnfinished(stage) : 0;
  return [
    html`${stage.name}${stage.name === stage.kind ? null : html`<span class="note">${stage.kind}</span>`}`,
    storageText(stage),
    quantity(stage.arrived, 'count'),
    quantity(stage.finished, 'count'),
    stage.carriedOver !== undefined
      ? quantity(stage.carriedOver, 'count')
      : left > 0
        ? html`<span class="bad">${formatQuantity(left, 'count')}</span>${lostNote(stage)}`
        : html`<span class="muted">none</span>${lostNote(stage)}`,
    quantity(stage.bytesRead, 'bytes'),
    quantity(stage.bytesWritten, 'bytes'),
    quantity(stage.operations, 'count'),
  ];
}

function lostNote({ lost = 0 }: StageSummary): Html | null {
  return lost === 0 ? null : html`<span class="note">${formatQuantity(lost, 'count')} lost to faults</span>`;
}

/** The faults that happened in the run: what, when, until when, and what became of the jobs that they killed. */

import type { ResultDocument } from '../../models/result.ts';
import { faultTime, repairText } from '../fault-sentence.ts';
import { dataTable, quantity, type TableColumn } from './data-table.ts';
import { type Html, html } from './html.ts';
import type { ReportSection } from './report-section.ts';
import type { ResultSubject } from './result-subject.ts';

export const FAULT_SECTION: ReportSection<Pick<ResultSubject, 'result'>> = {
  id: 'faults',
  title: () => 'Faults',
  render: ({ result }) => faultSection(result),
};

const COLUMNS: readonly TableColumn[] = [
  { title: 'Fault' },
  { title: 'What happened', wide: true },
  { title: 'When' },
  { title: 'Repair' },
  ...['Jobs killed', 'Tried again', 'Lost'].map((title) => ({ title, numeric: true })),
];

function faultSection(result: ResultDocument): Html {
  const { faults = [], replications } = result;
  if (faults.length === 0) return html``;
  const rows = faults.map((fault) => [
    fault.name,
    `${fault.target} ${fault.effect}`,
    faultTime(fault.atSeconds, result),
    repairText(fault),
    quantity(fault.killed, 'count'),
    quantity(fault.retried, 'count'),
    quantity(fault.lost, 'count'),
  ]);
  return html`<section aria-labelledby="faults">
<h2 id="faults">Faults</h2>
<p class="muted">A job that is killed is tried again from its start. One that is lost was killed in its last attempt.${replications > 1 ? ' Numbers of jobs are means per replication.' : ''}</p>
${dataTable('Faults of the run', COLUMNS, [{ rows }])}
</section>`;
}

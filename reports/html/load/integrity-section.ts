/** Whether what was read is what had been written, and where it was not. */

import type { CorruptRegion, LoadSection } from '../../../models/load-section.ts';
import { formatQuantity } from '../../../models/units.ts';
import { integrityText } from '../../load/load-facts.ts';
import { dataTable } from '../data-table.ts';
import { type Html, html } from '../html.ts';
import type { ReportSection } from '../report-section.ts';
import type { LoadSubject } from '../result-subject.ts';

const REGIONS = [
  { title: 'File' },
  { title: 'Offset', numeric: true },
  { title: 'Bytes', numeric: true },
  { title: 'Finding' },
  { title: 'Detail', wide: true },
];

export const INTEGRITY_SECTION: ReportSection<Pick<LoadSubject, 'load'>> = {
  id: 'integrity',
  title: () => 'Data integrity',
  render: ({ load }) => integritySection(load),
};

function integritySection(load: LoadSection): Html {
  const { found, regions } = load.integrity;
  const more = regions - found.length;
  return html`<section aria-labelledby="integrity">
<h2 id="integrity">Data integrity</h2>
<p>${integrityText(load)}</p>
${found.length === 0 ? null : dataTable('Regions that were wrong', REGIONS, [{ rows: found.map(regionRow) }], true)}
${more <= 0 ? null : html`<p class="muted small">${formatQuantity(more, 'count')} more were found.</p>`}
</section>`;
}

function regionRow({ file, offsetBytes, bytes, finding, detail }: CorruptRegion): (string | Html)[] {
  return [file, String(offsetBytes), String(bytes), html`<span class="bad">${finding}</span>`, detail];
}

/** The result in the words of a studio: frames held and dropped, streams, publishes; and what each stage did. */

import type { LoadSection, StudioTerm } from '../../../models/load-section.ts';
import type { ResultDocument } from '../../../models/result.ts';
import { formatQuantity } from '../../../models/units.ts';
import { dataTable, quantity, type RowGroup } from '../data-table.ts';
import { type Html, html } from '../html.ts';
import type { ReportSection } from '../report-section.ts';
import type { LoadSubject } from '../result-subject.ts';
import { stageTable } from '../stage-table.ts';

const TERMS = [
  { title: 'Term' },
  { title: 'Value', numeric: true },
  { title: 'What was counted', wide: true },
];
export const STUDIO_SECTION: ReportSection<Pick<LoadSubject, 'result' | 'load'>> = {
  id: 'studio',
  title: () => 'In studio terms',
  render: ({ result, load }) => studioSection(result, load),
};

function studioSection({ stages }: ResultDocument, { studioTerms, generator }: LoadSection): Html {
  if (stages.length === 0) return html``;
  return html`<section aria-labelledby="studio">
<h2 id="studio">In studio terms</h2>
<p>${takeawayOf(studioTerms, generator.valid)}</p>
${studioTerms.length === 0 ? null : dataTable('What the stages got', TERMS, termGroups(studioTerms), true)}
${stageTable('Work of each stage in this run', stages, { operations: false })}
</section>`;
}

function takeawayOf(terms: readonly StudioTerm[], valid: boolean): string {
  const held = terms.filter(({ name }) => name === 'frames per second held');
  const dropped = terms.filter(({ name }) => name === 'dropped frames');
  const [worst] = held.toSorted((one, other) => one.value - other.value);
  if (worst === undefined)
    return terms.length === 0
      ? 'No stage of this run has terms of its own.'
      : 'What the stages got, by stage.';
  const share = dropped.find(({ stage }) => stage === worst.stage);
  const drops =
    share === undefined || share.value === 0
      ? 'no frame dropped'
      : `${formatQuantity(share.value, 'fraction')} of frames dropped`;
  const least = held.length > 1 ? `, the least of ${held.length} stages` : '';
  const fault = valid ? '' : ' The generator was the limit, so the target may have held more.';
  return `${worst.stage} held ${formatQuantity(worst.value, 'count')} frames per second, ${drops}${least}.${fault}`;
}

function termGroups(terms: readonly StudioTerm[]): RowGroup[] {
  const stages = [...new Set(terms.map(({ stage }) => stage))];
  return stages.map((stage) => ({
    title: stage,
    rows: terms
      .filter((term) => term.stage === stage)
      .map(({ name, value, unit, meaning }) => [name, quantity(value, unit), meaning]),
  }));
}

/** When the target did not answer as it should, and what the operator did to it. */

import type { LoadSection, Outage, TimeSpread } from '../../../models/load-section.ts';
import { SPREAD_FIGURES } from '../../../models/lower-bound.ts';
import type { ResultDocument } from '../../../models/result.ts';
import { formatQuantity } from '../../../models/units.ts';
import { elapsedText } from '../../elapsed-text.ts';
import { drillText } from '../../load/load-facts.ts';
import { dataTable, quantity, type RowGroup } from '../data-table.ts';
import { type Html, html } from '../html.ts';
import type { ReportSection } from '../report-section.ts';
import type { LoadSubject } from '../result-subject.ts';

const OUTAGES = [
  { title: 'First failure' },
  ...['Noticed after', 'Recovered after', 'Failed', 'Retried'].map((title) => ({ title, numeric: true })),
];
const OUTSIDE = [
  { title: 'Response times' },
  ...['Answers', 'p50', 'p90', 'p95', 'p99', 'p99.9', 'Max'].map((title) => ({ title, numeric: true })),
];

export const OUTAGE_SECTION: ReportSection<Pick<LoadSubject, 'result' | 'load'>> = {
  id: 'outages',
  title: () => 'Outages and drills',
  render: ({ result, load }) => outageSection(result, load),
};

function outageSection({ metrics }: ResultDocument, load: LoadSection): Html {
  const { outages, drills, outsideOutages = [] } = load;
  if (outages.length + drills.length === 0) return html``;
  return html`<section aria-labelledby="outages">
<h2 id="outages">Outages and drills</h2>
<p>${takeawayOf(outages)}</p>
${outages.length === 0 ? null : dataTable('Outages, in time since the start', OUTAGES, [{ rows: outages.map(outageRow) }], true)}
${outsideOutages.length === 0 ? null : outsideTable(metrics, outsideOutages)}
${drills.length === 0 ? null : html`<h3>Commands of the operator</h3><ul>${drills.map((drill) => html`<li>${drillText(drill)}</li>\n`)}</ul>`}
</section>`;
}

function outsideTable(
  metrics: ResultDocument['metrics'],
  outside: NonNullable<LoadSection['outsideOutages']>,
): Html {
  const groups = outside.flatMap(({ metric, response }): RowGroup[] => {
    const whole = metrics.find(({ name }) => name === metric);
    if (whole === undefined || whole.count === response.count) return [];
    const rows = [
      ['the whole run', ...spreadCells(whole)],
      ['outside of outages', ...spreadCells(response)],
    ];
    return [{ title: metric, rows }];
  });
  if (groups.length === 0) return html``;
  return html`${dataTable('The whole run, and its seconds that no outage touched', OUTSIDE, groups)}
<p class="muted small legendnote">Objectives are judged on the whole run. What was due in an outage and answered after it counts as slow outside of it too. Metrics without answers in an outage are left out.</p>`;
}

function spreadCells(spread: Pick<TimeSpread, 'count' | (typeof SPREAD_FIGURES)[number]>): Html[] {
  return [
    quantity(spread.count, 'count'),
    ...SPREAD_FIGURES.map((figure) => quantity(spread[figure], 'seconds')),
  ];
}

function takeawayOf(outages: readonly Outage[]): string {
  if (outages.length === 0) return 'The load noticed no outage.';
  const count = outages.length === 1 ? 'One outage' : `${outages.length} outages`;
  const open = outages.filter(({ recoveredSeconds }) => recoveredSeconds === null).length;
  if (open > 0) return `${count}, ${open === 1 ? 'one' : open} of them not over when the run ended.`;
  const longest = Math.max(
    ...outages.map(
      ({ firstFailureSeconds, recoveredSeconds }) => (recoveredSeconds ?? 0) - firstFailureSeconds,
    ),
  );
  return `${count}; ${outages.length === 1 ? 'it' : 'the longest'} was over after ${formatQuantity(longest, 'seconds')}.`;
}

function outageRow({
  firstFailureSeconds,
  detectedSeconds,
  recoveredSeconds,
  failed,
  retried,
}: Outage): (string | Html)[] {
  return [
    elapsedText(firstFailureSeconds),
    quantity(detectedSeconds - firstFailureSeconds, 'seconds'),
    recoveredSeconds === null
      ? html`<span class="bad">not in this run</span>`
      : quantity(recoveredSeconds - firstFailureSeconds, 'seconds'),
    quantity(failed, 'count'),
    quantity(retried, 'count'),
  ];
}

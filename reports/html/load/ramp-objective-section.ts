/** The objectives of a ramp on both sides of its limit: at the largest multiple that held, and at the least that broke. */

import { highestHeld, type RampResult } from '../../../models/ramp-result.ts';
import type { ObjectiveResult } from '../../../models/result.ts';
import { multipleText } from '../../ramp-figures.ts';
import { dataTable, quantity } from '../data-table.ts';
import { type Html, html } from '../html.ts';
import { judgementMark, limitSign, objectiveValue } from '../objective-section.ts';
import type { ReportSection } from '../report-section.ts';

export const RAMP_OBJECTIVE_SECTION: ReportSection<RampResult> = {
  id: 'objectives',
  title: () => 'Objectives',
  render: rampObjectiveSection,
};

/** Empty where no probe was judged by an objective. */
function rampObjectiveSection({ probes, headroom }: RampResult): Html {
  const [, limit] = headroom.interval;
  const held = highestHeld(probes);
  const broken = probes.findLast(({ outcome, multiple }) => outcome === 'broke' && multiple === limit);
  const sides = [held, broken ?? null].filter((probe) => probe !== null);
  const [first] = sides;
  if (first === undefined || first.objectives.length === 0) return html``;
  const columns = [
    { title: 'Objective' },
    { title: 'Limit', numeric: true },
    ...sides.map((probe) => ({
      title: `At ${multipleText(probe.multiple)} times, ${probe === held ? 'held' : 'broke'}`,
      numeric: true,
    })),
  ];
  const rows = first.objectives.map((objective, index) => [
    `${objective.metric} ${objective.statistic}`,
    html`${limitSign(objective)} ${quantity(objective.limit, objective.unit)}`,
    ...sides.map(({ objectives }) => judged(objectives[index] ?? objective)),
  ]);
  return html`<section aria-labelledby="objectives">
<h2 id="objectives">Objectives on both sides of the limit</h2>
${dataTable('Objectives on both sides of the limit', columns, [{ rows }], true)}
</section>`;
}

function judged(objective: ObjectiveResult): Html {
  return html`<span class="inline">${judgementMark(objective)} ${objectiveValue(objective)}</span>`;
}

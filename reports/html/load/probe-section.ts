/** Every probe of a ramp: as pictures and as a table. */

import type { RampProbe, RampResult } from '../../../models/ramp-result.ts';
import { formatQuantity } from '../../../models/units.ts';
import { csv } from '../../csv.ts';
import { answeredOf, headroomSentence, multipleText, outcomeText, probeReason } from '../../ramp-figures.ts';
import { unbroken } from '../../unbroken.ts';
import { capitalized } from '../../verdict-text.ts';
import { download, drawing } from '../chart-figure.ts';
import { dataTable, quantity } from '../data-table.ts';
import { type Html, html } from '../html.ts';
import type { ReportSection } from '../report-section.ts';
import { type ProbeChart, probeChart, probeLegend } from './probe-chart.ts';

const MARKS: Readonly<Record<RampProbe['outcome'], { readonly mark: string; readonly style: string }>> = {
  held: { mark: '✓', style: 'good' },
  broke: { mark: '✗', style: 'bad' },
  generator: { mark: '?', style: 'unsure' },
  guard: { mark: '?', style: 'unsure' },
  interrupted: { mark: '?', style: 'unsure' },
  failed: { mark: '?', style: 'unsure' },
};

/**
 * Returns the columns of the table of probes: the due rate in open loops, the answered rate in closed loops. A closed
 * loop waits for its answers, so nothing is due there.
 */
function columnsOf({ probes }: RampResult) {
  const open = [
    { title: 'Due', numeric: true },
    { title: 'Of it answered', numeric: true },
  ];
  return [
    { title: 'Times the load' },
    ...(hasOpenLoops(probes) ? open : []),
    { title: 'All answered', numeric: true },
    { title: 'Response, p99', numeric: true },
    { title: 'Outcome', wide: true },
  ];
}

function hasOpenLoops(probes: readonly RampProbe[]): boolean {
  return probes.some(({ backlog }) => backlog !== null);
}

export const PROBE_SECTION: ReportSection<RampResult> = {
  id: 'probes',
  title: () => 'Probes',
  render: probeSection,
};

function probeSection(ramp: RampResult): Html {
  const { probes, probeSeconds } = ramp;
  if (probes.length === 0) return html``;
  return html`<section aria-labelledby="probes">
<h2 id="probes">Probes</h2>
<p class="muted">Each performed the scenario at one multiple of its load for ${formatQuantity(probeSeconds, 'seconds')}: upwards until one broke, then between what held and what broke. The table has them in the order in which they were made.</p>
${chart('answered', 'Answered by multiple of the load', answeredSentence(ramp), {
  ramp,
  unit: 'operations/s',
  scale: 'linear',
  valueOf: answeredOf,
  askedOf: ({ backlog }) => backlog?.offeredPerSecond ?? null,
})}
${chart('responses', 'Response time by multiple of the load', responseSentence(ramp), {
  ramp,
  unit: 'seconds',
  scale: 'log',
  valueOf: ({ response }) => (response.p99 === null || response.p99 <= 0 ? null : response.p99),
  askedOf: () => null,
})}
<h3>Probe by probe</h3>
${dataTable('Probes in the order in which they were made', columnsOf(ramp), [{ rows: probes.map((probe) => rowOf(probe, hasOpenLoops(probes))) }], true)}
${download({ fileName: 'probes.csv', csv: probesCsv(ramp), about: `${probes.length} rows, in SI units` })}
</section>`;
}

function chart(id: string, title: string, takeaway: string, shown: Omit<ProbeChart, 'label'>): Html | null {
  if (shown.ramp.probes.every((probe) => shown.valueOf(probe) === null)) return null;
  const asked = shown.ramp.probes.filter((probe) => shown.askedOf(probe) !== null);
  // One point is no line.
  const isAsked = new Set(asked.map(({ multiple }) => multiple)).size > 1;
  const legend = [
    ...probeLegend(shown.ramp),
    ...(isAsked ? [{ label: 'came due', color: 'var(--s1)', mark: 'line' } as const] : []),
  ];
  return html`<figure id="${id}">
<figcaption><h3>${title}</h3>
<p class="takeaway">${unbroken(takeaway)}</p></figcaption>
${drawing(legend, (width) => probeChart({ ...shown, label: `${title}. ${takeaway}` }, width))}
</figure>`;
}

function answeredSentence(ramp: RampResult): string {
  const most = Math.max(...ramp.probes.map(answeredOf));
  return `${capitalized(headroomSentence(ramp))}; the most that was answered in any probe is ${formatQuantity(most, 'operations/s')}${hasOpenLoops(ramp.probes) ? ' of what comes due at times of its own' : ''}.`;
}

/**
 * Describes the 99th percentile at the least and at the largest multiple, over probes that are evidence about the
 * target.
 */
function responseSentence({ probes }: RampResult): string {
  const measured = probes
    .filter(({ noEvidence }) => noEvidence === null)
    .flatMap(({ multiple, response: { p99 } }) => (p99 === null || p99 <= 0 ? [] : [{ multiple, p99 }]))
    .toSorted((one, other) => one.multiple - other.multiple);
  const [first] = measured;
  const last = measured.at(-1);
  if (first === undefined || last === undefined) return 'No probe measured responses of the target itself.';
  const at = ({ multiple, p99 }: typeof first) =>
    `${formatQuantity(p99, 'seconds')} at ${multipleText(multiple)} times the load`;
  const whole = first.multiple === last.multiple ? at(last) : `${at(first)}, ${at(last)}`;
  return `99th percentile of all operations: ${whole}.`;
}

function rowOf(probe: RampProbe, isOpen: boolean): (string | Html)[] {
  const { multiple, outcome, backlog, answeredPerSecond, response } = probe;
  const { mark, style } = MARKS[outcome];
  const reason = probeReason(probe);
  return [
    html`<span class="marked"><span class="mark ${style}" role="img" aria-label="${outcome}">${mark}</span><data value="${multiple}">${multipleText(multiple)}</data></span>`,
    ...(isOpen
      ? [backlog?.offeredPerSecond, backlog?.answeredPerSecond].map((rate) =>
          quantity(rate ?? null, 'operations/s'),
        )
      : []),
    quantity(answeredPerSecond, 'operations/s'),
    quantity(response.p99, 'seconds'),
    html`<span class="${style}">${outcomeText(probe)}</span>${reason === '' ? null : html`<span class="note">${unbroken(capitalized(reason))}</span>`}`,
  ];
}

function probesCsv({ probes }: RampResult): string {
  return csv(
    'multiple,outcome,why,due [operations/s],of it answered [operations/s],answered [operations/s],read [bytes/s],written [bytes/s],p50 [seconds],p99 [seconds],max [seconds],seconds'.split(
      ',',
    ),
    probes.map((probe) => [
      probe.multiple,
      outcomeText(probe),
      probeReason(probe),
      probe.backlog?.offeredPerSecond ?? null,
      probe.backlog?.answeredPerSecond ?? null,
      probe.answeredPerSecond,
      probe.readBytesPerSecond,
      probe.writtenBytesPerSecond,
      probe.response.p50,
      probe.response.p99,
      probe.response.max,
      probe.loadSeconds,
    ]),
  );
}

/**
 * The report on a ramp: how many times the load the target holds, the limit and the interval that contains it, and
 * every probe. It also says how far to trust the limit. One HTML file that needs neither network nor JavaScript. Pure:
 * the same ramp gives the same bytes.
 */

import type { RampResult } from '../../models/ramp-result.ts';
import { formatQuantity } from '../../models/units.ts';
import { startedText, targetText } from '../load/load-facts.ts';
import {
  boundSentence,
  headroomInterval,
  headroomSentence,
  multipleText,
  probesText,
  RAMP_VERDICT_STYLE,
  RAMP_VERDICT_WORDS,
  type RampVerdict,
  rampVerdict,
  ratesText,
} from '../ramp-figures.ts';
import { SectionRegistry } from '../section-registry.ts';
import { unbroken } from '../unbroken.ts';
import { capitalized } from '../verdict-text.ts';
import { type Html, html } from './html.ts';
import { NO_EVIDENCE_SECTION } from './load/no-evidence-section.ts';
import { PROBE_SECTION } from './load/probe-section.ts';
import { RAMP_EVIDENCE_SECTION } from './load/ramp-evidence-section.ts';
import { RAMP_GENERATOR_SECTION } from './load/ramp-generator-section.ts';
import { RAMP_OBJECTIVE_SECTION } from './load/ramp-objective-section.ts';
import { reportPage } from './report-page.ts';
import type { ReportSection } from './report-section.ts';

/** The sections of the report: one line for each. */
export const RAMP_SECTIONS = new SectionRegistry<ReportSection<RampResult>>([
  PROBE_SECTION,
  RAMP_OBJECTIVE_SECTION,
  NO_EVIDENCE_SECTION,
  RAMP_GENERATOR_SECTION,
  RAMP_EVIDENCE_SECTION,
]);

export function rampReport(ramp: RampResult): string {
  const { scenario, tool, target } = ramp;
  const name = scenario.variant === null ? scenario.name : `${scenario.name} (${scenario.variant})`;
  return reportPage({
    title: `${RAMP_VERDICT_WORDS[rampVerdict(ramp.headroom)]}: ${name} on ${target.url}`,
    tool,
    kind: 'ramp report',
    name,
    subtitle: `on ${targetText(ramp)}`,
    verdict: verdictPanel(ramp),
    sections: RAMP_SECTIONS,
    subject: ramp,
    origin: ` from ${scenario.file}, SHA-256 ${scenario.sha256}`,
  });
}

const PANELS: Readonly<Record<RampVerdict, { readonly title: string; readonly mark: string }>> = {
  holds: { title: 'Holds', mark: '✓' },
  'does not hold': { title: 'Does not hold', mark: '✗' },
  undecided: { title: 'Undecided', mark: '?' },
};

function verdictPanel(ramp: RampResult): Html {
  const { headroom } = ramp;
  const verdict = rampVerdict(headroom);
  const { title, mark } = PANELS[verdict];
  const rates = ratesText(headroom);
  const facts: readonly (readonly [term: string, text: string])[] = [
    ['Headroom', headroomText(ramp)],
    ...(rates === null ? [] : [[`At ${multipleText(headroom.multiple ?? 0)} times`, `${rates}.`] as const]),
    ['What binds', boundSentence(ramp)],
    ['How it was measured', termsText(ramp)],
  ];
  return html`<section class="verdict ${RAMP_VERDICT_STYLE[verdict]}" aria-labelledby="verdict">
<h2 id="verdict"><span aria-hidden="true">${mark}</span> ${title}</h2>
<p class="summary">${unbroken(capitalized(headroomSentence(ramp)))}.</p>
<dl class="facts">
${facts.map(([term, text]) => html`<div><dt>${term}</dt><dd>${unbroken(text)}</dd></div>\n`)}
</dl>
</section>`;
}

/** "1.408 to 1.450 times the load: the first held, the second broke." */
function headroomText({ headroom }: RampResult): string {
  const { multiple, interval } = headroom;
  const [, broke] = interval;
  if (multiple === null)
    return broke === null ? 'Not measured.' : `Less than ${multipleText(broke)} times the load.`;
  const between = `${capitalized(headroomInterval(headroom))} times the load`;
  return broke === null ? `${between}.` : `${between}: the first held, the second broke.`;
}

function termsText(ramp: RampResult): string {
  const { probes, precision, speed } = ramp;
  const pace = speed === 1 ? '' : `, waiting and computing ${formatQuantity(speed, 'count')} times as fast`;
  const [first] = probes;
  const started = first === undefined ? '' : `, the first at ${startedText(first)}`;
  return `${capitalized(probesText(ramp))}${pace}${started}; ${formatQuantity(precision, 'fraction')} between what holds and what breaks was requested.`;
}

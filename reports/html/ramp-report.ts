/**
 * The report on a ramp: how many times the load the target holds, between which multiples the limit lies and what it is, every
 * probe, and how far to trust it. One HTML file that needs neither network nor JavaScript. Pure: the same ramp gives the same bytes.
 */

import type { RampResult } from '../../models/ramp-result.ts';
import { leftOutText } from '../../models/stands-for.ts';
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
import { unbroken } from '../unbroken.ts';
import { capitalized } from '../verdict.ts';
import { defaultTable } from './evidence-section.ts';
import { type Html, html } from './html.ts';
import { inputList } from './input-list.ts';
import { noEvidenceSection, probeSection, rampGeneratorSection } from './load/probe-section.ts';
import { rampObjectiveSection } from './load/ramp-objective-section.ts';
import { page } from './page.ts';

export function rampReport(ramp: RampResult): string {
  const { scenario, tool, target } = ramp;
  const name = scenario.variant === null ? scenario.name : `${scenario.name} (${scenario.variant})`;
  const sections: readonly (readonly [id: string, title: string, content: Html])[] = [
    ['probes', 'Probes', probeSection(ramp)],
    ['objectives', 'Objectives', rampObjectiveSection(ramp)],
    ['noevidence', 'No evidence', noEvidenceSection(ramp)],
    ['generator', 'The generator itself', rampGeneratorSection(ramp)],
    ['evidence', 'Evidence', evidenceSection(ramp)],
  ];
  const present = sections.filter(([, , content]) => content.markup !== '');
  return page({
    title: `${RAMP_VERDICT_WORDS[rampVerdict(ramp.headroom)]}: ${name} on ${target.url}`,
    generator: `${tool.name} ${tool.version}`,
    body: html`<header>
<p class="eyebrow">Headroom · ramp report</p>
<h1>${name}</h1>
<p class="subtitle">on ${targetText(ramp)}</p>
</header>
<main>
${verdictPanel(ramp)}
<nav aria-label="Sections"><ul>${present.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
${present.map(([, , content]) => html`${content}\n`)}
</main>
<footer>Made by ${tool.name} ${tool.version} from ${scenario.file}, SHA-256 ${scenario.sha256}.</footer>`,
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
  return `${capitalized(probesText(ramp))}${pace}${started}; ${formatQuantity(precision, 'fraction')} between what holds and what breaks were asked for.`;
}

function evidenceSection(ramp: RampResult): Html {
  const { scenario, tool, seed, target, probes, command } = ramp;
  const leftOut = target.standsFor === undefined ? '' : leftOutText(target.standsFor);
  const inputs = inputList(scenario, [
    ['Seed', seed],
    ['Target', `${targetText(ramp)}${leftOut === '' ? '' : `; ${leftOut}`}`],
    ['Runs', [...new Set(probes.map(({ runId }) => runId))].join(', ')],
    ['Made by', `${tool.name} ${tool.version} on Node ${tool.node}, ramp schema ${ramp.schemaVersion}`],
  ]);
  return html`<section aria-labelledby="evidence">
<h2 id="evidence">Evidence</h2>${defaultTable(ramp.defaults)}
<h3>Inputs</h3>
${inputs}
<h3>To repeat it</h3>
<p class="muted small">The same command, scenario and version ask the same operations of the target; what it answers is its own.</p>
<pre><code>${command}</code></pre>
<h3>How to read the numbers</h3>
<ul class="small">
<li>A probe breaks where an objective is missed, where work comes due faster than it is answered so that the backlog grows, where operations fail for good, or where wrong data is read. One that broke by little is made once more before it counts.</li>
<li>The interval runs from the largest multiple that held to the least that broke. It is of this target in the state that it was in, and says nothing of longer loads than a probe.</li>
<li>A response time runs from the moment an operation was due, so a stall counts for all that had to wait behind it.</li>
<li>Sizes and rates are decimal: 1 GB is 10⁹ bytes. Three significant digits are shown; the markup and the CSV file carry more.</li>
</ul>
</section>`;
}

/**
 * The report on one simulated scenario: verdict, why, the day, utilization, response times, stages, evidence. One HTML
 * file that needs neither network nor JavaScript. Pure: the same result gives the same bytes.
 */

import type { ResultDocument } from '../../models/result.ts';
import { causeSentence, missedObjectives } from '../cause-sentence.ts';
import { bottleneckSentence, VERDICT_WORDS, verdictOf } from '../verdict.ts';
import { causeTable } from './cause-table.ts';
import { evidenceSection, type Provenance } from './evidence-section.ts';
import { figure } from './figure.ts';
import { type Html, html } from './html.ts';
import { latencySection } from './latency-section.ts';
import { objectiveSection } from './objective-section.ts';
import { page } from './page.ts';
import { stageSection } from './stage-section.ts';
import { timelineSection } from './timeline-section.ts';
import { utilizationSection } from './utilization-chart.ts';
import { verdictPanel } from './verdict-panel.ts';
import { waitingFigure } from './waiting-chart.ts';

export function simulationReport(result: ResultDocument, provenance: Provenance): string {
  const { scenario, tool } = result;
  const name = scenario.variant === null ? scenario.name : `${scenario.name} (${scenario.variant})`;
  const sections: readonly (readonly [id: string, title: string, content: Html])[] = [
    ['objectives', 'Objectives', objectiveSection(result)],
    ['bottleneck', bottleneckTitle(result), bottleneckSection(result)],
    ['day', 'The day', timelineSection(result)],
    ['utilization', 'Utilization', utilizationSection(result)],
    ['latency', 'Response times', latencySection(result)],
    ['stages', 'Stages', stageSection(result)],
    ['evidence', 'Evidence', evidenceSection(result, provenance)],
  ];
  const present = sections.filter(([, , content]) => content.markup !== '');
  return page({
    title: `${VERDICT_WORDS[verdictOf(result).kind]}: ${name}`,
    generator: `${tool.name} ${tool.version}`,
    body: html`<header>
<p class="eyebrow">Headroom · capacity report</p>
<h1>${name}</h1>
</header>
<main>
${verdictPanel(result)}
<nav aria-label="Sections"><ul>${present.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
${present.map(([, , content]) => html`${content}\n`)}
</main>
<footer>Made by ${tool.name} ${tool.version} from ${scenario.file}, SHA-256 ${scenario.sha256}.</footer>`,
  });
}

function bottleneckTitle({ objectives }: ResultDocument): string {
  switch (missedObjectives(objectives).length) {
    case 0:
      return 'Bottleneck';
    case 1:
      return 'Cause';
    default:
      return 'Causes';
  }
}

/** What each missed objective is missed for; where none is, what is nearest to being missed. */
function bottleneckSection(result: ResultDocument): Html {
  const { bottleneck, objectives } = result;
  const waiting = waitingFigure(result);
  const missed = missedObjectives(objectives);
  if (missed.length === 0 && bottleneck === null && waiting === null) return html``;
  const nearest = bottleneck === null ? null : html`<p>${bottleneckSentence(bottleneck)}</p>`;
  const causes = html`<dl class="facts">
${missed.map((objective) => html`<div><dt>${objective.text}</dt><dd>${causeSentence(objective)}</dd></div>\n`)}
</dl>
${causeTable(missed)}`;
  return html`<section aria-labelledby="bottleneck">
<h2 id="bottleneck">${bottleneckTitle(result)}</h2>
${missed.length === 0 ? nearest : causes}
${waiting === null ? null : figure(waiting)}
</section>`;
}

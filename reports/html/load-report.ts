/**
 * The report on a load run: did the target hold, what was asked, what it gave, where it bends, operation by operation, in studio
 * terms, and whether the generator was in the way. One HTML file that needs neither network nor JavaScript. Pure: the same
 * result gives the same bytes.
 */

import type { LoadSection } from '../../models/load-section.ts';
import type { ResultDocument } from '../../models/result.ts';
import { targetText } from '../load/load-facts.ts';
import { VERDICT_WORDS, verdictOf } from '../verdict.ts';
import { evidenceSection, type Provenance } from './evidence-section.ts';
import { type Html, html } from './html.ts';
import { latencySection } from './latency-section.ts';
import { bendSection } from './load/bend-section.ts';
import { generatorSection } from './load/generator-section.ts';
import { givenSection } from './load/given-section.ts';
import { integritySection, outageSection } from './load/incident-section.ts';
import { loadVerdictPanel } from './load/load-verdict-panel.ts';
import { operationSection } from './load/operation-section.ts';
import { studioSection } from './load/studio-section.ts';
import { objectiveSection } from './objective-section.ts';
import { page } from './page.ts';

/** `load` is the result's own section of this name. */
export function loadReport(result: ResultDocument, load: LoadSection, provenance: Provenance): string {
  const { scenario, tool } = result;
  const name = scenario.variant === null ? scenario.name : `${scenario.name} (${scenario.variant})`;
  const sections: readonly (readonly [id: string, title: string, content: Html])[] = [
    ['objectives', 'Objectives', objectiveSection(result)],
    ['given', 'Asked and given', givenSection(result, load)],
    ['bends', 'Where it bends', bendSection(result, load)],
    ['studio', 'In studio terms', studioSection(result, load)],
    ['operations', 'Operations', operationSection(load)],
    ['latency', 'Response times', latencySection(result)],
    ['outages', 'Outages and drills', outageSection(result, load)],
    ['integrity', 'Data integrity', integritySection(load)],
    ['generator', 'The generator itself', generatorSection(result, load)],
    ['evidence', 'Evidence', evidenceSection(result, provenance)],
  ];
  const present = sections.filter(([, , content]) => content.markup !== '');
  return page({
    title: `${VERDICT_WORDS[verdictOf(result).kind]}: ${name} on ${load.target.url}`,
    generator: `${tool.name} ${tool.version}`,
    body: html`<header>
<p class="eyebrow">Headroom · load report</p>
<h1>${name}</h1>
<p class="subtitle">on ${targetText(load)}</p>
</header>
<main>
${loadVerdictPanel(result, load)}
<nav aria-label="Sections"><ul>${present.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
${present.map(([, , content]) => html`${content}\n`)}
</main>
<footer>Made by ${tool.name} ${tool.version} from ${scenario.file}, SHA-256 ${scenario.sha256}, run ${load.runId}.</footer>`,
  });
}

/** The answer at the top of the page: did it hold, what was asked of what, what came back, and how far to trust it. */

import type { LoadSection } from '../../../models/load-section.ts';
import type { ResultDocument } from '../../../models/result.ts';
import {
  askedText,
  givenText,
  integrityText,
  startedText,
  targetText,
  termsText,
} from '../../load/load-facts.ts';
import { unbroken } from '../../unbroken.ts';
import { capitalized, distanceSentence, verdictOf } from '../../verdict-text.ts';
import { type Html, html } from '../html.ts';
import { VERDICT_CLASSES, VERDICT_MARKS, VERDICT_TITLES } from '../verdict-panel.ts';
import { bendFacts } from './bend-section.ts';

export function loadVerdictPanel(result: ResultDocument, load: LoadSection): Html {
  const { kind, summary, tightest, caveats } = verdictOf(result);
  const bends = bendFacts(result, load);
  const facts: readonly (readonly [term: string, text: string])[] = [
    ...(tightest === null ? [] : [['Least margin', `${distanceSentence(tightest)}.`] as const]),
    ['Target', `${targetText(load)}, ${startedText(load)}; ${termsText(load)}.`],
    ['Asked', `${capitalized(askedText(load))}.`],
    ['Given', `${capitalized(givenText(load))}.`],
    ...(bends.length === 0 ? [] : [['Where it bends', `${bends.join('; ')}.`] as const]),
    ['Data', integrityText(load)],
  ];
  return html`<section class="verdict ${VERDICT_CLASSES[kind]}" aria-labelledby="verdict">
<h2 id="verdict"><span aria-hidden="true">${VERDICT_MARKS[kind]}</span> ${VERDICT_TITLES[kind]}</h2>
<p class="summary">${unbroken(capitalized(summary))}</p>
<dl class="facts">
${facts.map(([term, text]) => html`<div><dt>${term}</dt><dd>${unbroken(text)}</dd></div>\n`)}
${careFact(caveats, result)}
</dl>
</section>`;
}

function careFact(caveats: readonly string[], { warnings }: ResultDocument): Html | null {
  if (caveats.length + warnings.length === 0) return null;
  return html`<div class="care"><dt>Read with care</dt><dd><ul>
${caveats.map((caveat) => html`<li>${unbroken(caveat)}</li>\n`)}
${warnings.map(({ code, message }) => html`<li>${unbroken(message)} <span class="muted small">${code}</span></li>\n`)}
</ul></dd></div>`;
}

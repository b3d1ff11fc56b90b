/** The answer at the top of a report: will it hold, by how much, what breaks first, and how far to trust it. */

import type { ResultDocument } from '../../models/result.ts';
import { unbroken } from '../unbroken.ts';
import {
  bottleneckSentence,
  capitalized,
  distanceSentence,
  type Verdict,
  type VerdictKind,
  verdictOf,
} from '../verdict-text.ts';
import { type Html, html } from './html.ts';

export const VERDICT_TITLES: Readonly<Record<VerdictKind, string>> = {
  holds: 'Holds',
  'not met': 'Not met',
  undecided: 'Undecided',
  'no objectives': 'No verdict',
  invalid: 'Invalid run',
  'wrong data': 'Wrong data',
};

export const VERDICT_CLASSES: Readonly<Record<VerdictKind, string>> = {
  holds: 'good',
  'not met': 'bad',
  undecided: 'unsure',
  'no objectives': 'unsure',
  invalid: 'unsure',
  'wrong data': 'bad',
};

export const VERDICT_MARKS: Readonly<Record<VerdictKind, string>> = {
  holds: '✓',
  'not met': '✗',
  undecided: '?',
  'no objectives': '?',
  invalid: '?',
  'wrong data': '✗',
};

export function verdictPanel(result: ResultDocument): Html {
  const verdict = verdictOf(result);
  return html`<section class="verdict ${VERDICT_CLASSES[verdict.kind]}" aria-labelledby="verdict">
<h2 id="verdict"><span aria-hidden="true">${VERDICT_MARKS[verdict.kind]}</span> ${VERDICT_TITLES[verdict.kind]}</h2>
<p class="summary">${capitalized(verdict.summary)}</p>
<dl class="facts">
${tightestFact(verdict)}
${bottleneckFact(result)}
${careFact(verdict, result)}
</dl>
</section>`;
}

function tightestFact({ tightest }: Verdict): Html | null {
  if (tightest === null) return null;
  const kind = tightest.kind === 'policy' ? 'Least margin, of a headroom policy' : 'Least margin';
  return html`<div><dt>${kind}</dt><dd>${unbroken(distanceSentence(tightest))}.</dd></div>`;
}

function bottleneckFact({ bottleneck }: ResultDocument): Html {
  if (bottleneck === null)
    return html`<div><dt>Bottleneck</dt><dd>None: there is no objective of which it is known what its value is made of.</dd></div>`;
  return html`<div><dt>Bottleneck</dt><dd>${bottleneckSentence(bottleneck)}</dd></div>`;
}

function careFact({ caveats }: Verdict, { warnings }: ResultDocument): Html | null {
  if (caveats.length + warnings.length === 0) return null;
  return html`<div class="care"><dt>Read with care</dt><dd><ul>
${caveats.map((caveat) => html`<li>${unbroken(caveat)}</li>\n`)}
${warnings.map(({ code, message }) => html`<li>${message} <span class="muted small">${code}</span></li>\n`)}
</ul></dd></div>`;
}

/** How the judgement on an objective looks wherever it stands: its sign, its name for those who cannot see it, its colour. */

import type { Judgement } from '../verdict-text.ts';

interface JudgementMark {
  readonly mark: string;
  readonly name: string;
  /** Class of a text. */
  readonly style: string;
  /** Color of a shape in a chart. */
  readonly color: string;
}

export const JUDGEMENT_MARKS: Readonly<Record<Judgement, JudgementMark>> = {
  met: { mark: '✓', name: 'met', style: 'good', color: 'var(--good)' },
  missed: { mark: '✗', name: 'missed', style: 'bad', color: 'var(--bad)' },
  unknown: { mark: '?', name: 'not judged', style: 'unsure', color: 'var(--unsure)' },
};

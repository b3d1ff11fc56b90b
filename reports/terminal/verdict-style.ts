/** The colour of a verdict. */

import type { VerdictKind } from '../verdict-text.ts';
import type { Style } from './canvas.ts';

export const VERDICT_STYLE: Readonly<Record<VerdictKind, Style>> = {
  holds: 'good',
  'not met': 'bad',
  undecided: 'unsure',
  'no objectives': 'unsure',
  invalid: 'unsure',
  'wrong data': 'bad',
};

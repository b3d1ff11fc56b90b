/** A load run as a plain line of a log. */

import { formatQuantity } from '../../models/units.ts';
import { elapsedText } from '../../reports/elapsed-text.ts';
import { formatMargin } from '../../reports/format-interval.ts';
import { printable } from '../../reports/printable.ts';
import type { LiveFigures, LiveObjective } from './live-figures.ts';

/** "headroom: 0:45 of 2:00, asked 1.2k ops/s, ...", without a line feed. */
export function liveLine(figures: LiveFigures, durationSeconds: number): string {
  const { recent, objectives, failed, elapsedSeconds } = figures;
  const parts = [
    `${elapsedText(elapsedSeconds)} of ${elapsedText(durationSeconds)}`,
    `asked ${formatQuantity(recent.offered, 'operations/s')}`,
    `answered ${formatQuantity(recent.answered, 'operations/s')}`,
    `p99 ${recent.p99 === null ? 'none' : formatQuantity(recent.p99, 'seconds')}`,
    failed === 0 ? 'no errors' : `${formatQuantity(failed, 'count')} failed`,
    ...tightest(objectives),
  ];
  return `headroom: ${parts.join(', ')}`;
}

/** The objective that has the least margin so far. */
function tightest(objectives: readonly LiveObjective[]): string[] {
  let least: { readonly text: string; readonly margin: number } | null = null;
  for (const { objective, standing } of objectives) {
    if (standing.kind === 'later' || standing.margin === null) continue;
    if (least === null || standing.margin < least.margin) {
      const doubt = standing.kind === 'doubtful' ? '; in doubt: the generator is late' : '';
      least = { text: `${objective.text}${doubt}`, margin: standing.margin };
    }
  }
  return least === null ? [] : [`least margin ${formatMargin(least.margin)} (${printable(least.text)})`];
}

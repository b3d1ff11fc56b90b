/** Objectives or headroom policies as a table: value, interval, margin and certainty of each. */

import type { Certainty, ObjectiveResult } from '../../models/result.ts';
import { formatMargin, formatSpread } from '../format-interval.ts';
import { hasNoEnd, type Judgement, judgement, valueText } from '../verdict.ts';
import type { Canvas, Style } from './canvas.ts';
import { type Column, type Row, table } from './table.ts';

const COLUMNS: readonly Column[] = [
  { title: '', align: 'left', flexible: true },
  { title: 'value', align: 'right' },
  { title: '95% interval', align: 'right' },
  { title: 'margin', align: 'right' },
  { title: 'certainty', align: 'left', flexible: true },
];

/** Short, so that a row fits 80 columns; the caveats under the verdict say it in full. */
const CERTAINTY_WORDS: Readonly<Record<Certainty, string>> = {
  certain: 'certain',
  'too close to call': 'close call',
  'single replication': 'one run',
  unknown: 'unknown',
};

export const JUDGEMENT_STYLE: Readonly<Record<Judgement, Style>> = {
  met: 'good',
  missed: 'bad',
  unknown: 'unsure',
};

/** Lines of the table, one row for each objective. */
export function objectiveTable(canvas: Canvas, objectives: readonly ObjectiveResult[]): string[] {
  return table(
    canvas,
    COLUMNS,
    objectives.map((objective): Row => {
      const judged = judgement(objective);
      const style = JUDGEMENT_STYLE[judged];
      return [
        { lead: `${canvas.symbols[judged]} `, text: objective.text, style },
        { text: valueText(objective) },
        {
          text: hasNoEnd(objective) ? '' : formatSpread(objective.value, objective.ci95, objective.unit),
          style: 'dim',
        },
        { text: hasNoEnd(objective) ? '' : formatMargin(objective.margin), style },
        {
          text: CERTAINTY_WORDS[objective.certainty],
          style: objective.certainty === 'certain' ? 'dim' : 'unsure',
        },
      ];
    }),
  );
}

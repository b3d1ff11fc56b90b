/** Objectives or headroom policies as a table: value, interval, margin and certainty of each. */

import type { Certainty, ObjectiveResult } from '../../models/result.ts';
import { formatMargin, formatSpread } from '../format-interval.ts';
import { isUnfinished, type Judgement, judgement, valueText } from '../verdict-text.ts';
import type { Canvas, Style } from './canvas.ts';
import { type Cell, type Column, type Row, table } from './table.ts';

const SUBJECT: Column = { title: '', align: 'left', flexible: true };
const VALUE: readonly Column[] = [
  { title: 'value', align: 'right' },
  { title: '95% interval', align: 'right' },
];
const MISSED: Column = { title: 'missed in', align: 'right' };
const MARGIN: readonly Column[] = [
  { title: 'margin', align: 'right' },
  { title: 'certainty', align: 'left', flexible: true },
];

/** Short, so that a row fits 80 columns; the caveats under the verdict say it in full. */
const CERTAINTY_WORDS: Readonly<Record<Certainty, string>> = {
  certain: 'certain',
  'too close to call': 'close call',
  'few replications': 'few runs',
  'single replication': 'one run',
  unknown: 'unknown',
};

export const JUDGEMENT_STYLE: Readonly<Record<Judgement, Style>> = {
  met: 'good',
  missed: 'bad',
  unknown: 'unsure',
};

/** Lines of the table, one row for each objective. How many replications miss it stands there where any misses one of them. */
export function objectiveTable(canvas: Canvas, objectives: readonly ObjectiveResult[]): string[] {
  const counted = objectives.some(({ missedIn }) => (missedIn?.replications ?? 0) > 0);
  return table(
    canvas,
    [SUBJECT, ...VALUE, ...(counted ? [MISSED] : []), ...MARGIN],
    objectives.map((objective): Row => {
      const judged = judgement(objective);
      const style = JUDGEMENT_STYLE[judged];
      return [
        { lead: `${canvas.symbols[judged]} `, text: objective.text, style },
        { text: valueText(objective) },
        {
          text: isUnfinished(objective) ? '' : formatSpread(objective.value, objective.ci95, objective.unit),
          style: 'dim',
        },
        ...(counted ? [missedCell(objective)] : []),
        { text: isUnfinished(objective) ? '' : formatMargin(objective.margin), style },
        {
          text: CERTAINTY_WORDS[objective.certainty],
          style: objective.certainty === 'certain' ? 'dim' : 'unsure',
        },
      ];
    }),
  );
}

function missedCell({ missedIn }: ObjectiveResult): Cell {
  if (missedIn === undefined) return { text: '' };
  const { replications, of } = missedIn;
  const style = replications === 0 ? 'dim' : replications === of ? 'bad' : 'unsure';
  return { text: `${replications} of ${of}`, style };
}

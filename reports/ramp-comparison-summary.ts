/**
 * The summary that `compare` prints of ramps: the measured headrooms side by side with their intervals, and what broke
 * each. It says whether the intervals overlap. Text only; the same bytes for the same comparison.
 */

import type { RampComparison } from '../models/ramp-comparison.ts';
import { letterOf } from './comparison-text.ts';
import { differenceText, rampComparisonSentence } from './ramp-comparison-text.ts';
import {
  boundSentence,
  headroomInterval,
  multipleText,
  probesText,
  RAMP_VERDICT_STYLE,
  RAMP_VERDICT_WORDS,
  rampVerdict,
} from './ramp-figures.ts';
import { canvasOf, heading, paragraph, type TerminalOptions } from './terminal/canvas.ts';
import { type Column, type Row, table } from './terminal/table.ts';

const COLUMNS: readonly Column[] = [
  { title: '', align: 'left', flexible: true },
  { title: 'verdict', align: 'left' },
  { title: 'headroom', align: 'right' },
  { title: 'interval', align: 'right' },
];

/** The whole summary, ending in a line feed. */
export function rampComparisonSummary(comparison: RampComparison, options: TerminalOptions): string {
  const { candidates, differences, caveats } = comparison;
  const canvas = canvasOf(options);
  const rows = candidates.map(({ name, ramp }, index): Row => {
    const { headroom } = ramp;
    const verdict = rampVerdict(headroom);
    const style = RAMP_VERDICT_STYLE[verdict];
    return [
      { lead: `${letterOf(index)} `, text: name, style: 'bold' },
      { text: RAMP_VERDICT_WORDS[verdict], style },
      { text: headroom.multiple === null ? 'none found' : multipleText(headroom.multiple), style },
      { text: headroom.multiple === null ? 'none' : headroomInterval(headroom) },
    ];
  });
  const sections = [
    paragraph(canvas, rampComparisonSentence(comparison), 0, 'bold'),
    [
      ...heading(canvas, 'Measured headroom', 'in multiples of the load'),
      ...table(canvas, COLUMNS, rows),
      ...differences.flatMap((_, index) =>
        paragraph(canvas, `${letterOf(index + 1)}: ${differenceText(comparison, index + 1)}.`, 2),
      ),
      ...caveats.flatMap((caveat) => paragraph(canvas, caveat, 2, 'unsure')),
    ],
    [
      ...heading(canvas, 'What binds'),
      ...candidates.flatMap(({ ramp }, index) =>
        paragraph(canvas, `${letterOf(index)}: ${boundSentence(ramp)}`, 2),
      ),
    ],
    [
      ...heading(canvas, 'How it was measured'),
      ...candidates.flatMap(({ ramp }, index) =>
        paragraph(canvas, `${letterOf(index)}: ${probesText(ramp)}, ${ramp.scenario.file}.`, 2, 'dim'),
      ),
    ],
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

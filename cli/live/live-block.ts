/** The picture of a load run for a terminal: a few lines that are drawn anew each second, each within the width. */

import { formatQuantity } from '../../models/units.ts';
import { elapsedText } from '../../reports/elapsed-text.ts';
import { ellipsis } from '../../reports/ellipsis.ts';
import { formatMargin } from '../../reports/format-interval.ts';
import type { Canvas } from '../../reports/terminal/canvas.ts';
import { type Row, table } from '../../reports/terminal/table.ts';
import { columnsOf } from '../../reports/terminal/wrap.ts';
import { type LiveFigures, type LiveObjective, type RecentFigures, WINDOW_SECONDS } from './live-figures.ts';

const BAR_CELLS = 24;
/** Lines that are no objectives. */
const OTHER_LINES = 7;

export interface LiveState {
  readonly title: string;
  /** Activity beside the load or instead of it: "cleaning up"; null while the load runs. */
  readonly phase: string | null;
  readonly durationSeconds: number;
}

/** Lines of the block, at most `rows` of them. */
export function liveBlock(canvas: Canvas, figures: LiveFigures, state: LiveState, rows: number): string[] {
  const lines = [
    canvas.ink(cut(canvas, state.title, canvas.width), 'bold'),
    progressLine(canvas, figures.elapsedSeconds, state),
  ];
  if (figures.elapsedSeconds === 0) return lines;
  return [
    ...lines,
    ...askedLines(canvas, figures.recent),
    errorLine(canvas, figures),
    ...objectiveLines(canvas, figures.objectives, rows - OTHER_LINES),
    generatorLine(canvas, figures),
  ];
}

function progressLine(canvas: Canvas, elapsedSeconds: number, { phase, durationSeconds }: LiveState): string {
  if (phase !== null) return cut(canvas, `  ${phase}`, canvas.width);
  const left = Math.max(0, durationSeconds - elapsedSeconds);
  const text = `${elapsedText(elapsedSeconds)} of ${elapsedText(durationSeconds)}, ${elapsedText(left)} left`;
  if (BAR_CELLS + text.length + 4 > canvas.width) return cut(canvas, `  ${text}`, canvas.width);
  const filled = Math.round(Math.min(1, elapsedSeconds / durationSeconds) * BAR_CELLS);
  const bar = canvas.symbols.full.repeat(filled) + canvas.symbols.empty.repeat(BAR_CELLS - filled);
  return `  ${canvas.ink(bar, 'accent')} ${text}`;
}

function askedLines(canvas: Canvas, recent: RecentFigures): string[] {
  const { offered, answered, read, written, p50, p99, max } = recent;
  const time = (seconds: number | null) => (seconds === null ? 'none' : formatQuantity(seconds, 'seconds'));
  return [
    flow(canvas, [
      `asked ${formatQuantity(offered, 'operations/s')}`,
      `answered ${formatQuantity(answered, 'operations/s')}`,
      `read ${formatQuantity(read, 'bytes/s')}`,
      `written ${formatQuantity(written, 'bytes/s')}`,
    ]),
    flow(canvas, [
      `response p50 ${time(p50)}`,
      `p99 ${time(p99)}`,
      `max ${time(max)}`,
      `last ${WINDOW_SECONDS} s`,
    ]),
  ];
}

function errorLine(canvas: Canvas, { failed, retries, outstanding }: LiveFigures): string {
  const waiting = outstanding === 0 ? '' : `   ${formatQuantity(outstanding, 'count')} without an answer`;
  if (failed + retries === 0) return cut(canvas, `  no errors${waiting}`, canvas.width);
  const text = `  ${formatQuantity(failed, 'count')} failed, ${formatQuantity(retries, 'count')} retried${waiting}`;
  return canvas.ink(cut(canvas, text, canvas.width), failed > 0 ? 'bad' : 'unsure');
}

function objectiveLines(canvas: Canvas, objectives: readonly LiveObjective[], most: number): string[] {
  const shown = objectives.slice(0, Math.max(0, most));
  const rows = shown.map(({ objective, standing }): Row => {
    if (standing.kind === 'later') {
      return [
        { lead: `${canvas.symbols.unknown} `, text: objective.text, style: 'dim' },
        { text: 'at the end', style: 'dim' },
        { text: '' },
      ];
    }
    if (standing.kind === 'doubtful') {
      return [
        { lead: `${canvas.symbols.unknown} `, text: objective.text, style: 'unsure' },
        { text: formatQuantity(standing.value, 'seconds') },
        { text: 'generator late', style: 'unsure' },
      ];
    }
    const style = standing.met ? 'good' : 'bad';
    return [
      { lead: `${standing.met ? canvas.symbols.met : canvas.symbols.missed} `, text: objective.text, style },
      { text: formatQuantity(standing.value, 'seconds') },
      { text: formatMargin(standing.margin), style },
    ];
  });
  if (rows.length === 0) return [];
  const columns = [
    { title: '', align: 'left', flexible: true },
    { title: '', align: 'right' },
    { title: '', align: 'right' },
  ] as const;
  // Without its header, which is empty.
  const lines = table(canvas, columns, rows).filter((line) => line !== '');
  // Wrapped rows may take more lines than there are.
  return lines.slice(0, Math.max(0, most));
}

function generatorLine(canvas: Canvas, { recent, isGeneratorLimit }: LiveFigures): string {
  const { sendErrorP99, loopLagMax, cpuFraction } = recent;
  const late = sendErrorP99 === null ? [] : [`sends ${formatQuantity(sendErrorP99, 'seconds')} late at p99`];
  const text = [
    ...late,
    `loop lag ${formatQuantity(loopLagMax, 'seconds')}`,
    `CPU ${formatQuantity(cpuFraction, 'fraction')}`,
  ].join(', ');
  const line = cut(canvas, `  generator${isGeneratorLimit ? ' is the limit' : ''}: ${text}`, canvas.width);
  return canvas.ink(line, isGeneratorLimit ? 'unsure' : 'dim');
}

/** Parts side by side as long as there is room; what does not fit is left out, the least important last. */
function flow(canvas: Canvas, parts: readonly string[]): string {
  let line = ' ';
  for (const part of parts) {
    const longer = line === ' ' ? `  ${part}` : `${line}   ${part}`;
    if (longer.length > canvas.width) break;
    line = longer;
  }
  return line;
}

/** On one line of at most so many columns: a line that wraps could not be drawn over. */
function cut(canvas: Canvas, text: string, columns: number): string {
  const printed = canvas.text(text);
  // Without Unicode the ellipsis takes three columns.
  return columnsOf(printed) <= columns ? printed : canvas.text(ellipsis(printed, columns - 2));
}

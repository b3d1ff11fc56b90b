/**
 * The summary that a ramp prints: how many times the load the target holds, what binds it there, and every probe. The
 * objectives at the multiple that held follow. Text only: no clock, no I/O, the same bytes for the same result.
 */

import { highestHeld, type RampProbe, type RampResult } from '../models/ramp-result.ts';
import { stoodForText } from '../models/stands-for.ts';
import { formatQuantity } from '../models/units.ts';
import {
  answeredOf,
  askedText,
  boundSentence,
  headroomInterval,
  headroomSentence,
  multipleText,
  outcomeText,
  probeReason,
  probesText,
  RAMP_VERDICT_STYLE,
  RAMP_VERDICT_WORDS,
  rampVerdict,
  ratesText,
} from './ramp-figures.ts';
import {
  type Canvas,
  canvasOf,
  heading,
  paragraph,
  type Style,
  type TerminalOptions,
} from './terminal/canvas.ts';
import { objectiveTable } from './terminal/objective-table.ts';
import { type Column, type Row, table } from './terminal/table.ts';
import { capitalized } from './verdict-text.ts';

/** The whole summary, ending in a line feed. */
export function rampSummary(result: RampResult, options: TerminalOptions): string {
  const canvas = canvasOf(options);
  const sections = [
    verdictSection(canvas, result),
    boundSection(canvas, result),
    probeSection(canvas, result),
    objectiveSection(canvas, result),
    measuredSection(canvas, result),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function verdictSection(canvas: Canvas, result: RampResult): string[] {
  const { scenario, headroom } = result;
  const verdict = rampVerdict(headroom);
  const rates = ratesText(headroom);
  const at = rates === null ? [] : [`At ${multipleText(headroom.multiple ?? 0)} times: ${rates}.`];
  const { name, variant } = scenario;
  return [
    ...paragraph(canvas, variant === null ? name : `${name} (${variant})`, 0, 'bold'),
    '',
    ...paragraph(
      canvas,
      `${RAMP_VERDICT_WORDS[verdict]}: ${headroomSentence(result)}`,
      0,
      RAMP_VERDICT_STYLE[verdict],
    ),
    ...at.flatMap((line) => paragraph(canvas, line, 2)),
  ];
}

function boundSection(canvas: Canvas, result: RampResult): string[] {
  return [...heading(canvas, 'What binds'), ...paragraph(canvas, boundSentence(result), 2)];
}

const PROBE_COLUMNS: readonly Column[] = [
  { title: 'times', align: 'right' },
  { title: 'due', align: 'right' },
  { title: 'answered', align: 'right' },
  { title: 'p99', align: 'right' },
  { title: '', align: 'left', flexible: true },
];

function probeSection(canvas: Canvas, { probes, probeSeconds }: RampResult): string[] {
  const note = `in the order in which they were made, ${formatQuantity(probeSeconds, 'seconds')} each`;
  return [...heading(canvas, 'Probes', note), ...table(canvas, PROBE_COLUMNS, probes.map(probeRow))];
}

function probeRow(probe: RampProbe): Row {
  const [times, asked, answered, p99] = probeFigures(probe);
  return [
    { text: times },
    { text: asked },
    { text: answered },
    { text: p99 },
    { text: outcomeText(probe), style: OUTCOME_STYLE[probe.outcome] },
  ];
}

const OUTCOME_STYLE: Readonly<Record<RampProbe['outcome'], Style>> = {
  held: 'good',
  broke: 'bad',
  generator: 'unsure',
  guard: 'unsure',
  interrupted: 'unsure',
  failed: 'unsure',
};

function probeFigures(probe: RampProbe): readonly [string, string, string, string] {
  const { multiple, response } = probe;
  return [
    multipleText(multiple),
    askedText(probe),
    formatQuantity(answeredOf(probe), 'operations/s'),
    response.p99 === null ? 'none' : formatQuantity(response.p99, 'seconds'),
  ];
}

/** Widths of the figures where lines are written one by one, before all are known. */
const LINE_WIDTHS = [7, 12, 12, 9] as const;

/** Returns the header of the lines of `probeLine`, without a line feed. */
export function probeHeader(options: TerminalOptions): string {
  const titles = PROBE_COLUMNS.slice(0, LINE_WIDTHS.length).map(({ title }) => title);
  return canvasOf(options).ink(inColumns(titles), 'dim');
}

/** A probe that has ended, without a line feed: its figures, and why it did not hold. */
export function probeLine(probe: RampProbe, options: TerminalOptions): string {
  const canvas = canvasOf(options);
  const { outcome } = probe;
  const reason = probeReason(probe);
  const said = canvas.text(reason === '' ? outcome : `${outcome}: ${reason}`);
  return `${inColumns(probeFigures(probe))}  ${canvas.ink(said, OUTCOME_STYLE[outcome])}`;
}

function inColumns(texts: readonly string[]): string {
  return texts.map((text, index) => text.padStart(LINE_WIDTHS[index] ?? 0)).join('  ');
}

function objectiveSection(canvas: Canvas, { probes }: RampResult): string[] {
  const held = highestHeld(probes);
  if (held === null || held.objectives.length === 0) return [];
  const note = `at ${multipleText(held.multiple)} times the load`;
  return [...heading(canvas, 'Objectives', note), ...objectiveTable(canvas, held.objectives)];
}

function measuredSection(canvas: Canvas, result: RampResult): string[] {
  const { scenario, tool, target, probes, precision, headroom } = result;
  const { standsFor } = target;
  const stood = standsFor === undefined ? '' : `${capitalized(stoodForText(standsFor))}.`;
  const threads = probes[0]?.generator.threads;
  const found =
    headroom.multiple === null
      ? 'no headroom found'
      : `headroom ${headroomInterval(headroom)} times the load`;
  const overrides = scenario.overrides.length === 0 ? '' : ` with ${scenario.overrides.join(', ')}`;
  return [
    ...heading(canvas, 'How it was measured'),
    ...paragraph(canvas, stood, 2, 'dim'),
    ...paragraph(
      canvas,
      `${capitalized(probesText(result))}, ${threads ?? 0} threads; ${found}, where ${formatQuantity(precision, 'fraction')} of width was requested.`,
      2,
      'dim',
    ),
    ...paragraph(
      canvas,
      `${scenario.file}${overrides} (sha256 ${scenario.sha256.slice(0, 12)}), ${tool.name} ${tool.version}, node ${tool.node}.`,
      2,
      'dim',
    ),
  ];
}

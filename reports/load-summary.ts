/**
 * The summary that a load run prints: the verdict first, then each objective, the work asked and given, and each kind
 * of operation. Studio terms, failures and the state of the generator follow. Text only; the same bytes for the same
 * result.
 */

import type { LoadSection, OperationResult } from '../models/load-section.ts';
import { lowerBounds, type SpreadFigure } from '../models/lower-bound.ts';
import type { ResultDocument } from '../models/result.ts';
import { formatQuantity } from '../models/units.ts';
import { bendsOf } from './load/bend.ts';
import { bendSentence } from './load/bend-sentence.ts';
import {
  askedText,
  drillText,
  endingText,
  generatorText,
  givenText,
  integrityText,
  outageText,
  startedText,
  targetText,
  termsText,
  unfinishedOf,
  unfinishedText,
} from './load/load-facts.ts';
import { type Canvas, heading, paragraph } from './terminal/canvas.ts';
import { type Column, type Row, table } from './terminal/table.ts';
import { capitalized } from './verdict-text.ts';

const OPERATION_COLUMNS: readonly Column[] = [
  { title: '', align: 'left', flexible: true },
  ...['asked', 'failed', 'p50', 'p99', 'max'].map((title): Column => ({ title, align: 'right' })),
  { title: 'loop', align: 'left' },
];
const OUTSIDE_COLUMNS: readonly Column[] = [
  { title: '', align: 'left', flexible: true },
  ...['answers', 'p50', 'p99', 'max'].map((title): Column => ({ title, align: 'right' })),
];
const TERM_COLUMNS: readonly Column[] = [
  { title: '', align: 'left' },
  { title: '', align: 'right' },
  { title: '', align: 'left', flexible: true },
];

/** The sections of a load run between its objectives and its warnings, each a list of lines. */
export function loadSections(canvas: Canvas, result: ResultDocument, load: LoadSection): string[][] {
  return [
    throughputSection(canvas, load),
    bendSection(canvas, result, load),
    operationSection(canvas, result, load),
    studioSection(canvas, load),
    incidentSection(canvas, load),
    outsideSection(canvas, result, load),
    generatorSection(canvas, result, load),
  ];
}

function throughputSection(canvas: Canvas, load: LoadSection): string[] {
  const sentences = [
    `${targetText(load)}, ${startedText(load)}; ${termsText(load)}.`,
    `${capitalized(askedText(load))}; ${givenText(load)}.`,
    ...(load.ending.kind === 'finished' ? [] : [endingText(load)]),
  ];
  return [
    ...heading(canvas, 'Asked and given'),
    ...sentences.flatMap((sentence) => paragraph(canvas, sentence, 2)),
  ];
}

function bendSection(canvas: Canvas, result: ResultDocument, load: LoadSection): string[] {
  const sentences = bendsOf(result, load).map((bend) => `${bend.metric}: ${bendSentence(bend)}`);
  if (sentences.length === 0) return [];
  return [
    ...heading(canvas, 'Where it bends'),
    ...sentences.flatMap((sentence) => paragraph(canvas, sentence, 2)),
  ];
}

function operationSection(
  canvas: Canvas,
  { metrics }: ResultDocument,
  { operations, unfinished = [] }: LoadSection,
): string[] {
  if (operations.length === 0) return [];
  const rows = operations.map((operation): Row => {
    const { stage, step, kind, offered, failed, response, loop } = operation;
    const bounds = lowerBounds(response.count, unfinishedOf(operation));
    const time = (figure: SpreadFigure) => timeCell(response[figure], bounds.includes(figure));
    return [
      { text: step === kind ? `${stage} ${kind}` : `${stage} ${step} ${kind}` },
      { text: formatQuantity(offered, 'count') },
      failed === 0 ? { text: 'none', style: 'dim' } : { text: formatQuantity(failed, 'count'), style: 'bad' },
      time('p50'),
      time('p99'),
      time('max'),
      { text: loop, style: 'dim' },
    ];
  });
  return [
    ...heading(canvas, 'Operations', 'from the time each was due to its answer'),
    ...table(canvas, OPERATION_COLUMNS, rows),
    ...(operations.some(isBounded)
      ? paragraph(canvas, '≥ lower bound: some operations have no answer', 2, 'dim')
      : []),
    ...unfinished.flatMap((each) => paragraph(canvas, `${unfinishedText(each, metrics)}.`, 2, 'unsure')),
  ];
}

function isBounded(operation: OperationResult): boolean {
  return unfinishedOf(operation) > 0 && operation.response.count > 0;
}

function timeCell(seconds: number | null, isLowerBound = false): { readonly text: string } {
  if (seconds === null) return { text: 'none' };
  return { text: `${isLowerBound ? '≥' : ''}${formatQuantity(seconds, 'seconds')}` };
}

function studioSection(canvas: Canvas, { studioTerms }: LoadSection): string[] {
  if (studioTerms.length === 0) return [];
  const rows = studioTerms.map(
    ({ stage, name, value, unit, meaning }): Row => [
      { text: `${stage} ${name}` },
      { text: formatQuantity(value, unit) },
      { text: meaning, style: 'dim' },
    ],
  );
  // Without its header, which is empty.
  const lines = table(canvas, TERM_COLUMNS, rows).filter((line) => line !== '');
  return [...heading(canvas, 'In studio terms'), ...lines];
}

function incidentSection(canvas: Canvas, load: LoadSection): string[] {
  const { outages, drills, integrity } = load;
  const wrong = integrity.found
    .slice(0, 5)
    .map(
      ({ file, offsetBytes, bytes, finding, detail }) =>
        `${file} at ${offsetBytes}, ${bytes} bytes: ${finding}, ${detail}`,
    );
  return [
    ...heading(canvas, 'Data and outages'),
    ...paragraph(canvas, integrityText(load), 2, integrity.regions === 0 ? 'plain' : 'bad'),
    ...wrong.flatMap((line) => paragraph(canvas, line, 4, 'bad')),
    ...outages.flatMap((outage) => paragraph(canvas, outageText(outage), 2)),
    ...drills.flatMap((drill) => paragraph(canvas, drillText(drill), 2)),
  ];
}

/** Response times of the whole run beside those of its seconds without an outage, of metrics that had answers in one. */
function outsideSection(canvas: Canvas, { metrics }: ResultDocument, load: LoadSection): string[] {
  const rows = (load.outsideOutages ?? []).flatMap(({ metric, response }): Row[] => {
    const whole = metrics.find(({ name }) => name === metric);
    if (whole === undefined || whole.count === response.count) return [];
    return [
      { name: metric, spread: whole },
      { name: 'outside of outages', spread: response },
    ].map(({ name, spread }) => [
      { text: name },
      { text: formatQuantity(spread.count, 'count') },
      timeCell(spread.p50),
      timeCell(spread.p99),
      timeCell(spread.max),
    ]);
  });
  if (rows.length === 0) return [];
  return [
    ...heading(canvas, 'With and without outages', 'the whole run, and its seconds that no outage touched'),
    ...table(canvas, OUTSIDE_COLUMNS, rows),
  ];
}

function generatorSection(canvas: Canvas, { warnings }: ResultDocument, load: LoadSection): string[] {
  const style = load.generator.valid ? 'plain' : 'unsure';
  return [
    ...heading(canvas, 'The generator itself'),
    ...paragraph(canvas, generatorText(load, warnings), 2, style),
  ];
}

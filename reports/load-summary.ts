/**
 * The summary that a load run prints: the verdict first, then each objective, what was asked and given, each kind of operation,
 * studio terms, what went wrong, and whether the generator was in the way. Text only; the same bytes for the same result.
 */

import type { LoadSection, OperationResult } from '../models/load-section.ts';
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
} from './load/load-facts.ts';
import { type Canvas, heading, paragraph } from './terminal/canvas.ts';
import { type Column, type Row, table } from './terminal/table.ts';
import { capitalized } from './verdict.ts';

const OPERATION_COLUMNS: readonly Column[] = [
  { title: '', align: 'left', flexible: true },
  ...['asked', 'failed', 'p50', 'p99', 'max'].map((title): Column => ({ title, align: 'right' })),
  { title: 'loop', align: 'left' },
];
const TERM_COLUMNS: readonly Column[] = [
  { title: '', align: 'left' },
  { title: '', align: 'right' },
  { title: '', align: 'left', flexible: true },
];

/** The sections of a load run between its objectives and its warnings, each a list of lines. */
export function loadSections(canvas: Canvas, result: ResultDocument, load: LoadSection): string[][] {
  return [
    givenSection(canvas, load),
    bendSection(canvas, result, load),
    operationSection(canvas, load.operations),
    studioSection(canvas, load),
    incidentSection(canvas, load),
    generatorSection(canvas, load),
  ];
}

function givenSection(canvas: Canvas, load: LoadSection): string[] {
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

function operationSection(canvas: Canvas, operations: readonly OperationResult[]): string[] {
  if (operations.length === 0) return [];
  const rows = operations.map((operation): Row => {
    const { stage, step, kind, offered, failed, response, loop } = operation;
    const time = (seconds: number | null) => ({
      text: seconds === null ? 'none' : formatQuantity(seconds, 'seconds'),
    });
    return [
      { text: step === kind ? `${stage} ${kind}` : `${stage} ${step} ${kind}` },
      { text: formatQuantity(offered, 'count') },
      failed === 0 ? { text: 'none', style: 'dim' } : { text: formatQuantity(failed, 'count'), style: 'bad' },
      time(response.p50),
      time(response.p99),
      time(response.max),
      { text: loop, style: 'dim' },
    ];
  });
  return [
    ...heading(canvas, 'Operations', 'from the time each was due to its answer'),
    ...table(canvas, OPERATION_COLUMNS, rows),
  ];
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

function generatorSection(canvas: Canvas, load: LoadSection): string[] {
  const style = load.generator.valid ? 'plain' : 'unsure';
  return [...heading(canvas, 'The generator itself'), ...paragraph(canvas, generatorText(load), 2, style)];
}

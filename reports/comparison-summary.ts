/**
 * The summary that `compare` prints: who meets everything, each candidate's margin and bottleneck, and each objective
 * side by side. The paired differences from the baseline follow, each with its interval. Text only; the same bytes for
 * the same comparison.
 */

import type { ComparisonDocument, PairedDifference } from '../models/comparison.ts';
import type { ObjectiveResult } from '../models/result.ts';
import {
  comparisonSentence,
  higherInText,
  improvement,
  leastMarginSubject,
  leastMarginText,
  letterOf,
  objectiveOf,
  otherWorkSentence,
  ranked,
  runSentences,
  sharedCaveats,
  subjectsOf,
  withheldSentences,
} from './comparison-text.ts';
import { formatDifference, formatDifferenceSpread } from './format-interval.ts';
import {
  type Canvas,
  canvasOf,
  heading,
  paragraph,
  type Style,
  type TerminalOptions,
} from './terminal/canvas.ts';
import { JUDGEMENT_STYLE } from './terminal/objective-table.ts';
import { type Cell, type Column, type Row, table } from './terminal/table.ts';
import { VERDICT_STYLE } from './terminal/verdict-style.ts';
import { judgement, VERDICT_WORDS, valueText, verdictOf } from './verdict-text.ts';

/** The whole summary, ending in a line feed. Names from scenarios appear with control characters written out. */
export function comparisonSummary(comparison: ComparisonDocument, options: TerminalOptions): string {
  const canvas = canvasOf(options);
  const sections = [
    paragraph(canvas, comparisonSentence(comparison), 0, 'bold'),
    candidateSection(canvas, comparison),
    objectiveSection(canvas, comparison),
    differenceSection(canvas, comparison),
    computedSection(canvas, comparison),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function candidateSection(canvas: Canvas, comparison: ComparisonDocument): string[] {
  const { candidates } = comparison;
  const columns: readonly Column[] = [
    { title: '', align: 'left', flexible: true },
    { title: 'verdict', align: 'left' },
    { title: 'margin', align: 'right' },
    { title: 'of', align: 'left', flexible: true },
    { title: 'bottleneck', align: 'left', flexible: true },
  ];
  const rows = ranked(candidates).map(({ candidate, letter }): Row => {
    const { kind } = verdictOf(candidate.result);
    const style = VERDICT_STYLE[kind];
    return [
      { lead: `${letter} `, text: candidate.name, style: 'bold' },
      { text: VERDICT_WORDS[kind], style },
      { text: leastMarginText(candidate), style },
      { text: leastMarginSubject(candidate), style: 'dim' },
      {
        text:
          candidate.result.bottleneck?.resource ??
          (candidate.result.load === undefined ? 'none' : 'not seen'),
      },
    ];
  });
  const caveats = sharedCaveats(candidates).flatMap((caveat) => paragraph(canvas, caveat, 2, 'unsure'));
  return [
    ...heading(canvas, 'Candidates', 'the best first, with their least margins; A is the baseline'),
    ...table(canvas, columns, rows),
    ...caveats,
  ];
}

/** As many candidates side by side as the width allows; the others in further tables below. */
function objectiveSection(canvas: Canvas, comparison: ComparisonDocument): string[] {
  const subjects = subjectsOf(comparison);
  if (subjects.length === 0) return [];
  const perTable = Math.max(1, Math.floor((canvas.width - 28) / 13));
  const starts = Array.from(
    { length: Math.ceil(comparison.candidates.length / perTable) },
    (_, k) => k * perTable,
  );
  return [
    ...heading(canvas, 'Objectives and headroom policies'),
    ...starts.flatMap((start) => objectiveTable(canvas, comparison, subjects, start, start + perTable)),
  ];
}

function objectiveTable(
  canvas: Canvas,
  { candidates }: ComparisonDocument,
  subjects: readonly ObjectiveResult[],
  from: number,
  to: number,
): string[] {
  const shown = candidates.slice(from, to);
  const columns: readonly Column[] = [
    { title: '', align: 'left', flexible: true },
    ...shown.map((_, index) => ({ title: letterOf(from + index), align: 'right' as const })),
  ];
  const rows = subjects.map((subject): Row => {
    const cells = shown.map((candidate): Cell => {
      const objective = objectiveOf(candidate, subject);
      if (objective === undefined) return { text: 'not stated', style: 'dim' };
      const judged = judgement(objective);
      return {
        lead: `${canvas.symbols[judged]} `,
        text: valueText(objective),
        style: JUDGEMENT_STYLE[judged],
      };
    });
    return [{ text: subject.text }, ...cells];
  });
  return table(canvas, columns, rows);
}

/** Differences of objectives and policies in full; those of metrics are counted, and stand in the report. */
function differenceSection(canvas: Canvas, comparison: ComparisonDocument): string[] {
  const { candidates, differences } = comparison;
  const baseline = candidates[0];
  if (baseline === undefined || differences.length === 0) return [];
  const judged = differences.filter((difference) => difference.kind !== 'metric');
  const metrics = differences.filter((difference) => difference.kind === 'metric');
  const counted = judged.some(({ signs }) => signs !== undefined);
  const columns: readonly Column[] = [
    { title: '', align: 'left', flexible: true },
    { title: 'difference', align: 'right' },
    { title: '95% interval', align: 'right', flexible: true },
    ...(counted ? [{ title: 'higher in', align: 'right' as const }] : []),
    { title: '', align: 'left', flexible: true },
  ];
  const tables = candidates.slice(1).flatMap((candidate, index) => {
    const rows = judged.filter((difference) => difference.candidate === candidate.name);
    if (rows.length === 0) return [];
    return [
      ...paragraph(canvas, `${letterOf(index + 1)} ${candidate.name}`, 2, 'bold'),
      ...table(
        canvas,
        columns,
        rows.map((difference) => differenceRow(difference, comparison, counted)),
      ),
      ...paragraph(canvas, otherWorkSentence(rows, comparison) ?? '', 2, 'unsure'),
      ...withheldSentences(rows).flatMap((line) => paragraph(canvas, line, 2, 'unsure')),
    ];
  });
  return [
    ...heading(
      canvas,
      'Differences',
      differences.every(({ basis }) => basis === 'paired')
        ? `from ${baseline.name}, paired by replication`
        : `from ${baseline.name}`,
    ),
    ...tables,
    ...paragraph(canvas, metricSentence(metrics), 2, 'dim'),
  ];
}

function differenceRow(difference: PairedDifference, comparison: ComparisonDocument, counted: boolean): Row {
  const better = improvement(difference, comparison);
  const style: Style = better === 'better' ? 'good' : better === 'worse' ? 'bad' : 'dim';
  return [
    { text: difference.subject },
    { text: formatDifference(difference.difference, difference.unit), style },
    { text: formatDifferenceSpread(difference.difference, difference.ci95, difference.unit), style: 'dim' },
    ...(counted ? [{ text: higherInText(difference), style: 'dim' as const }] : []),
    { text: better === null ? difference.verdict : `${difference.verdict}, ${better}`, style },
  ];
}

function metricSentence(metrics: readonly PairedDifference[]): string {
  if (metrics.length === 0) return '';
  const real = metrics.filter(({ verdict }) => verdict === 'higher' || verdict === 'lower').length;
  return `Of ${metrics.length} differences of metrics ${real} ${real === 1 ? 'is' : 'are'} beyond noise; the report of --out lists them all.`;
}

function computedSection(canvas: Canvas, comparison: ComparisonDocument): string[] {
  const sentences = runSentences(comparison);
  if (sentences.length === 0) return [];
  return [
    ...heading(canvas, 'How it was computed'),
    ...sentences.flatMap((sentence) => paragraph(canvas, sentence, 2, 'dim')),
  ];
}

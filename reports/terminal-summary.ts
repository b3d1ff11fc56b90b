/**
 * The summary that `simulate` and `loadgen` print: the verdict first, then each objective, the bottleneck and the
 * utilizations. A load run has the work asked and given instead. The stages' work, warnings and the method follow. Text
 * only: no clock, no I/O, the same bytes for the same result.
 */

import type { ObjectiveResult, ResultDocument } from '../models/result.ts';
import { isOutOfSight } from '../models/verdict.ts';
import { causeSentence, missedObjectives } from './cause-sentence.ts';
import { faultSentence } from './fault-sentence.ts';
import { loadSections } from './load-summary.ts';
import { engineSentence, runSentence } from './run-facts.ts';
import { configurationSentence, leftOutSentence, separateLimitSentence } from './storage-facts.ts';
import { cacheSection } from './terminal/cache-section.ts';
import { type Canvas, canvasOf, heading, paragraph, type TerminalOptions } from './terminal/canvas.ts';
import { objectiveTable } from './terminal/objective-table.ts';
import { stageSection } from './terminal/stage-section.ts';
import { utilizationSection } from './terminal/utilization-section.ts';
import { VERDICT_STYLE } from './terminal/verdict-style.ts';
import { bottleneckSentence, distanceSentence, VERDICT_WORDS, verdictOf } from './verdict-text.ts';

/** The whole summary, ending in a line feed. Names from the scenario appear with control characters written out. */
export function terminalSummary(result: ResultDocument, options: TerminalOptions): string {
  const canvas = canvasOf(options);
  const sections = [
    verdictSection(canvas, result),
    objectiveSection(canvas, 'Objectives', result, 'objective'),
    objectiveSection(canvas, 'Headroom policies', result, 'policy'),
    ...(result.load === undefined
      ? [causeSection(canvas, result), utilizationSection(canvas, result.resources)]
      : loadSections(canvas, result, result.load)),
    faultSection(canvas, result),
    cacheSection(canvas, result),
    stageSection(canvas, result),
    warningSection(canvas, result),
    computedSection(canvas, result),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function verdictSection(canvas: Canvas, result: ResultDocument): string[] {
  const verdict = verdictOf(result);
  const style = VERDICT_STYLE[verdict.kind];
  const { name, variant } = result.scenario;
  const separator = verdict.kind === 'holds' && verdict.summary.startsWith('with ') ? ', ' : ': ';
  const headline = VERDICT_WORDS[verdict.kind] + separator + verdict.summary;
  const tightest = verdict.tightest === null ? [] : [`Tightest: ${distanceSentence(verdict.tightest)}.`];
  return [
    ...paragraph(canvas, variant === null ? name : `${name} (${variant})`, 0, 'bold'),
    '',
    ...paragraph(canvas, headline, 0, style),
    ...tightest.flatMap((line) => paragraph(canvas, line, 2)),
    ...verdict.caveats.flatMap((line) => paragraph(canvas, line, 2, 'unsure')),
  ];
}

function objectiveSection(
  canvas: Canvas,
  title: string,
  result: ResultDocument,
  kind: ObjectiveResult['kind'],
): string[] {
  // What a load run cannot see is said once, beside the verdict.
  const chosen = result.objectives.filter((objective) => objective.kind === kind && !isOutOfSight(objective));
  return chosen.length === 0 ? [] : [...heading(canvas, title), ...objectiveTable(canvas, chosen)];
}

/** Explains why each missed objective is missed; if none is, names the one nearest to being missed. */
function causeSection(canvas: Canvas, result: ResultDocument): string[] {
  const missed = missedObjectives(result.objectives);
  if (missed.length === 0) return bottleneckSection(canvas, result);
  return [
    ...heading(canvas, missed.length === 1 ? 'Cause' : 'Causes'),
    ...missed.flatMap((objective) => paragraph(canvas, `${objective.text}: ${causeSentence(objective)}`, 2)),
  ];
}

function bottleneckSection(canvas: Canvas, { bottleneck }: ResultDocument): string[] {
  if (bottleneck === null) return [];
  return [...heading(canvas, 'Bottleneck'), ...paragraph(canvas, bottleneckSentence(bottleneck), 2)];
}

function faultSection(canvas: Canvas, result: ResultDocument): string[] {
  const { faults = [], replications } = result;
  if (faults.length === 0) return [];
  return [
    ...heading(canvas, 'Faults', replications > 1 ? 'jobs per replication' : ''),
    ...faults.flatMap((fault) => paragraph(canvas, faultSentence(fault, result), 2)),
  ];
}

function warningSection(canvas: Canvas, { warnings }: ResultDocument): string[] {
  if (warnings.length === 0) return [];
  return [
    ...heading(canvas, 'Warnings'),
    ...warnings.flatMap((warning) => paragraph(canvas, `${warning.message} [${warning.code}]`, 2, 'unsure')),
  ];
}

function computedSection(canvas: Canvas, result: ResultDocument): string[] {
  const { scenario, tool } = result;
  const overrides = scenario.overrides.length === 0 ? '' : ` with ${scenario.overrides.join(', ')}`;
  const inputs = `${scenario.file}${overrides} (sha256 ${scenario.sha256.slice(0, 12)})`;
  return [
    ...heading(canvas, result.load === undefined ? 'How it was computed' : 'How it was measured'),
    ...paragraph(canvas, `${runSentence(result)}; ${engineSentence(result)}.`, 2, 'dim'),
    ...result.storage.flatMap((system) => {
      const sentences = [
        configurationSentence(system),
        leftOutSentence(system, result.defaults ?? []),
        separateLimitSentence(system),
      ].filter((sentence) => sentence !== null);
      return sentences.length === 0 ? [] : paragraph(canvas, sentences.join(' '), 2, 'dim');
    }),
    ...paragraph(canvas, `${inputs}, ${tool.name} ${tool.version}, node ${tool.node}.`, 2, 'dim'),
  ];
}

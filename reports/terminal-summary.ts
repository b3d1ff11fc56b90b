/**
 * The summary that `simulate` prints: the verdict first, then each objective, what binds, how busy everything is, what
 * the stages did, warnings, and how it was computed. Text only: no clock, no I/O, the same bytes for the same result.
 */

import type { ObjectiveResult, ResourceResult, ResultDocument, StageSummary } from '../models/result.ts';
import { formatQuantity } from '../models/units.ts';
import { engineSentence, runSentence } from './run-facts.ts';
import { utilizationBar } from './terminal/bar.ts';
import {
  type Canvas,
  canvasOf,
  columnsOf,
  heading,
  paragraph,
  type TerminalOptions,
} from './terminal/canvas.ts';
import { objectiveTable } from './terminal/objective-table.ts';
import { type Cell, type Column, type Row, table } from './terminal/table.ts';
import { VERDICT_STYLE } from './terminal/verdict-style.ts';
import { bottleneckSentence, distanceSentence, VERDICT_WORDS, verdictOf } from './verdict.ts';

/** More resources than this are summed up in a line. */
const MOST_RESOURCES = 10;

/** The whole summary, ending in a line feed. Names from the scenario appear with control characters written out. */
export function terminalSummary(result: ResultDocument, options: TerminalOptions): string {
  const canvas = canvasOf(options);
  const sections = [
    verdictSection(canvas, result),
    objectiveSection(canvas, 'Objectives', result, 'objective'),
    objectiveSection(canvas, 'Headroom policies', result, 'policy'),
    bottleneckSection(canvas, result),
    utilizationSection(canvas, result.resources),
    stageSection(canvas, result.stages),
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
  const separator = verdict.kind === 'holds' && verdict.tightest !== null ? ', ' : ': ';
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
  const chosen = result.objectives.filter((objective) => objective.kind === kind);
  return chosen.length === 0 ? [] : [heading(canvas, title), ...objectiveTable(canvas, chosen)];
}

function bottleneckSection(canvas: Canvas, { bottleneck }: ResultDocument): string[] {
  if (bottleneck === null) return [];
  const binds = bottleneck.objective === null ? '' : ` It binds ${bottleneck.objective}.`;
  return [heading(canvas, 'Bottleneck'), ...paragraph(canvas, bottleneckSentence(bottleneck) + binds, 2)];
}

function utilizationSection(canvas: Canvas, resources: readonly ResourceResult[]): string[] {
  if (resources.length === 0) return [];
  const { symbols } = canvas;
  const shown = busiest(resources, MOST_RESOURCES);
  const longestName = Math.max(...shown.map((resource) => columnsOf(canvas.text(resource.name))));
  const nameColumns = Math.min(longestName, Math.floor(canvas.width / 3));
  // Two columns of indent, two before the bar, and four percentages of seven columns each.
  const barColumns = Math.max(8, Math.min(40, canvas.width - nameColumns - 32));
  const percent = (fraction: number | null) =>
    fraction === null ? '' : formatQuantity(fraction, 'fraction');
  const rows = shown.map((resource): Row => {
    const { utilization, headroomLimit } = resource;
    const over = headroomLimit !== null && utilization.peak > headroomLimit;
    const bar = utilizationBar(canvas, { ...utilization, limit: headroomLimit }, barColumns);
    return [
      { text: resource.name },
      { text: bar, style: over ? 'bad' : 'accent' },
      { text: percent(utilization.mean) },
      { text: percent(utilization.p95) },
      { text: percent(utilization.peak), style: over ? 'bad' : 'plain' },
      { text: percent(headroomLimit), style: over ? 'bad' : 'plain' },
    ];
  });
  const columns: readonly Column[] = [
    { title: '', align: 'left', flexible: true },
    { title: '', align: 'left' },
    ...['mean', 'p95', 'peak', 'limit'].map((title) => ({ title, align: 'right' as const })),
  ];
  return [
    heading(canvas, 'Utilization'),
    ...table(canvas, columns, rows),
    ...paragraph(canvas, restSentence(resources, shown), 2, 'dim'),
    ...paragraph(
      canvas,
      `${symbols.full} mean   ${symbols.peak} up to the busiest minute   ${symbols.limit} headroom limit`,
      2,
      'dim',
    ),
  ];
}

/** The resources with a limit and those that peak highest, in their own order. */
function busiest(resources: readonly ResourceResult[], most: number): readonly ResourceResult[] {
  const rank = (resource: ResourceResult) =>
    resource.utilization.peak + (resource.headroomLimit === null ? 0 : 2);
  const chosen = new Set(resources.toSorted((one, other) => rank(other) - rank(one)).slice(0, most));
  return resources.filter((resource) => chosen.has(resource));
}

function restSentence(all: readonly ResourceResult[], shown: readonly ResourceResult[]): string {
  const rest = all.filter((resource) => !shown.includes(resource));
  if (rest.length === 0) return '';
  const peak = Math.max(...rest.map((resource) => resource.utilization.peak));
  return `${rest.length} more, none of them above ${formatQuantity(peak, 'fraction')}.`;
}

function stageSection(canvas: Canvas, stages: readonly StageSummary[]): string[] {
  if (stages.length === 0) return [];
  const unfinished = (stage: StageSummary): Cell => {
    const left = stage.arrived - stage.finished;
    return left > 0 ? { text: formatQuantity(left, 'count'), style: 'bad' } : { text: 'none', style: 'dim' };
  };
  const oneStorage = new Set(stages.map((stage) => stage.storage)).size === 1;
  return [
    heading(canvas, 'Stages', oneStorage ? `on ${stages[0]?.storage}, per replication` : 'per replication'),
    ...table(
      canvas,
      [
        { title: '', align: 'left', flexible: true },
        ...(oneStorage ? [] : [{ title: 'on', align: 'left' as const, flexible: true }]),
        { title: 'arrived', align: 'right' },
        { title: 'unfinished', align: 'right' },
        { title: 'read', align: 'right' },
        { title: 'written', align: 'right' },
        { title: 'operations', align: 'right' },
      ],
      stages.map(
        (stage): Row => [
          { text: stage.name === stage.kind ? stage.name : `${stage.name} (${stage.kind})` },
          ...(oneStorage ? [] : [{ text: stage.storage }]),
          { text: formatQuantity(stage.arrived, 'count') },
          unfinished(stage),
          { text: formatQuantity(stage.bytesRead, 'bytes') },
          { text: formatQuantity(stage.bytesWritten, 'bytes') },
          { text: formatQuantity(stage.operations, 'count') },
        ],
      ),
    ),
  ];
}

function warningSection(canvas: Canvas, { warnings }: ResultDocument): string[] {
  if (warnings.length === 0) return [];
  return [
    heading(canvas, 'Warnings'),
    ...warnings.flatMap((warning) => paragraph(canvas, `${warning.message} [${warning.code}]`, 2, 'unsure')),
  ];
}

function computedSection(canvas: Canvas, result: ResultDocument): string[] {
  const { scenario, tool } = result;
  const overrides = scenario.overrides.length === 0 ? '' : ` with ${scenario.overrides.join(', ')}`;
  const inputs = `${scenario.file}${overrides} (sha256 ${scenario.sha256.slice(0, 12)})`;
  return [
    heading(canvas, 'How it was computed'),
    ...paragraph(canvas, `${runSentence(result)}; ${engineSentence(result)}.`, 2, 'dim'),
    ...paragraph(canvas, `${inputs}, ${tool.name} ${tool.version}, node ${tool.node}.`, 2, 'dim'),
  ];
}

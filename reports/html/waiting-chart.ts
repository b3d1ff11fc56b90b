/** Chart of the waits of each stage: its lost time divided among the resources that were busy. */

import { rect } from '@observablehq/plot';
import type { ResultDocument } from '../../models/result.ts';
import { formatQuantity } from '../../models/units.ts';
import { csv } from '../csv.ts';
import { leadersBy, listed } from '../leaders.ts';
import { barSpan, drawBarRows } from './bar-rows.ts';
import { type Figure, seriesColor } from './chart-figure.ts';
import { dataTable, quantity } from './data-table.ts';
import type { Html } from './html.ts';

/** Resources with a colour of their own; the rest are taken together. */
const MOST_RESOURCES = 5;

interface StageLoss {
  readonly stage: string;
  /** Units of its work that finished, mean per replication. */
  readonly finished: number;
  readonly totalSeconds: number;
  /** Lost seconds by resource, the largest first. */
  readonly parts: readonly { readonly resource: string; readonly seconds: number }[];
}

/** The figure, or null when no work waited for anything. */
export function waitingFigure(result: ResultDocument): Figure | null {
  const losses = lossesOf(result);
  if (losses.length === 0) return null;
  const named = namedResources(losses);
  const others = losses.some((loss) => loss.parts.some((part) => !named.includes(part.resource)));
  const takeaway = takeawayOf(losses);
  return {
    id: 'waiting',
    title: 'What each stage waits for',
    takeaway,
    legend: [
      ...named.map((resource, rank) => ({
        label: resource,
        color: seriesColor(rank),
        mark: 'block' as const,
      })),
      ...(others ? [{ label: 'others', color: seriesColor(MOST_RESOURCES), mark: 'block' as const }] : []),
    ],
    draw: losses.every(hasOneResource) ? null : (width) => drawWaiting(losses, named, takeaway, width),
    table: waitingTable(losses),
    data: {
      fileName: 'waiting.csv',
      csv: csv(
        ['stage', 'resource', 'lostSeconds'],
        losses.flatMap(({ stage, parts }) =>
          parts.map(({ resource, seconds }) => [stage, resource, seconds]),
        ),
      ),
      about: 'one row for each stage and resource',
    },
  };
}

/** Stages in the order of the result, those that never waited left out. */
function lossesOf({ stages, resources }: ResultDocument): StageLoss[] {
  const names = new Set([
    ...stages.map((stage) => stage.name),
    ...resources.flatMap((resource) => Object.keys(resource.lostSecondsByStage)),
  ]);
  return [...names].flatMap((stage) => {
    const parts = resources
      .map((resource) => ({
        resource: resource.name,
        seconds: Object.hasOwn(resource.lostSecondsByStage, stage)
          ? (resource.lostSecondsByStage[stage] ?? 0)
          : 0,
      }))
      .filter((part) => part.seconds > 0)
      .toSorted((one, other) => other.seconds - one.seconds);
    const totalSeconds = parts.reduce((sum, part) => sum + part.seconds, 0);
    const finished = stages.find(({ name }) => name === stage)?.finished ?? 0;
    return totalSeconds > 0 ? [{ stage, finished, totalSeconds, parts }] : [];
  });
}

/** Whether one resource takes as good as all of the time, so that a bar would be of one colour. */
function hasOneResource({ parts, totalSeconds }: StageLoss): boolean {
  return (parts[0]?.seconds ?? 0) > 0.995 * totalSeconds;
}

/** The resources that take the largest share of any stage's waiting. */
function namedResources(losses: readonly StageLoss[]): string[] {
  const largestShare = new Map<string, number>();
  for (const { parts, totalSeconds } of losses) {
    for (const { resource, seconds } of parts) {
      largestShare.set(resource, Math.max(largestShare.get(resource) ?? 0, seconds / totalSeconds));
    }
  }
  return [...largestShare]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, MOST_RESOURCES)
    .map(([resource]) => resource);
}

/** The largest share of each stage's waiting: not always most of it, and not always of one resource. */
function takeawayOf(losses: readonly StageLoss[]): string {
  const clauses = losses.map(({ stage, totalSeconds, parts }) => {
    const shareText = (seconds: number) => formatQuantity(seconds / totalSeconds, 'fraction');
    const leaders = leadersBy(parts, ({ seconds }) => seconds, shareText);
    const share = shareText(leaders[0]?.seconds ?? 0);
    const names = listed(leaders.map(({ resource }) => resource));
    return `${stage} to ${names} (${share}${leaders.length > 1 ? ' each' : ''})`;
  });
  return `The largest share of the time that each stage loses to busy resources: ${clauses.join(', ')}.`;
}

function drawWaiting(
  losses: readonly StageLoss[],
  named: readonly string[],
  takeaway: string,
  width: number,
): Html {
  const blocks = losses.flatMap(({ parts, totalSeconds }, row) => {
    let start = 0;
    return parts.map(({ resource, seconds }) => {
      const from = start;
      start += seconds / totalSeconds;
      const rank = named.indexOf(resource);
      return { from, to: start, ...barSpan(row), color: seriesColor(rank === -1 ? MOST_RESOURCES : rank) };
    });
  });
  const rows = losses.map(({ stage, finished, totalSeconds }) => {
    const inAll = `${workTime(totalSeconds)} in all`;
    const each = formatQuantity(totalSeconds / finished, 'seconds');
    return {
      name: stage,
      note: finished > 0 ? `${inAll}, ${each} for each unit of work` : inAll,
      shortNote: inAll,
    };
  });
  return drawBarRows(
    rows,
    {
      kind: 'linear',
      domain: [0, 1],
      ticks: [0, 0.25, 0.5, 0.75, 1],
      tickLabel: (share) => formatQuantity(share, 'fraction'),
    },
    [
      rect(blocks, {
        x1: 'from',
        x2: 'to',
        y1: 'top',
        y2: 'bottom',
        fill: ({ color }) => color,
        insetRight: 0.5,
      }),
    ],
    `What each stage waits for. ${takeaway}`,
    width,
  );
}

/** A sum of the times of many: in hours where it is longer than two days, as it is no time that anybody lives through. */
function workTime(seconds: number): string {
  return seconds < 2 * 86_400
    ? formatQuantity(seconds, 'seconds')
    : `${formatQuantity(Math.round(seconds / 3600), 'count')} h`;
}

function waitingTable(losses: readonly StageLoss[]): Html {
  const columns = [
    { title: 'Stage' },
    { title: 'Waits for' },
    { title: 'Time lost', numeric: true },
    { title: 'Share', numeric: true },
  ];
  const rows = losses.flatMap(({ stage, totalSeconds, parts }) =>
    parts.map(({ resource, seconds }) => [
      stage,
      resource,
      quantity(seconds, 'seconds'),
      formatQuantity(seconds / totalSeconds, 'fraction'),
    ]),
  );
  return dataTable('Time lost to busy resources, summed over all work of a replication', columns, [{ rows }]);
}

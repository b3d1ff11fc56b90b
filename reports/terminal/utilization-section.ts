/** How busy every resource is: a bar, and mean, 95th percentile, peak and headroom limit. */

import type { ResourceResult } from '../../models/result.ts';
import { formatQuantity } from '../../models/units.ts';
import { busiest, overLimit } from '../busiest.ts';
import { utilizationBar } from './bar.ts';
import { type Canvas, heading, paragraph } from './canvas.ts';
import { type Column, type Row, table } from './table.ts';
import { columnsOf } from './wrap.ts';

/** More resources than this are summed up in a line. */
const MOST_RESOURCES = 10;

export function utilizationSection(canvas: Canvas, resources: readonly ResourceResult[]): string[] {
  if (resources.length === 0) return [];
  const { symbols } = canvas;
  const shown = busiest(resources, MOST_RESOURCES);
  const longestName = Math.max(...shown.map((resource) => columnsOf(canvas.text(resource.name))));
  const nameColumns = Math.min(longestName, Math.floor(canvas.width / 3));
  // Two columns of indent, two before the bar, and four percentages of seven columns each.
  const barColumns = Math.max(8, Math.min(40, canvas.width - nameColumns - 32));
  const rows = shown.map((resource): Row => {
    const { utilization, headroomLimit } = resource;
    const over = overLimit(resource);
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
    ...heading(canvas, 'Utilization'),
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

function percent(fraction: number | null): string {
  return fraction === null ? '' : formatQuantity(fraction, 'fraction');
}

function restSentence(all: readonly ResourceResult[], shown: readonly ResourceResult[]): string {
  const rest = all.filter((resource) => !shown.includes(resource));
  if (rest.length === 0) return '';
  const peak = Math.max(...rest.map((resource) => resource.utilization.peak));
  return `${rest.length} more, none of them above ${formatQuantity(peak, 'fraction')}.`;
}

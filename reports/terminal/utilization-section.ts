/** How busy every resource is: a bar, and mean, 95th percentile, peak, time at saturation and headroom limit. */

import type { ResourceResult } from '../../models/result.ts';
import { formatQuantity } from '../../models/units.ts';
import { busiest, overLimit } from '../busiest.ts';
import { busiestSpan, peakTitle, saturationText } from '../peak-window.ts';
import { utilizationBar } from './bar.ts';
import { type Canvas, heading, paragraph } from './canvas.ts';
import { type Column, GAP, INDENT, type Row, table } from './table.ts';
import { columnsOf } from './wrap.ts';

/** More resources than this are summed up in a line. */
const MOST_RESOURCES = 10;

/** Titles of the figures. */
function figureTitles(resources: readonly ResourceResult[]): readonly string[] {
  return ['mean', 'p95', peakTitle(resources), 'full for', 'limit'];
}

export function utilizationSection(canvas: Canvas, resources: readonly ResourceResult[]): string[] {
  if (resources.length === 0) return [];
  const { symbols } = canvas;
  const shown = busiest(resources, MOST_RESOURCES);
  const figures = shown.map(figuresOf);
  const barColumns = roomForBar(canvas, shown, figures);
  const rows = shown.map((resource, index): Row => {
    const { utilization, headroomLimit } = resource;
    const bar = utilizationBar(canvas, { ...utilization, limit: headroomLimit }, barColumns);
    const style = overLimit(resource) ? 'bad' : 'accent';
    return [{ text: resource.name }, { text: bar, style }, ...(figures[index] ?? [])];
  });
  const columns: readonly Column[] = [
    { title: '', align: 'left', flexible: true },
    { title: '', align: 'left' },
    ...figureTitles(resources).map((title) => ({ title, align: 'right' as const })),
  ];
  return [
    ...heading(canvas, 'Utilization'),
    ...table(canvas, columns, rows),
    ...paragraph(canvas, restSentence(resources, shown), 2, 'dim'),
    ...paragraph(
      canvas,
      `${symbols.full} mean   ${symbols.peak} up to the ${busiestSpan(resources)}   ${symbols.limit} headroom limit`,
      2,
      'dim',
    ),
  ];
}

function figuresOf(resource: ResourceResult): Row {
  const { utilization, headroomLimit } = resource;
  const style = overLimit(resource) ? 'bad' : 'plain';
  return [
    { text: percent(utilization.mean) },
    { text: percent(utilization.p95) },
    { text: percent(utilization.peak), style },
    { text: saturationText(utilization) },
    { text: percent(headroomLimit), style },
  ];
}

/** Returns the width left for a bar beside names, figures and gaps; names beyond a third of the line wrap. */
function roomForBar(canvas: Canvas, resources: readonly ResourceResult[], figures: readonly Row[]): number {
  const longestName = Math.max(...resources.map(({ name }) => columnsOf(canvas.text(name))));
  const names = Math.min(longestName, Math.floor(canvas.width / 3));
  const columns = figureTitles(resources).map((title, index) =>
    Math.max(title.length, ...figures.map((row) => columnsOf(row[index]?.text ?? ''))),
  );
  const taken = columns.reduce((sum, width) => sum + GAP + width, INDENT + names + GAP);
  return Math.max(8, Math.min(40, canvas.width - taken));
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

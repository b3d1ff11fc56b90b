/** How busy each resource is: the mean as a bar, up to its peak faintly, with the limit that policy sets. */

import { rect } from '@observablehq/plot';
import type { ResourceResult } from '../../models/result.ts';
import { formatQuantity } from '../../models/units.ts';
import { busiest } from '../busiest.ts';
import { csv, intervalCells } from '../csv.ts';
import { busiestSpan, saturationText } from '../peak-window.ts';
import { capitalized } from '../verdict-text.ts';
import { barSpan, drawBarRows, limitMarks } from './bar-rows.ts';
import type { Figure } from './chart-figure.ts';
import { dataTable, quantity, quantityWithInterval } from './data-table.ts';
import { type Html, html } from './html.ts';
import { utilizationTakeaway } from './utilization-takeaway.ts';

/** The table has them all. */
const MOST_BARS = 12;
const PERCENT_TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

export const RESOURCE_KINDS: Readonly<Record<ResourceResult['kind'], string>> = {
  'storage-data': 'storage, data path',
  'storage-metadata': 'storage, metadata service',
  link: 'network link',
  farm: 'render farm',
  cache: 'cache on a node',
};

export function utilizationFigure(resources: readonly ResourceResult[], id: string, title: string): Figure {
  const shown = busiest(resources, MOST_BARS);
  const takeaway = utilizationTakeaway(resources);
  const hidden = resources.length - shown.length;
  return {
    id,
    title,
    takeaway: hidden === 0 ? takeaway : `${takeaway} ${hidden} more are in the table only.`,
    legend: [
      { label: 'mean', color: 'var(--s1)', mark: 'block' },
      { label: `up to the ${busiestSpan(resources)}`, color: 'var(--s1)', mark: 'faint block' },
      ...(resources.some((resource) => resource.headroomLimit !== null)
        ? [{ label: 'headroom limit', color: 'var(--limit)', mark: 'line' as const }]
        : []),
    ],
    draw: (width) => drawUtilization(shown, `${title}. ${takeaway}`, width),
    table: utilizationTable(resources, title),
    data: { fileName: `${id}.csv`, csv: utilizationCsv(resources), about: `${resources.length} rows` },
  };
}

function percent(fraction: number): string {
  return formatQuantity(fraction, 'fraction');
}

function drawUtilization(resources: readonly ResourceResult[], label: string, width: number): Html {
  const rows = resources.map(({ name, utilization, headroomLimit }) => ({
    name,
    note: `mean ${percent(utilization.mean)}, peak ${percent(utilization.peak)}${headroomLimit === null ? '' : `, limit ${percent(headroomLimit)}`}`,
    shortNote: `peak ${percent(utilization.peak)}`,
  }));
  const highest = Math.max(1, ...resources.map((resource) => resource.utilization.peak));
  const spans = resources.map((resource, row) => ({ ...barSpan(row), resource }));
  const limits = resources.flatMap(({ headroomLimit }, row) =>
    headroomLimit === null ? [] : [{ row, at: headroomLimit }],
  );
  const along = { y1: 'top', y2: 'bottom' } as const;
  return drawBarRows(
    rows,
    { kind: 'linear', domain: [0, highest], ticks: PERCENT_TICKS, tickLabel: percent },
    [
      rect(spans, { ...along, x1: 0, x2: highest, fill: 'var(--raised)' }),
      rect(spans, {
        ...along,
        x1: 0,
        x2: ({ resource }) => resource.utilization.peak,
        fill: 'var(--s1)',
        fillOpacity: 0.3,
      }),
      rect(spans, { ...along, x1: 0, x2: ({ resource }) => resource.utilization.mean, fill: 'var(--s1)' }),
      limitMarks(limits),
    ],
    label,
    width,
  );
}

function utilizationTable(resources: readonly ResourceResult[], title: string): Html {
  const columns = [
    { title: 'Resource' },
    { title: 'Capacity', numeric: true },
    { title: 'Mean', numeric: true },
    { title: '95th percentile', numeric: true },
    { title: capitalized(busiestSpan(resources)), numeric: true },
    { title: 'Used in full for', numeric: true },
    { title: 'Headroom limit', numeric: true },
  ];
  const rows = resources.map((resource) => [
    html`${resource.name}<span class="note">${RESOURCE_KINDS[resource.kind]}</span>`,
    quantity(resource.capacity, resource.capacityUnit),
    quantityWithInterval(resource.utilization.mean, resource.utilization.ci95, 'fraction'),
    quantity(resource.utilization.p95, 'fraction'),
    quantity(resource.utilization.peak, 'fraction'),
    saturationText(resource.utilization),
    resource.headroomLimit === null
      ? html`<span class="muted">none</span>`
      : quantity(resource.headroomLimit, 'fraction'),
  ]);
  return dataTable(title, columns, [{ rows }]);
}

function utilizationCsv(resources: readonly ResourceResult[]): string {
  const header =
    'resource,kind,capacity,capacityUnit,mean,meanLow95,meanHigh95,p95,peak,peakWindowSeconds,saturatedSeconds,headroomLimit';
  const rows = resources.map(({ name, kind, capacity, capacityUnit, utilization, headroomLimit }) => {
    const { mean, ci95, p95, peak, peakWindowSeconds = null, saturatedSeconds = null } = utilization;
    const figures = [mean, ...intervalCells(ci95), p95, peak, peakWindowSeconds, saturatedSeconds];
    return [name, kind, capacity, capacityUnit, ...figures, headroomLimit];
  });
  return csv(header.split(','), rows);
}

/**
 * The layout shared by horizontal charts: one row for each item, its name above its bar. Long names therefore need no
 * margin, and the chart works on a phone. Rows count downwards from 0; a bar lies in the lower half of its row.
 */

import { gridX, link, type Markish, text } from '@observablehq/plot';
import { ellipsis } from '../ellipsis.ts';
import { printable } from '../printable.ts';
import type { Html } from './html.ts';
import { drawPlot } from './svg.ts';

const ROW_HEIGHT = 50;
const MARGIN = { top: 4, right: 1, bottom: 24, left: 1 };
const PIXELS_PER_CHARACTER = 8.6;
const NARROWEST_WITH_NOTES = 600;

export interface BarRow {
  readonly name: string;
  /** Figures at the right end above the bar; left out where it is narrow. */
  readonly note: string;
  /** The one figure that stays where it is narrow. */
  readonly shortNote: string;
}

export interface BarScale {
  readonly kind: 'linear' | 'log';
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  readonly tickLabel: (value: number) => string;
}

/** Top and bottom of the bar of a row, in rows. */
export function barSpan(row: number): { readonly top: number; readonly bottom: number } {
  return { top: row + 0.46, bottom: row + 0.78 };
}

/** Draws the rows; `marks` are placed by the scale along x and by `barSpan` along y. */
export function drawBarRows(
  rows: readonly BarRow[],
  scale: BarScale,
  marks: readonly Markish[],
  label: string,
  width: number,
): Html {
  const narrow = width < NARROWEST_WITH_NOTES;
  const notes = rows.map((row) => (narrow ? row.shortNote : row.note));
  const room = (note: string) =>
    (width - MARGIN.left - MARGIN.right) / PIXELS_PER_CHARACTER - note.length - 2;
  const baselines = rows.map((_, row) => row + 0.27);
  const [low, high] = scale.domain;
  return drawPlot(
    {
      width,
      height: MARGIN.top + MARGIN.bottom + rows.length * ROW_HEIGHT,
      margin: MARGIN,
      x: { type: scale.kind, domain: [low, high], axis: null },
      y: { domain: [rows.length, 0], axis: null },
      marks: [
        gridX({ ticks: [...scale.ticks], stroke: 'var(--line)', strokeOpacity: 1 }),
        ...tickLabels(scale, rows.length),
        text(
          rows.map((row, index) => ellipsis(printable(row.name), room(notes[index] ?? ''))),
          {
            x: rows.map(() => low),
            y: baselines,
            textAnchor: 'start',
            fontWeight: 600,
            fill: 'var(--ink)',
            ...HALO,
          },
        ),
        text(notes, {
          x: rows.map(() => high),
          y: baselines,
          textAnchor: 'end',
          fill: 'var(--muted)',
          ...HALO,
        }),
        ...marks,
      ],
    },
    label,
  );
}

/** The outermost labels end at the edge of the chart, so that none is cut. */
function tickLabels({ kind, domain: [low, high], ticks, tickLabel }: BarScale, rows: number): Markish[] {
  const anchored = (textAnchor: 'start' | 'middle' | 'end', chosen: readonly number[]) =>
    text(chosen.map(tickLabel), {
      x: [...chosen],
      y: chosen.map(() => rows),
      dy: 14,
      textAnchor,
      fill: 'var(--muted)',
    });
  // On either scale the ticks are in order, so only the last one can come too near the right edge.
  const last = ticks.at(-1) ?? low;
  const nearEdge = last === high || (kind === 'linear' && (last - low) / (high - low) > 0.95);
  const first = ticks.filter((tick) => tick === low);
  const end = nearEdge ? [last] : [];
  const middle = ticks.filter((tick) => !first.includes(tick) && !end.includes(tick));
  return [anchored('start', first), anchored('middle', middle), anchored('end', end)];
}

/** A mark across the bar of a row at a limit, clear of the text above it. */
export function limitMarks(limits: readonly { readonly row: number; readonly at: number }[]): Markish {
  return link(limits, {
    x1: 'at',
    x2: 'at',
    y1: ({ row }: { row: number }) => barSpan(row).top - 0.07,
    y2: ({ row }: { row: number }) => barSpan(row).bottom + 0.07,
    stroke: 'var(--limit)',
    strokeWidth: 2.5,
  });
}

/** An arrow at the right edge of a bar that ends there only because the scale does. */
export function cutMarks(rows: readonly number[], edge: number): Markish {
  return text(
    rows.map(() => '▸'),
    {
      x: rows.map(() => edge),
      y: rows.map((row) => (barSpan(row).top + barSpan(row).bottom) / 2),
      dx: -3,
      textAnchor: 'end',
      fill: 'var(--paper)',
    },
  );
}

/** Keeps text legible where it crosses a grid line. */
const HALO = { stroke: 'var(--paper)', strokeWidth: 4 };

/**
 * Tables that fit any width. Flexible columns give way, the first one first, and wrap between words. When that is not
 * enough, each row is stacked: its first cell on a line of its own. The other cells follow below it, each with its
 * column's title.
 */

import type { Canvas, Style } from './canvas.ts';
import { columnsOf, longestWord, wrap } from './wrap.ts';

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** May be made narrower than its longest text, by wrapping. */
  readonly flexible?: boolean;
}

export interface Cell {
  readonly text: string;
  /** A mark before the text; wrapped lines hang under the text, not under the mark. */
  readonly lead?: string;
  readonly style?: Style;
}

export type Row = readonly Cell[];

/** Columns between cells, and before the first one. */
export const GAP = 2;
export const INDENT = 2;
/** Words longer than this are broken rather than kept whole. */
const LONGEST_WORD = 24;

/** Lines of a table, indented, with a dim header. Cell texts are made printable here. */
export function table(canvas: Canvas, columns: readonly Column[], rows: readonly Row[]): string[] {
  const printed = rows.map((row) => row.map((cell) => ({ ...cell, text: canvas.text(cell.text) })));
  const natural = columns.map((column, index) =>
    Math.max(columnsOf(column.title), ...printed.map((row) => naturalWidth(row[index]))),
  );
  const least = columns.map((column, index) =>
    column.flexible === true
      ? Math.max(columnsOf(column.title), ...printed.map((row) => leastWidth(row[index])))
      : (natural[index] ?? 0),
  );
  const widths = fit(natural, least, canvas.width - INDENT);
  if (widths === null) return printed.flatMap((row) => stacked(canvas, columns, row));
  const header = columns.map((column) => ({ text: column.title, style: 'dim' as const }));
  return [header, ...printed].flatMap((row) => aligned(canvas, columns, widths, row));
}

function naturalWidth(cell: Cell | undefined): number {
  return cell === undefined ? 0 : columnsOf((cell.lead ?? '') + cell.text);
}

/** The lines of a cell within a width, its lead before the first and as much space before the others. */
function linesOf(cell: Cell | undefined, width: number): string[] {
  if (cell === undefined) return [''];
  const lead = cell.lead ?? '';
  const indent = columnsOf(lead);
  return wrap(cell.text, width - indent).map(
    (line, index) => (index === 0 ? lead : ' '.repeat(indent)) + line,
  );
}

function leastWidth(cell: Cell | undefined): number {
  return cell === undefined ? 0 : columnsOf(cell.lead ?? '') + Math.min(LONGEST_WORD, longestWord(cell.text));
}

function fit(natural: readonly number[], least: readonly number[], available: number): number[] | null {
  const widths = [...natural];
  const total = () => widths.reduce((sum, width) => sum + width, 0) + GAP * (widths.length - 1);
  for (const [index, width] of natural.entries()) {
    const excess = total() - available;
    if (excess > 0) widths[index] = Math.max(least[index] ?? width, width - excess);
  }
  return total() <= available ? widths : null;
}

function aligned(canvas: Canvas, columns: readonly Column[], widths: readonly number[], row: Row): string[] {
  const cells = columns.map((_, index) => linesOf(row[index], widths[index] ?? 1));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => {
    const parts = columns.map((column, index) => {
      const text = cells[index]?.[line] ?? '';
      const space = ' '.repeat(Math.max(0, (widths[index] ?? 0) - columnsOf(text)));
      const inked = canvas.ink(text, row[index]?.style ?? 'plain');
      return column.align === 'right' ? space + inked : inked + space;
    });
    return (' '.repeat(INDENT) + parts.join(' '.repeat(GAP))).trimEnd();
  });
}

function stacked(canvas: Canvas, columns: readonly Column[], row: Row): string[] {
  const [first, ...others] = row;
  const lead = linesOf(first, canvas.width - INDENT);
  const labelled = others.flatMap((cell, index) => {
    if (cell.text === '') return [];
    const title = columns[index + 1]?.title ?? '';
    const label = title === '' ? '' : `${canvas.ink(title, 'dim')} `;
    return [label + canvas.ink(cell.text, cell.style ?? 'plain')];
  });
  return [
    ...lead.map((line) => ' '.repeat(INDENT) + canvas.ink(line, first?.style ?? 'plain')),
    ...flow(labelled, canvas.width - INDENT - 2).map((line) => ' '.repeat(INDENT + 2) + line),
  ];
}

/** Parts side by side, breaking lines between parts rather than inside them. */
function flow(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const joined = last === undefined ? part : `${last}   ${part}`;
    if (last !== undefined && columnsOf(joined) <= width) lines[lines.length - 1] = joined;
    else lines.push(...wrap(part, width));
  }
  return lines;
}

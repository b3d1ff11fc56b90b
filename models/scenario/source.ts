import type { SourceText, TextRange } from './diagnostic.ts';

/** A scenario text with its lines found, so that an offset can be told as line and column. */
export interface Source extends SourceText {
  /** Offset of the first code unit of each line. */
  readonly lineStarts: readonly number[];
  /** Offset of the second code unit of each character that has two. */
  readonly pairs: readonly number[];
}

/** A range of one source: where something stands that can be at fault. */
export interface Place extends TextRange {
  readonly source: Source;
}

/** Line and column, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Lines beyond these are not told apart: a text with more than 20,000 is refused whole. */
const LINES_FOUND_MAX = 20_002;
const BYTE_ORDER_MARK = '\uFEFF';

/** Takes the text as read; a byte order mark at its start is dropped and counts nowhere. */
export function sourceOf({ path, text }: SourceText): Source {
  const body = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  const lineStarts = [0];
  for (let i = body.indexOf('\n'); i !== -1; i = body.indexOf('\n', i + 1)) {
    if (lineStarts.push(i + 1) > LINES_FOUND_MAX) break;
  }
  return { path, text: body, lineStarts, pairs: pairsIn(body) };
}

/** Returns the offset of the second code unit of each character that has two; a match for each would cost more than the parse. */
function pairsIn(text: string): readonly number[] {
  const pairs: number[] = [];
  for (let i = 1; i < text.length; i++) {
    if (isSecond(text.charCodeAt(i)) && isFirst(text.charCodeAt(i - 1))) pairs.push(i);
  }
  return pairs;
}

function isFirst(codeUnit: number): boolean {
  return (codeUnit & 0xfc00) === 0xd800;
}

function isSecond(codeUnit: number): boolean {
  return (codeUnit & 0xfc00) === 0xdc00;
}

/** Line and column of an offset. Columns count Unicode code points: an emoji is one, a tab is one. */
export function positionAt(source: Source, offset: number): Position {
  const line = lineIndexAt(source, offset);
  const start = source.lineStarts[line]!;
  const pairs = countBelow(source.pairs, offset) - countBelow(source.pairs, start);
  return { line: line + 1, column: offset - start - pairs + 1 };
}

/** The line that holds an offset, without its line end (LF or CRLF), and where it starts. */
export function lineAt(source: Source, offset: number): { readonly text: string; readonly start: number } {
  const line = lineIndexAt(source, offset);
  const start = source.lineStarts[line]!;
  const next = source.lineStarts[line + 1];
  const text = source.text.slice(start, next === undefined ? undefined : next - 1);
  return { text: next !== undefined && text.endsWith('\r') ? text.slice(0, -1) : text, start };
}

function lineIndexAt({ lineStarts }: Source, offset: number): number {
  return Math.max(0, countBelow(lineStarts, offset + 1) - 1);
}

/** How many of the numbers, which are in order, are less than `limit`: by halving. */
function countBelow(inOrder: readonly number[], limit: number): number {
  let low = 0;
  let high = inOrder.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (inOrder[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

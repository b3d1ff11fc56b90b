/**
 * Diagnostics as text for a terminal.
 *
 *     studio.yaml:5:10 - error HR201: unknown key "divice"
 *
 *       5 |   hot: { divice: weka-8n }
 *         |          ^^^^^^
 *       help: did you mean "device"?
 *
 * The caret stands under the exact fault whatever the line holds. A tab is shown as four spaces, wide characters (CJK,
 * emoji) take two cells, and combining marks none. Control characters are shown as escapes, so that nothing in a
 * scenario reaches the terminal as a command to it. Long lines are cut around the fault.
 */

import type { Diagnostic, SourceText } from './diagnostic.ts';
import { lineAt, type Source, sourceOf } from './source.ts';

export interface RenderOptions {
  readonly color: boolean;
}

/** Widest part of a source line that is shown, in cells. */
const CELLS_MAX = 120;
/** Cells before the fault that stay when a line is cut. */
const CONTEXT_CELLS = 40;
const ELLIPSIS = '...';

/** Every diagnostic followed by an empty line; an empty text for none. */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: readonly SourceText[],
  { color }: RenderOptions,
): string {
  const byPath = new Map(sources.map((source) => [source.path, sourceOf(source)]));
  const paint = color
    ? (code: string, text: string) => `\u001b[${code}m${text}\u001b[0m`
    : (_: string, text: string) => text;
  return diagnostics.map((diagnostic) => renderOne(diagnostic, byPath.get(diagnostic.file), paint)).join('');
}

type Paint = (code: string, text: string) => string;

const BOLD = '1';
const RED = '31';
const YELLOW = '33';
const CYAN = '36';

function renderOne(diagnostic: Diagnostic, source: Source | undefined, paint: Paint): string {
  const { code, severity, file, line, column, message, help } = diagnostic;
  const severityColor = severity === 'error' ? RED : YELLOW;
  const lines = [
    `${paint(BOLD, `${printable(file)}:${line}:${column}`)} - ${paint(severityColor, `${severity} ${code}`)}: ${printable(message)}`,
  ];
  const snippet = source === undefined ? undefined : snippetOf(diagnostic, source);
  if (snippet !== undefined) {
    const number = String(line);
    const margin = ' '.repeat(number.length);
    const caret = paint(severityColor, '^'.repeat(snippet.caretCells));
    lines.push(
      '',
      `  ${number} | ${snippet.text}`,
      `  ${margin} | ${' '.repeat(snippet.caretIndent)}${caret}`,
    );
  }
  if (help !== null) lines.push(`  ${paint(CYAN, 'help')}: ${printable(help)}`);
  return `${lines.join('\n')}\n\n`;
}

interface Snippet {
  readonly text: string;
  readonly caretIndent: number;
  readonly caretCells: number;
}

/** The faulty line and where its caret stands; undefined for an empty line. */
function snippetOf({ span }: Diagnostic, source: Source): Snippet | undefined {
  const line = lineAt(source, span.start);
  if (line.text.trim() === '') return undefined;
  const from = Math.min(span.start - line.start, line.text.length);
  const to = Math.max(from, Math.min(span.end - line.start, line.text.trimEnd().length));

  // Only as much of the line as can be shown is looked at: it may be a megabyte long.
  const before = cellsOf(line.text.slice(Math.max(0, from - CELLS_MAX), from));
  const cut =
    before.length > CONTEXT_CELLS &&
    (from > CELLS_MAX || line.text.length - from + before.length > CELLS_MAX);
  const shownBefore = cut ? [ELLIPSIS, ...before.slice(-CONTEXT_CELLS)] : before;
  const room = CELLS_MAX - width(shownBefore);
  const faultText = line.text.slice(from, Math.min(to, from + CELLS_MAX));
  const fault = fitting(cellsOf(faultText), room);
  const faultIsWhole = from + faultText.length === to && fault.length === cellsOf(faultText).length;
  const afterText = faultIsWhole ? line.text.slice(to, to + CELLS_MAX) : '';
  const after = fitting(cellsOf(afterText), room - width(fault));
  const complete =
    to + afterText.length >= line.text.length && faultIsWhole && after.length === cellsOf(afterText).length;
  return {
    text: [...shownBefore, ...fault, ...after, ...(complete ? [] : [ELLIPSIS])].join('').trimEnd(),
    caretIndent: width(shownBefore),
    caretCells: Math.max(1, width(fault)),
  };
}

/** A text as shown, one element for each code point. */
function cellsOf(text: string): string[] {
  return Array.from(text, (character) => (character === '\t' ? '    ' : printable(character)));
}

function fitting(cells: readonly string[], room: number): string[] {
  let used = 0;
  const end = cells.findIndex((cell) => {
    used += cellWidth(cell);
    return used > room;
  });
  return cells.slice(0, end === -1 ? undefined : end);
}

function width(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + cellWidth(cell), 0);
}

function cellWidth(cell: string): number {
  if (ASCII.test(cell)) return cell.length;
  if (ZERO_WIDTH.test(cell)) return 0;
  return WIDE.test(cell) ? 2 : 1;
}

const ASCII = /^[\x20-\x7e]*$/;
const ZERO_WIDTH = /^(?:\p{Mn}|\p{Me}|\u200b|\u200c|\u200d)$/u;
/** East Asian wide and full-width characters, and emoji shown as pictures. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{17000}-\u{18aff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]$/u;

/** Controls, line and paragraph separators, marks that reorder text, lone surrogates: shown as escapes. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A text with everything that could command a terminal or disguise a text written as an escape such as \u001b. */
export function printable(text: string): string {
  return text.replace(
    UNPRINTABLE,
    (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  );
}

/** Abilities of the terminal: width, colour, Unicode. Everything printed goes through one of these. */

import { printable, printableAscii } from '../printable.ts';
import { columnsOf, wrap } from './wrap.ts';

export interface TerminalOptions {
  readonly color: boolean;
  /** Columns. Narrower than 40 is taken as 40. */
  readonly width: number;
  /** For terminals without Unicode: plain symbols, and every other character written out. */
  readonly ascii?: boolean;
}

export type Style = 'plain' | 'bold' | 'dim' | 'good' | 'bad' | 'unsure' | 'accent';

export interface Symbols {
  readonly met: string;
  readonly missed: string;
  readonly unknown: string;
  readonly full: string;
  readonly peak: string;
  readonly empty: string;
  readonly limit: string;
}

export interface Canvas {
  readonly width: number;
  readonly symbols: Symbols;
  /** Text from outside or of our own, made printable. Applied once, before anything is measured. */
  text(value: string): string;
  ink(value: string, style: Style): string;
}

const UNICODE: Symbols = {
  met: '✓',
  missed: '✗',
  unknown: '?',
  full: '█',
  peak: '▒',
  empty: '·',
  limit: '│',
};
const ASCII: Symbols = {
  met: '+',
  missed: 'x',
  unknown: '?',
  full: '#',
  peak: '=',
  empty: '.',
  limit: '|',
};

const CODES: Readonly<Record<Style, readonly [open: number, close: number] | null>> = {
  plain: null,
  bold: [1, 22],
  dim: [2, 22],
  good: [32, 39],
  bad: [31, 39],
  unsure: [33, 39],
  accent: [36, 39],
};

export function canvasOf(options: TerminalOptions): Canvas {
  const ascii = options.ascii ?? false;
  return {
    width: Math.max(40, Math.floor(options.width)),
    symbols: ascii ? ASCII : UNICODE,
    text: (value) => (ascii ? printableAscii(plainTypography(value)) : printable(value)),
    ink: (value, style) => {
      const codes = CODES[style];
      return options.color && codes !== null ? `\u001b[${codes[0]}m${value}\u001b[${codes[1]}m` : value;
    },
  };
}

/** Our own typography in ASCII, so that only other people's characters need writing out. */
function plainTypography(value: string): string {
  return value
    .replaceAll('−', '-')
    .replaceAll('±', '+-')
    .replaceAll('≥', '>=')
    .replaceAll('’', "'")
    .replace(/[“”]/g, '"')
    .replaceAll('–', '-')
    .replaceAll('…', '...');
}

/** A wrapped paragraph, indented, with a hanging lead such as a list mark. */
export function paragraph(canvas: Canvas, text: string, indent: number, style: Style = 'plain'): string[] {
  if (text === '') return [];
  return wrap(canvas.text(text), canvas.width - indent).map(
    (line) => ' '.repeat(indent) + canvas.ink(line, style),
  );
}

/** A heading, with a note beside it where there is room and below it where there is not. */
export function heading(canvas: Canvas, title: string, note = ''): string[] {
  const lead = canvas.ink(title, 'bold');
  const printed = canvas.text(note);
  if (columnsOf(`${title}  ${printed}`) > canvas.width) return [lead, ...paragraph(canvas, note, 2, 'dim')];
  return [note === '' ? lead : `${lead}  ${canvas.ink(printed, 'dim')}`];
}

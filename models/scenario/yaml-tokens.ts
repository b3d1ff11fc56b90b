/** The tokens of a YAML text, as long as the text is within the limits that keep reading it a matter of an instant. */

import { type CST, Lexer, Parser } from 'yaml';
import type { Problem } from './problem.ts';
import * as problems from './problems.ts';

const SOURCE_BYTES_MAX = 1_048_576;
const LINES_MAX = 20_000;
const LINE_LENGTH_MAX = 100_000;
/** Marks, words and spaces: what the time to read a text depends on. */
const LEXEMES_MAX = 50_000;
/** Each is told to be one too many where it stands beside others: a scenario needs few anchors, and no tags. */
const PROPERTIES_MAX = 1000;
export const NESTING_LEVELS_MAX = 64;

export type Tokens =
  | { readonly kind: 'tokens'; readonly tokens: readonly CST.Token[] }
  | {
      readonly kind: 'refused';
      readonly problem: Problem;
      readonly start: number;
      readonly end: number;
    };

/** Splits a text into tokens of concrete syntax, or says where and how it is beyond a limit. */
export function tokensOf(text: string): Tokens {
  if (utf8Bytes(text) > SOURCE_BYTES_MAX) return refused(problems.tooLarge('bytes', SOURCE_BYTES_MAX), 0);
  const excess = excessOfLines(text);
  if (excess !== undefined) return excess;
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  let properties = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    const start = parser.offset - lexeme.length;
    // The stack holds the document, one collection per level, and the scalar that is being read.
    if (parser.stack.length > NESTING_LEVELS_MAX + 2) {
      return refused(problems.tooDeep(NESTING_LEVELS_MAX), start, parser.offset);
    }
    if ((lexeme.startsWith('!') || lexeme.startsWith('&')) && ++properties > PROPERTIES_MAX) {
      return refused(problems.tooLarge('tags and anchors', PROPERTIES_MAX), start, parser.offset);
    }
    if (++lexemes > LEXEMES_MAX) {
      return refused(problems.tooLarge('words and marks', LEXEMES_MAX), start, parser.offset);
    }
  }
  for (const token of parser.end()) tokens.push(token);
  return { kind: 'tokens', tokens };
}

/** Too many lines, or one too long. */
function excessOfLines(text: string): Tokens | undefined {
  let start = 0;
  for (let lines = 1; ; lines++) {
    if (lines > LINES_MAX) return refused(problems.tooLarge('lines', LINES_MAX), start);
    const lineBreak = text.indexOf('\n', start);
    const end = lineBreak === -1 ? text.length : lineBreak;
    if (end - start > LINE_LENGTH_MAX) {
      return refused(problems.tooLarge('characters in one line', LINE_LENGTH_MAX), start);
    }
    if (lineBreak === -1) return undefined;
    start = lineBreak + 1;
  }
}

function refused(problem: Problem, start: number, end = start): Tokens {
  return { kind: 'refused', problem, start, end };
}

function utf8Bytes(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // A surrogate pair is four bytes: two for each half.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}

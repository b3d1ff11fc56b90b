/** How wide text is on a terminal, and where to break it. */

import stringWidth from 'string-width';
import { NO_BREAK_SPACE, unbroken } from '../unbroken.ts';

const CHARACTERS = new Intl.Segmenter('en-US', { granularity: 'grapheme' });

/** Columns that a text takes on screen: wide characters two, colour codes and combining marks none. */
export function columnsOf(text: string): number {
  return stringWidth(text);
}

/**
 * Lines of at most `columns`, broken between words, within a word only when it is longer than a line. A comparison stays
 * with its limit, and a number with its unit.
 */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const [index, word] of unbroken(text).split(' ').entries()) {
    const joined = index === 0 ? word : `${line} ${word}`;
    if (columnsOf(joined) <= columns) {
      line = joined;
      continue;
    }
    if (line.trim() !== '') lines.push(line);
    const pieces = broken(word, columns);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return [...lines, line].map((one) => one.replaceAll(NO_BREAK_SPACE, ' ').trimEnd());
}

/** A word in pieces of at most `columns`, never within what a reader takes for one character. */
function broken(word: string, columns: number): string[] {
  const pieces = [''];
  for (const { segment } of CHARACTERS.segment(word)) {
    const last = pieces.at(-1) ?? '';
    if (last === '' || columnsOf(last + segment) <= columns) pieces[pieces.length - 1] = last + segment;
    else pieces.push(segment);
  }
  return pieces;
}

/** Columns of the longest stretch that `wrap` would rather not break. */
export function longestWord(text: string): number {
  return Math.max(...unbroken(text).split(' ').map(columnsOf));
}

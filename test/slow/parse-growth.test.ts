/** However the marks of the language are repeated, and whatever comes before and after, an answer takes time as the text does. */

import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../models/scenario/load.ts';
import { renderDiagnostics } from '../../models/scenario/render-diagnostics.ts';
import { cpuMilliseconds } from '../models/scenario/cpu-time.ts';
import { filesNamed } from '../models/scenario/studio-text.ts';

const ANSWER_MILLISECONDS_MAX = 200;
/** Just within the limits on marks, characters of a line, and lines. */
const PIECES_MAX = 49_000;
const LINE_LENGTH = 99_000;
const LINES = 19_000;

const WORDS = ['a', '"a"', '[]', '*a', '|\n', '😀'];
const MARKS = [
  '!!x ',
  '!!str ',
  '!x ',
  '!<x> ',
  '&a ',
  '? ',
  '- ',
  ': ',
  ',',
  '[',
  '{',
  ']',
  '}',
  '"',
  "'",
  '#',
  '%X y\n',
];
const LINES_OF_MARKS = [
  '---\n',
  '...\n',
  '--- a\n',
  '# c\n',
  '\t',
  '\r\n',
  '\n\n',
  '\\',
  '@',
  '`',
  '\u2028',
  '\ufeff',
];
const PIECES = [
  ...WORDS.flatMap((word) => [
    `${word} `,
    `${word}\n`,
    `${word}: `,
    `- ${word}\n`,
    `${word},`,
    `? ${word}\n: ${word}\n`,
  ]),
  ...MARKS.flatMap((mark) => [mark, `${mark}\n`, `a: ${mark}`, `- ${mark}`, `${mark}a: b, `]),
  ...LINES_OF_MARKS,
  '{a: b}: ',
  '[a]: ',
  '{a: {a: ',
  '- "a\n b"\n',
  'a: |\n x\n',
  '<<: *a\n',
];
const HEADS = [
  '',
  'name: ',
  '[',
  '{',
  '- ',
  '"',
  'a: |\n ',
  `x: ${'a'.repeat(50_000)} `,
  `é: ${'😀'.repeat(20_000)} `,
];
const TAILS = ['', ' {a: {a: {a: '];

function answerMilliseconds(text: string, limit: number): number {
  const load = filesNamed({ 'large.yaml': text });
  return cpuMilliseconds(() => {
    const { diagnostics, sources } = loadScenario('large.yaml', load);
    return renderDiagnostics(diagnostics, sources, { color: true });
  }, limit).milliseconds;
}

describe.each(HEADS)('after %j', (head) => {
  test.each(TAILS)('and before %j', (tail) => {
    const slow = PIECES.flatMap((piece) => {
      const lines = piece.split('\n').length - 1;
      const most = lines > 0 ? LINES / lines : (LINE_LENGTH - head.length) / piece.length;
      const count = Math.floor(Math.min(PIECES_MAX, most));
      const milliseconds = answerMilliseconds(head + piece.repeat(count) + tail, ANSWER_MILLISECONDS_MAX);
      return milliseconds < ANSWER_MILLISECONDS_MAX
        ? []
        : [`${JSON.stringify(piece)} ${count} times: ${milliseconds} ms`];
    });
    expect(slow).toEqual([]);
  });
});

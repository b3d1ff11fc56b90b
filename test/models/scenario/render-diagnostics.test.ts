import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../models/scenario/diagnostic.ts';
import { printable, renderDiagnostics } from '../../../models/scenario/render-diagnostics.ts';
import { positionAt, sourceOf } from '../../../models/scenario/source.ts';

/** The source line and the caret line of a diagnostic on a range of a text. */
function shown(text: string, start: number, end: number): readonly [line: string, caret: string] {
  const source = sourceOf({ path: 'x.yaml', text });
  const diagnostic: Diagnostic = {
    ...positionAt(source, start),
    code: 'HR203',
    severity: 'error',
    file: 'x.yaml',
    span: { start, end },
    message: 'm',
    help: null,
  };
  const lines = renderDiagnostics([diagnostic], [{ path: 'x.yaml', text }], { color: false }).split('\n');
  return [afterMargin(lines[2]), afterMargin(lines[3])];
}

function afterMargin(line = ''): string {
  return line.slice(line.indexOf('|') + 2);
}

/** Cells that a text takes on a terminal, for letters of one or two cells. */
const cells = (text: string) =>
  Array.from(text).reduce((sum, letter) => sum + (/[一-龥]|\p{Emoji_Presentation}/u.test(letter) ? 2 : 1), 0);

describe('the caret', () => {
  it('stands under the fault, whatever comes before it', () => {
    const letter = fc.constantFrom('a', ' ', '\t', '審', '🎬', 'é', '"');
    const text = fc.array(letter, { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.constantFrom('fault', '審査', '🎬🎬', 'x'), text, (before, fault, after) => {
        const [line, caret] = shown(
          `first\n${before}${fault}${after}\nlast`,
          6 + before.length,
          6 + before.length + fault.length,
        );
        const expanded = before.replaceAll('\t', '    ');
        expect(line.startsWith(expanded + fault)).toBe(true);
        expect(caret).toBe(' '.repeat(cells(expanded)) + '^'.repeat(cells(fault)));
      }),
    );
  });

  it('stays on the first line of a fault over several', () => {
    expect(shown('a: {\n  b: 1\n}\n', 3, 13)).toEqual(['a: {', '   ^']);
  });

  it('stands behind the end of a line that ends too soon', () => {
    expect(shown('a: [1\r\n', 5, 6)).toEqual(['a: [1', '     ^']);
  });

  it('stands under the fault of a long line, which is cut around it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2000 }),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 0, max: 2000 }),
        (before, fault, after) => {
          const [line, caret] = shown(
            '-'.repeat(before) + 'x'.repeat(fault) + '-'.repeat(after),
            before,
            before + fault,
          );
          expect(line.length).toBeLessThanOrEqual(130);
          expect(line.indexOf('x')).toBe(caret.indexOf('^'));
          expect(caret.trim().length).toBe(line.match(/x+/)?.[0].length);
        },
      ),
    );
  });
});

describe('columns', () => {
  it('count code points: a tab and an emoji are one each', () => {
    const source = sourceOf({ path: 'x', text: '\uFEFFab\r\n\t🎬審x' });
    expect(positionAt(source, 0)).toEqual({ line: 1, column: 1 });
    expect(positionAt(source, source.text.indexOf('x'))).toEqual({ line: 2, column: 4 });
  });

  it('are found without going through the line, so that ten thousand mistakes may stand behind a long text', () => {
    const { lineStarts, pairs } = sourceOf({
      path: 'x',
      text: `${'🎬'.repeat(1000)}\n${'🎬'.repeat(1000)}x`,
    });
    const unread = {
      path: 'x',
      lineStarts,
      pairs,
      get text(): string {
        throw new Error('the text is gone through');
      },
    };
    expect(positionAt(unread, 4001)).toEqual({ line: 2, column: 1001 });
  });

  it('agree with counting by hand', () => {
    const text = fc.array(fc.constantFrom('a', '\n', '\r\n', '🎬', '\t', '審'), { maxLength: 40 });
    fc.assert(
      fc.property(text, fc.nat(), (parts, at) => {
        const before = parts.slice(0, parts.length === 0 ? 0 : at % parts.length);
        const lastBreak = before.findLastIndex((part) => part.endsWith('\n'));
        expect(positionAt(sourceOf({ path: 'x', text: parts.join('') }), before.join('').length)).toEqual({
          line: 1 + before.filter((part) => part.endsWith('\n')).length,
          column: before.length - lastBreak,
        });
      }),
    );
  });
});

describe('printable text', () => {
  it('shows what would command a terminal or reorder a text as escapes', () => {
    expect(printable('a\u001b[31mb\u0007')).toBe(String.raw`a\u001b[31mb\u0007`);
    expect(printable('\u202eabc\u2066\u009b\u2028\ufeff')).toBe(
      String.raw`\u202eabc\u2066\u009b\u2028\ufeff`,
    );
    expect(printable('\ud800x')).toBe(String.raw`\ud800x`);
    expect(printable('審査 🎬 é')).toBe('審査 🎬 é');
  });
});

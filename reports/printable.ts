/**
 * Text from outside, made safe to look at. Scenario names may hold terminal control sequences, or marks that reorder the
 * text around them; here they become visible escapes such as `\x1b` and `\u{202e}`. The terminal and the HTML reports
 * pass all text through this.
 */

/** Controls, invisible format characters, lone halves of characters and line separators; joiners within emoji stay. */
const UNPRINTABLE = /(?!\u200c|\u200d|[\u{e0020}-\u{e007f}])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(character: string): string {
  const named = NAMED[character];
  if (named !== undefined) return named;
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

/** One line of text with everything invisible or dangerous written out. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, escaped);
}

/** The same for a file's source: line feeds and tabs stay, carriage returns before a line feed are dropped. */
export function printableSource(text: string): string {
  return text
    .replace(/\r\n/g, '\n')
    .replace(UNPRINTABLE, (character) =>
      character === '\n' || character === '\t' ? character : escaped(character),
    );
}

/** The same for terminals without Unicode: every other character beyond ASCII is written out too. */
export function printableAscii(text: string): string {
  return printable(text).replace(/[^ -~]/gu, escaped);
}

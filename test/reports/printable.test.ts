import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable, printableAscii, printableSource } from '../../reports/printable.ts';

describe('text made printable', () => {
  it.each([
    ['a\u001b[31mb', 'a\\x1b[31mb'],
    ['one\r\ntwo\tthree', 'one\\r\\ntwo\\tthree'],
    ['\u009b31m', '\\x9b31m'],
    ['safe\u202etxt.exe', 'safe\\u{202e}txt.exe'],
    ['\u2066isolated\u2069', '\\u{2066}isolated\\u{2069}'],
    ['\ud800', '\\u{d800}'],
    ['soft\u00adhyphen', 'soft\\xadhyphen'],
  ])('writes out what cannot be seen: %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it.each(['plain', 'Überstunden', 'مشروع', '長編', '👩‍🚀', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'می‌خواهم'])('leaves %s alone', (text) => {
    expect(printable(text)).toBe(text);
  });

  it('keeps the lines of a source file', () => {
    expect(printableSource('a:\r\n\tb: 1\n')).toBe('a:\n\tb: 1\n');
    expect(printableSource('a\u001b[2Jb\n')).toBe('a\\x1b[2Jb\n');
  });

  it('leaves no control character in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
        expect(printableAscii(text)).toMatch(/^[ -~]*$/);
      }),
    );
  });
});

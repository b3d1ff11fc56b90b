import { expect, test } from 'vitest';
import { terminalOptionsOf, wantsColor } from '../../cli/terminal.ts';

const terminal = { isTTY: true, columns: 120 };
const pipe = {};

test.each([
  [terminal, {}, true],
  [pipe, {}, false],
  [terminal, { TERM: 'dumb' }, false],
  [terminal, { NO_COLOR: '1' }, false],
  [terminal, { NO_COLOR: '' }, true],
  [pipe, { FORCE_COLOR: '1' }, true],
  [pipe, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  [terminal, { FORCE_COLOR: '0' }, false],
])('colour on %o in %o: %s', (stream, environment, wanted) => {
  expect(wantsColor(stream, environment)).toBe(wanted);
});

test.each([
  [{}, false],
  [{ LANG: 'en_GB.UTF-8' }, false],
  [{ LANG: 'de_DE' }, false],
  [{ LANG: 'de_DE.ISO-8859-1' }, true],
  [{ LANG: 'de_DE.UTF-8', LC_ALL: 'C' }, true],
  [{ LANG: 'C.utf8' }, false],
])('plain characters on a terminal in %o: %s', (environment, ascii) => {
  expect(terminalOptionsOf(terminal, environment)).toMatchObject({ width: 120, ascii });
});

test('a terminal that does not know its size is taken to have 80 columns', () => {
  expect(terminalOptionsOf({ isTTY: true, columns: 0 }, {}).width).toBe(80);
});

test('what is not a terminal gets the same text in every locale', () => {
  expect(terminalOptionsOf(pipe, { LC_ALL: 'C' })).toEqual({ color: false, width: 80, ascii: false });
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeOf } from '../../../../loadgen/targets/posix/posix-path.ts';
import { TargetError } from '../../../../loadgen/targets/target.ts';

const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((text) => !/[/\p{Cc}]/u.test(text) && text !== '.' && text !== '..');

describe('a path', () => {
  test('of good names leads to the last of them, in the directory of the others', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 8 }), (names) => {
        const directory = names.slice(0, -1).join('/');
        expect(placeOf(names.join('/'))).toEqual({ directory, name: names.at(-1) });
      }),
    );
  });

  test('that is empty is the root', () => {
    expect(placeOf('')).toBeUndefined();
  });

  test('with a bad part anywhere is refused', () => {
    const bad = fc.constantFrom('', '.', '..', 'nul\0', 'line\n', '\u007f', 'half \ud800', '\udc00');
    fc.assert(
      fc.property(
        fc.array(name, { maxLength: 4 }),
        bad,
        fc.array(name, { maxLength: 4 }),
        (before, part, after) => {
          fc.pre(before.length + after.length > 0 || part !== '');
          expect(() => placeOf([...before, part, ...after].join('/'))).toThrow(TargetError);
        },
      ),
    );
  });

  test('is as long as the kernel takes it, and no longer', () => {
    const long = (length: number) => 'ab/'.repeat(length).slice(0, length);
    expect(placeOf(long(4096))).toMatchObject({ name: 'a' });
    expect(() => placeOf(long(4097))).toThrow(expect.objectContaining({ code: 'name-too-long' }));
    expect(() => placeOf(`${'ü'.repeat(2048)}/a`)).toThrow(
      expect.objectContaining({ code: 'name-too-long' }),
    );
  });
});

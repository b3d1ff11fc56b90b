/**
 * What every target of the load generator must do, whatever is behind it. A target that promises less by its capabilities is
 * excused from the cases that say so, each with its reason.
 */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Attributes,
  type Capabilities,
  type Target,
  TargetError,
  type TargetFile,
} from '../../loadgen/targets/target.ts';

const MEBIBYTE = 1024 * 1024;
const PARALLEL = 16;

/** Bytes that differ at each place, and from those of another seed. */
export function patternOf(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed >>> 0 || 1;
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}

/** Writes a file whole. */
export async function put(target: Target, path: string, bytes: Uint8Array): Promise<void> {
  await target.create(path);
  if (bytes.length > 0) await target.write(path, 0, bytes);
  await target.commit(path);
}

/** Reads a file whole, in one call that asks for more than there is. */
export async function get(target: Target, path: string): Promise<Uint8Array> {
  const { bytes } = await target.getattr(path);
  const into = new Uint8Array(bytes + 1);
  return into.subarray(0, await target.read(path, 0, into));
}

export async function failureOf(operation: Promise<unknown>): Promise<TargetError> {
  const outcome = await operation.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(TargetError);
  return outcome as TargetError;
}

async function codeOf(operation: Promise<unknown>): Promise<string> {
  return (await failureOf(operation)).code;
}

/** Does something for each number below `count`, some at a time. */
export async function inParallel(count: number, perform: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < count; index = next++) await perform(index);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}

/**
 * Runs the suite. `makeTarget` gives a new client of the same place each time it is called; the place is empty or holds nothing
 * that begins with "conformance-", and is left so. What needs a capability that the target lacks is not asked of it.
 */
export function describeTarget(
  name: string,
  makeTarget: () => Promise<Target>,
  lacking: readonly (keyof Capabilities)[] = [],
): void {
  describe(`${name} is a target`, () => {
    let target: Target;
    let other: Target;
    let home: string;
    let cases = 0;

    const at = (path: string) => `${home}/${path}`;
    const has = (capability: keyof Capabilities) => !lacking.includes(capability);
    const names = async (path: string) => (await target.readdir(path)).map((entry) => entry.name).toSorted();

    beforeAll(async () => {
      target = await makeTarget();
      other = await makeTarget();
    });

    beforeEach(async () => {
      home = `conformance-${process.pid}-${++cases}`;
      await target.mkdir(home);
      return () => empty(target, home);
    });

    afterAll(async () => {
      await other?.close();
      await target?.close();
    });

    test('has the capabilities that it is held to', () => {
      const { atomicRename, randomWrite, directories } = target.capabilities;
      expect({ atomicRename, randomWrite, directories }).toEqual({
        atomicRename: has('atomicRename'),
        randomWrite: has('randomWrite'),
        directories: has('directories'),
      });
    });

    describe('a name that nothing has', () => {
      test('is looked up to nothing', async () => {
        expect(await target.lookup(at('nothing'))).toBeUndefined();
      });

      test('nor is there anything below it', async () => {
        expect(await target.lookup(at('nothing/below/it'))).toBeUndefined();
      });

      test('nor below a file', async () => {
        await put(target, at('file'), patternOf(3));
        expect(await target.lookup(at('file/below'))).toBeUndefined();
      });

      test.each<readonly [string, (path: string) => Promise<unknown>]>([
        ['getattr', (path) => target.getattr(path)],
        ['access', (path) => target.access(path)],
        ['read', (path) => target.read(path, 0, new Uint8Array(1))],
        ['commit', (path) => target.commit(path)],
        ['rename', (path) => target.rename(path, at('elsewhere'))],
      ])('fails %s', async (_, operation) => {
        const failure = await failureOf(operation(at('nothing')));
        expect(failure).toMatchObject({ code: 'not-found', retryable: false });
      });

      if (has('directories'))
        test.for<readonly [string, (path: string) => Promise<unknown>]>([
          ['readdir', (path) => target.readdir(path)],
          ['remove', (path) => target.remove(path)],
          ['rmdir', (path) => target.rmdir(path)],
          ['write', (path) => target.write(path, 0, new Uint8Array(1))],
          ['mkdir below it', (path) => target.mkdir(`${path}/below`)],
          ['create below it', (path) => target.create(`${path}/below`)],
        ])('fails %s where directories exist', async ([, operation]) => {
          expect(await codeOf(operation(at('nothing')))).toBe('not-found');
        });

      test('is said to be missing in one line', async () => {
        const { message } = await failureOf(target.getattr(at('nothing')));
        expect(message).toMatch(/^[^\n]{5,300}$/);
        expect(message).toContain('nothing');
      });
    });

    describe('a path', () => {
      test.each([
        ['leaves the root', '../outside'],
        ['leaves it in the middle', 'inside/../../outside'],
        ['is absolute', '/outside'],
        ['has an empty part', 'inside//outside'],
        ['ends in a slash', 'inside/'],
        ['names itself', './inside'],
      ])('is refused where it %s', async (_, path) => {
        expect(await failureOf(target.create(path))).toBeInstanceOf(TargetError);
        expect(await failureOf(target.getattr(path))).toBeInstanceOf(TargetError);
        expect(await failureOf(target.remove(path))).toBeInstanceOf(TargetError);
      });

      test('may be the empty one, for the root itself', async () => {
        expect((await target.readdir('')).map((entry) => entry.name)).toContain(home);
      });

      test('may be deep', async () => {
        let path = home;
        for (let depth = 0; depth < 12; depth++) await target.mkdir((path += `/level-${depth}`));
        await put(target, `${path}/file`, patternOf(5));
        expect(await get(target, `${path}/file`)).toEqual(patternOf(5));
      });
    });

    describe('a name', () => {
      test.each([
        'with spaces',
        'per%cent%20',
        'plus+sign',
        'question?mark',
        'hash#tag',
        '"quotes\'',
        'back\\slash',
        '.hidden',
        '...',
        'Umläute-ß',
        '日本語',
        'emoji-🎬',
        '<&>;=@:,$!*()[]{}|~^`',
        '-dash',
      ])('%j is kept as it is', async (text) => {
        await put(target, at(text), patternOf(9));
        expect(await names(home)).toEqual([text]);
        expect(await get(other, at(text))).toEqual(patternOf(9));
      });

      test('tells capital letters from small ones', async () => {
        await put(target, at('name'), patternOf(1));
        expect(await target.lookup(at('NAME'))).toBeUndefined();
      });

      test('may have 255 bytes', async () => {
        const text = 'n'.repeat(255);
        await put(target, at(text), patternOf(2));
        expect(await names(home)).toEqual([text]);
      });

      if (has('directories'))
        test('may not have more', async () => {
          expect(await codeOf(target.create(at('n'.repeat(256))))).toBe('name-too-long');
          expect(await codeOf(target.create(at('ü'.repeat(128))))).toBe('name-too-long');
          expect(await codeOf(target.mkdir(at('n'.repeat(300))))).toBe('name-too-long');
        });
    });

    describe('a new file', () => {
      test('is empty', async () => {
        await put(target, at('file'), new Uint8Array());
        expect(await target.getattr(at('file'))).toMatchObject({ kind: 'file', bytes: 0 });
        expect(await target.read(at('file'), 0, new Uint8Array(8))).toBe(0);
      });

      test('is seen by another client', async () => {
        await put(target, at('file'), patternOf(100));
        expect(await other.lookup(at('file'))).toMatchObject({ kind: 'file', bytes: 100 });
        expect(await get(other, at('file'))).toEqual(patternOf(100));
      });

      test('empties one that exists', async () => {
        await put(target, at('file'), patternOf(5000));
        await put(target, at('file'), new Uint8Array());
        expect((await other.getattr(at('file'))).bytes).toBe(0);
      });

      if (has('directories'))
        test('is not made in place of a directory', async () => {
          await target.mkdir(at('taken'));
          expect(await codeOf(target.create(at('taken')))).toBe('is-a-directory');
        });

      test('was modified just now', async () => {
        const before = Date.now() / 1000;
        await put(target, at('file'), patternOf(10));
        const { modifiedSeconds } = await target.getattr(at('file'));
        expect(Math.abs(modifiedSeconds - before)).toBeLessThan(60);
      });

      test('may be read and written', async () => {
        await put(target, at('file'), patternOf(1));
        expect(await target.access(at('file'))).toEqual({ read: true, write: true });
      });

      test('is one of many made at once in one directory', async () => {
        await inParallel(64, (index) => put(target, at(`file-${index}`), patternOf(index)));
        expect(await names(home)).toHaveLength(64);
        await inParallel(64, async (index) => {
          expect(await get(other, at(`file-${index}`))).toEqual(patternOf(index));
        });
      });
    });

    describe('attributes', () => {
      test('are the same from lookup and getattr', async () => {
        await put(target, at('file'), patternOf(77));
        expect(await target.lookup(at('file'))).toEqual(await target.getattr(at('file')));
      });

      test('have the same identity for every client', async () => {
        await put(target, at('file'), patternOf(4));
        const { identity } = await target.getattr(at('file'));
        expect(identity).not.toBe('');
        expect((await other.getattr(at('file'))).identity).toBe(identity);
      });

      test('have another identity once the file is replaced', async () => {
        await put(target, at('file'), patternOf(4, 1));
        await put(target, at('new'), patternOf(4, 2));
        const { identity } = await target.getattr(at('file'));
        await target.rename(at('new'), at('file'));
        expect((await target.getattr(at('file'))).identity).not.toBe(identity);
      });

      test('have another identity for another file', async () => {
        await put(target, at('one'), patternOf(4, 1));
        await put(target, at('two'), patternOf(4, 2));
        const one = await target.getattr(at('one'));
        expect((await target.getattr(at('two'))).identity).not.toBe(one.identity);
      });

      test('are answered many at once', async () => {
        await inParallel(8, (index) => put(target, at(`file-${index}`), patternOf(index + 1)));
        const answers: Attributes[] = await Promise.all(
          Array.from({ length: 128 }, (_, index) => target.getattr(at(`file-${index % 8}`))),
        );
        expect(answers.map(({ bytes }) => bytes)).toEqual(answers.map((_, index) => (index % 8) + 1));
      });
    });

    describe('what is written is read', () => {
      test.each([
        1,
        3,
        4095,
        4096,
        4097,
        65_535,
        65_536,
        65_537,
        MEBIBYTE - 1,
        MEBIBYTE,
        MEBIBYTE + 1,
        3 * MEBIBYTE + 5,
      ])('%i bytes', async (length) => {
        await put(target, at('file'), patternOf(length));
        expect((await target.getattr(at('file'))).bytes).toBe(length);
        expect(Buffer.compare(await get(other, at('file')), patternOf(length))).toBe(0);
      });

      test('in pieces one behind the other', async () => {
        const whole = patternOf(300_000);
        await target.create(at('file'));
        for (let start = 0; start < whole.length; start += 43_210) {
          await target.write(at('file'), start, whole.subarray(start, start + 43_210));
        }
        await target.commit(at('file'));
        expect(Buffer.compare(await get(other, at('file')), whole)).toBe(0);
      });

      test('though the buffer is used for something else meanwhile', async () => {
        const buffer = patternOf(200_000);
        await target.create(at('file'));
        await target.write(at('file'), 0, buffer);
        buffer.fill(0);
        await target.commit(at('file'));
        expect(Buffer.compare(await get(other, at('file')), patternOf(200_000))).toBe(0);
      });

      test('in many files at once', async () => {
        await inParallel(24, (index) => put(target, at(`file-${index}`), patternOf(150_000, index + 1)));
        await inParallel(24, async (index) => {
          const expected = patternOf(150_000, index + 1);
          expect(Buffer.compare(await get(target, at(`file-${index}`)), expected)).toBe(0);
        });
      });

      test('once more, over a file that is there', async () => {
        await put(target, at('file'), patternOf(70_000, 1));
        await put(target, at('file'), patternOf(50_000, 2));
        expect(Buffer.compare(await get(other, at('file')), patternOf(50_000, 2))).toBe(0);
      });

      test('and committed again without harm', async () => {
        await put(target, at('file'), patternOf(10));
        await target.commit(at('file'));
        expect(await get(target, at('file'))).toEqual(patternOf(10));
      });
    });

    if (has('randomWrite'))
      describe('a write anywhere', () => {
        if (has('randomWrite'))
          test('replaces what lies there and nothing else', async () => {
            await put(target, at('file'), patternOf(10_000, 1));
            await target.write(at('file'), 4321, patternOf(1000, 2));
            await target.commit(at('file'));
            const expected = patternOf(10_000, 1);
            expected.set(patternOf(1000, 2), 4321);
            expect(Buffer.compare(await get(other, at('file')), expected)).toBe(0);
          });

        if (has('randomWrite'))
          test('beyond the end leaves zeros before it', async () => {
            await put(target, at('file'), patternOf(10));
            await target.write(at('file'), 9000, patternOf(10));
            await target.commit(at('file'));
            const expected = new Uint8Array(9010);
            expected.set(patternOf(10), 0);
            expected.set(patternOf(10), 9000);
            expect(await get(other, at('file'))).toEqual(expected);
          });

        if (has('randomWrite'))
          test('may come in any order, many at once', async () => {
            const whole = patternOf(64 * 10_007);
            await target.create(at('file'));
            await inParallel(64, (index) => {
              const start = ((index * 37) % 64) * 10_007;
              return target.write(at('file'), start, whole.subarray(start, start + 10_007));
            });
            await target.commit(at('file'));
            expect(Buffer.compare(await get(other, at('file')), whole)).toBe(0);
          });

        if (has('randomWrite'))
          test('of no bytes changes nothing', async () => {
            await put(target, at('file'), patternOf(10));
            await target.write(at('file'), 5, new Uint8Array());
            expect(await get(target, at('file'))).toEqual(patternOf(10));
          });

        if (has('directories'))
          test('is refused by a directory', async () => {
            await target.mkdir(at('directory'));
            expect(await codeOf(target.write(at('directory'), 0, patternOf(1)))).toBe('is-a-directory');
          });
      });

    describe('a read', () => {
      const LENGTH = 200_000;
      const content = patternOf(LENGTH);

      beforeEach(() => put(target, at('file'), content));

      test.each([
        [0, 1],
        [1, 4096],
        [65_535, 2],
        [99_999, 100_001],
        [LENGTH - 1, 1],
      ])('from %i of %i bytes gives these', async (offset, length) => {
        const into = new Uint8Array(length);
        expect(await target.read(at('file'), offset, into)).toBe(length);
        expect(Buffer.compare(into, content.subarray(offset, offset + length))).toBe(0);
      });

      test('across the end gives what there is, and leaves the rest of the buffer alone', async () => {
        const into = new Uint8Array(100).fill(0xaa);
        expect(await target.read(at('file'), LENGTH - 40, into)).toBe(40);
        expect(into.subarray(0, 40)).toEqual(content.subarray(LENGTH - 40));
        expect(into.subarray(40)).toEqual(new Uint8Array(60).fill(0xaa));
      });

      test('at the end and beyond it gives nothing', async () => {
        expect(await target.read(at('file'), LENGTH, new Uint8Array(10))).toBe(0);
        expect(await target.read(at('file'), LENGTH + 12_345, new Uint8Array(10))).toBe(0);
      });

      test('into a part of a buffer touches no other', async () => {
        const buffer = new Uint8Array(3000).fill(0x55);
        expect(await target.read(at('file'), 1000, buffer.subarray(1000, 2000))).toBe(1000);
        expect(buffer.subarray(0, 1000)).toEqual(new Uint8Array(1000).fill(0x55));
        expect(buffer.subarray(1000, 2000)).toEqual(content.subarray(1000, 2000));
        expect(buffer.subarray(2000)).toEqual(new Uint8Array(1000).fill(0x55));
      });

      test('of no bytes gives none', async () => {
        expect(await target.read(at('file'), 0, new Uint8Array())).toBe(0);
      });

      test('is answered beside many others, each with its own bytes', async () => {
        await inParallel(100, async (index) => {
          const offset = (index * 1999) % LENGTH;
          const into = new Uint8Array(777);
          const count = await target.read(at('file'), offset, into);
          expect(Buffer.compare(into.subarray(0, count), content.subarray(offset, offset + 777))).toBe(0);
        });
      });

      if (has('directories'))
        test('is refused by a directory', async () => {
          expect(await codeOf(target.read(home, 0, new Uint8Array(1)))).toBe('is-a-directory');
        });
    });

    describe('an open file', () => {
      /** Opens a file, lets it be used, and closes it. */
      const withFile = async (
        on: Target,
        path: string,
        use: 'read' | 'write',
        perform: (file: TargetFile) => Promise<void>,
      ) => {
        const file = await on.open(path, use);
        await perform(file);
        await file.close();
      };

      test('is written from its start, committed, and then seen by another client', async () => {
        const whole = patternOf(300_000);
        await target.create(at('file'));
        await withFile(target, at('file'), 'write', async (file) => {
          for (let start = 0; start < whole.length; start += 43_210) {
            await file.write(start, whole.subarray(start, start + 43_210));
          }
          await file.commit();
          expect(Buffer.compare(await get(other, at('file')), whole)).toBe(0);
        });
        expect(Buffer.compare(await get(other, at('file')), whole)).toBe(0);
      });

      test.each([1, 4095, 4096, 65_537, MEBIBYTE, 3 * MEBIBYTE + 5])(
        'of %i bytes is read whole',
        async (length) => {
          await put(target, at('file'), patternOf(length));
          await withFile(other, at('file'), 'read', async (file) => {
            const into = new Uint8Array(length + 1);
            expect(await file.read(0, into)).toBe(length);
            expect(Buffer.compare(into.subarray(0, length), patternOf(length))).toBe(0);
          });
        },
      );

      test('is read in parts, many at once, each with its own bytes', async () => {
        const content = patternOf(200_000);
        await put(target, at('file'), content);
        await withFile(target, at('file'), 'read', (file) =>
          inParallel(100, async (index) => {
            const offset = (index * 1999) % content.length;
            const into = new Uint8Array(777);
            const count = await file.read(offset, into);
            expect(Buffer.compare(into.subarray(0, count), content.subarray(offset, offset + 777))).toBe(0);
          }),
        );
      });

      test('is read to its end and not beyond it', async () => {
        await put(target, at('file'), patternOf(1000));
        await withFile(target, at('file'), 'read', async (file) => {
          const into = new Uint8Array(100).fill(0xaa);
          expect(await file.read(960, into)).toBe(40);
          expect(into.subarray(0, 40)).toEqual(patternOf(1000).subarray(960));
          expect(into.subarray(40)).toEqual(new Uint8Array(60).fill(0xaa));
          expect(await file.read(1000, into)).toBe(0);
          expect(await file.read(5000, into)).toBe(0);
          expect(await file.read(0, new Uint8Array())).toBe(0);
        });
      });

      test('has the attributes that its name has', async () => {
        await put(target, at('file'), patternOf(77));
        await withFile(target, at('file'), 'read', async (file) => {
          expect(await file.getattr()).toEqual(await other.getattr(at('file')));
        });
      });

      test('is one of many, each with its own bytes', async () => {
        await inParallel(24, (index) => put(target, at(`file-${index}`), patternOf(5000, index + 1)));
        const files = await Promise.all(
          Array.from({ length: 24 }, (_, index) => target.open(at(`file-${index}`), 'read')),
        );
        for (const [index, file] of files.entries()) {
          const into = new Uint8Array(5000);
          expect(await file.read(0, into)).toBe(5000);
          expect(Buffer.compare(into, patternOf(5000, index + 1))).toBe(0);
        }
        for (const file of files) await file.close();
      });

      test('that is nowhere fails when it is opened, or at its first use', async () => {
        const use = async () => {
          const file = await target.open(at('nothing'), 'read');
          await file.read(0, new Uint8Array(1));
        };
        const failure = await failureOf(use());
        expect(failure).toMatchObject({ code: 'not-found', retryable: false });
        expect(failure.message).toContain('nothing');
      });

      test('is no directory', async () => {
        await target.mkdir(at('directory'));
        await put(target, at('directory/file'), patternOf(1));
        const use = async () => {
          const file = await target.open(at('directory'), 'read');
          await file.read(0, new Uint8Array(1));
        };
        expect(await codeOf(use())).toBe('is-a-directory');
        expect(await codeOf(target.open('', 'read'))).toBe('is-a-directory');
      });

      test('may be closed twice', async () => {
        await put(target, at('file'), patternOf(3));
        const file = await target.open(at('file'), 'read');
        await file.close();
        await expect(file.close()).resolves.toBeUndefined();
      });

      test('fails in one line once its target is closed', async () => {
        const third = await makeTarget();
        await put(third, at('file'), patternOf(3));
        const file = await third.open(at('file'), 'write');
        await third.close();
        const { message } = await failureOf(file.getattr().then(() => file.read(0, new Uint8Array(3))));
        expect(message).toMatch(/^[^\n]{5,300}$/);
      });

      if (has('randomWrite')) {
        test('is written anywhere, many at once, and read back', async () => {
          const whole = patternOf(64 * 10_007);
          await target.create(at('file'));
          await withFile(target, at('file'), 'write', async (file) => {
            await inParallel(64, (index) => {
              const start = ((index * 37) % 64) * 10_007;
              return file.write(start, whole.subarray(start, start + 10_007));
            });
            const into = new Uint8Array(whole.length);
            expect(await file.read(0, into)).toBe(whole.length);
            expect(Buffer.compare(into, whole)).toBe(0);
            await file.commit();
          });
          expect(Buffer.compare(await get(other, at('file')), whole)).toBe(0);
        });

        test('is the same file once it has another name', async () => {
          await put(target, at('old'), patternOf(500));
          await withFile(target, at('old'), 'write', async (file) => {
            await target.rename(at('old'), at('new'));
            await file.write(500, patternOf(500, 2));
            await file.commit();
          });
          expect((await get(other, at('new'))).subarray(500)).toEqual(patternOf(500, 2));
        });
      } else {
        test('that is closed before its commit leaves what was there', async () => {
          await put(target, at('file'), patternOf(100, 1));
          await withFile(target, at('file'), 'write', (file) => file.write(0, patternOf(50, 2)));
          await target.commit(at('file'));
          expect(await get(other, at('file'))).toEqual(patternOf(100, 1));
        });
      }
    });

    describe('a directory', () => {
      if (has('directories'))
        test('is one', async () => {
          expect((await target.getattr(home)).kind).toBe('directory');
          expect((await other.lookup(home))?.kind).toBe('directory');
        });

      test('may be made where it exists', async () => {
        await target.mkdir(at('directory'));
        await put(target, at('directory/file'), patternOf(1));
        await target.mkdir(at('directory'));
        expect(await names(at('directory'))).toEqual(['file']);
      });

      if (has('directories'))
        test('is not made where a file is', async () => {
          await put(target, at('file'), patternOf(1));
          expect(await codeOf(target.mkdir(at('file')))).toBe('exists');
        });

      if (has('directories'))
        test('is empty at first', async () => {
          expect(await target.readdir(home)).toEqual([]);
        });

      test('lists its entries by name and kind, and not what is below them', async () => {
        await target.mkdir(at('directory'));
        await put(target, at('directory/below'), patternOf(1));
        await put(target, at('file'), patternOf(1));
        const entries = (await target.readdir(home)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
        expect(entries).toEqual([
          { name: 'directory', kind: 'directory' },
          { name: 'file', kind: 'file' },
        ]);
      });

      test('of 1,500 entries lists each once', async () => {
        await inParallel(1500, (index) => target.create(at(`entry-${String(index).padStart(5, '0')}`)));
        const expected = Array.from(
          { length: 1500 },
          (_, index) => `entry-${String(index).padStart(5, '0')}`,
        );
        expect(await names(home)).toEqual(expected);
      });

      if (has('directories'))
        test('is not what a file is', async () => {
          await put(target, at('file'), patternOf(1));
          expect(await codeOf(target.readdir(at('file')))).toBe('not-a-directory');
          expect(await codeOf(target.rmdir(at('file')))).toBe('not-a-directory');
          expect(await codeOf(target.create(at('file/below')))).toBe('not-a-directory');
        });

      if (has('directories'))
        test('is removed when it is empty, and not before', async () => {
          await target.mkdir(at('directory'));
          await put(target, at('directory/file'), patternOf(1));
          expect(await codeOf(target.rmdir(at('directory')))).toBe('not-empty');
          await target.remove(at('directory/file'));
          await target.rmdir(at('directory'));
          expect(await other.lookup(at('directory'))).toBeUndefined();
        });

      if (has('directories'))
        test('is not removed as a file', async () => {
          await target.mkdir(at('directory'));
          expect(await codeOf(target.remove(at('directory')))).toBe('is-a-directory');
        });

      test('that was removed and made again is the new one', async () => {
        await target.mkdir(at('directory'));
        await put(target, at('directory/old'), patternOf(1));
        await other.remove(at('directory/old'));
        await other.rmdir(at('directory'));
        await other.mkdir(at('directory'));
        await put(target, at('directory/new'), patternOf(2));
        expect(await names(at('directory'))).toEqual(['new']);
      });

      if (has('directories'))
        test('takes its files along when it is renamed', async () => {
          await target.mkdir(at('old'));
          await put(target, at('old/file'), patternOf(11));
          await target.rename(at('old'), at('new'));
          expect(await get(target, at('new/file'))).toEqual(patternOf(11));
          expect(await target.lookup(at('old/file'))).toBeUndefined();
        });
    });

    describe('a rename', () => {
      test('moves the file, and nothing has the old name', async () => {
        await put(target, at('old'), patternOf(1234));
        await target.rename(at('old'), at('new'));
        expect(await get(other, at('new'))).toEqual(patternOf(1234));
        expect(await other.lookup(at('old'))).toBeUndefined();
      });

      test('replaces the file that has the new name', async () => {
        await put(target, at('old'), patternOf(100, 1));
        await put(target, at('new'), patternOf(5000, 2));
        await target.rename(at('old'), at('new'));
        expect(await get(other, at('new'))).toEqual(patternOf(100, 1));
        expect(await names(home)).toEqual(['new']);
      });

      test('goes to another directory', async () => {
        await target.mkdir(at('one'));
        await target.mkdir(at('two'));
        await put(target, at('one/file'), patternOf(50));
        await target.rename(at('one/file'), at('two/other'));
        expect(await get(other, at('two/other'))).toEqual(patternOf(50));
      });

      test('to its own name leaves the file', async () => {
        await put(target, at('file'), patternOf(50));
        await target.rename(at('file'), at('file'));
        expect(await get(target, at('file'))).toEqual(patternOf(50));
      });

      if (has('randomWrite'))
        test('keeps what was written before it', async () => {
          await target.create(at('staged'));
          await target.write(at('staged'), 0, patternOf(90_000));
          await target.rename(at('staged'), at('published'));
          await target.commit(at('published'));
          expect(Buffer.compare(await get(other, at('published')), patternOf(90_000))).toBe(0);
        });

      if (has('atomicRename'))
        test('shows readers the old file or the new one, never neither nor a mixture', async () => {
          const LENGTH = 20_000;
          await put(target, at('published'), new Uint8Array(LENGTH).fill(1));
          const writer = { done: false };
          let seen = 0;
          const reader = async () => {
            while (!writer.done) {
              const into = new Uint8Array(LENGTH + 1);
              expect(await other.read(at('published'), 0, into)).toBe(LENGTH);
              expect(into.subarray(0, LENGTH).every((byte) => byte === into[0])).toBe(true);
              expect(into[0]).toBeGreaterThan(0);
              seen++;
            }
          };
          const readers = Promise.all([reader(), reader(), reader()]);
          for (let version = 2; version < 100; version++) {
            await put(target, at('staged'), new Uint8Array(LENGTH).fill(version));
            await target.rename(at('staged'), at('published'));
          }
          writer.done = true;
          await readers;
          expect(seen).toBeGreaterThan(10);
        });
    });

    describe('a removal', () => {
      test('leaves nothing of this name', async () => {
        await put(target, at('file'), patternOf(10));
        await target.remove(at('file'));
        expect(await other.lookup(at('file'))).toBeUndefined();
        expect(await names(home).catch(() => [])).toEqual([]);
      });

      test('leaves the others', async () => {
        await put(target, at('one'), patternOf(10));
        await put(target, at('one-more'), patternOf(20));
        await target.remove(at('one'));
        expect(await get(target, at('one-more'))).toEqual(patternOf(20));
      });

      test('lets the name be used again', async () => {
        await put(target, at('file'), patternOf(10, 1));
        await target.remove(at('file'));
        await put(target, at('file'), patternOf(5, 2));
        expect(await get(other, at('file'))).toEqual(patternOf(5, 2));
      });
    });

    describe('the target as a whole', () => {
      test('says how much room there is, or that it does not know', async () => {
        const { freeBytes, totalBytes, freeFiles } = await target.space();
        for (const room of [freeBytes, totalBytes, freeFiles]) expect(room ?? 1).toBeGreaterThan(0);
        expect(freeBytes ?? 0).toBeLessThanOrEqual(totalBytes ?? Infinity);
      });

      test('lets its root be read and written', async () => {
        expect(await target.access('')).toEqual({ read: true, write: true });
      });

      test('names itself without a secret', () => {
        expect(target.url).not.toMatch(/\/\/[^/]*@|secret|password|Signature/i);
        expect(target.url.length).toBeGreaterThan(3);
      });

      test('takes no more calls once it is closed, and may be closed twice', async () => {
        const third = await makeTarget();
        await put(third, at('file'), patternOf(1));
        await third.close();
        await third.close();
        await failureOf(third.getattr(at('file')));
        await failureOf(third.read(at('file'), 0, new Uint8Array(1)));
        expect(await get(target, at('file'))).toEqual(patternOf(1));
      });
    });
  });
}

/** Removes a directory and all that is in it. */
export async function empty(target: Target, path: string): Promise<void> {
  const entries = await target.readdir(path).catch(() => []);
  await inParallel(entries.length, async (index) => {
    const entry = entries[index];
    if (entry === undefined) return;
    await (entry.kind === 'directory'
      ? empty(target, `${path}/${entry.name}`)
      : target.remove(`${path}/${entry.name}`));
  });
  await target.rmdir(path).catch(() => undefined);
}

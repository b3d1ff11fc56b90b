/** Both ways of making system calls, held to the same, and to each other. */

import {
  closeSync,
  constants,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attributesOf } from '../../../../../loadgen/targets/posix/attributes.ts';
import { libc } from '../../../../../loadgen/targets/posix/calls/libc.ts';
import { LibcCalls } from '../../../../../loadgen/targets/posix/calls/libc-calls.ts';
import { loadCalls } from '../../../../../loadgen/targets/posix/calls/load-calls.ts';
import { NodeCalls } from '../../../../../loadgen/targets/posix/calls/node-calls.ts';
import type { SystemCalls } from '../../../../../loadgen/targets/posix/calls/system-calls.ts';
import { EEXIST, ENOENT, ENOTDIR, errnoOf } from '../../../../../loadgen/targets/posix/errno.ts';
import { type TemporaryRoot, temporaryRoot } from '../temporary-root.ts';

const EBADF = 9;
const EISDIR = 21;
const ENOTEMPTY = 39;
const ELOOP = 40;

const library = libc();
const WAYS: readonly (readonly [string, SystemCalls])[] = [
  ['Node', new NodeCalls()],
  ...(library === null ? [] : [['the C library', new LibcCalls(library)] as const]),
];

let place: TemporaryRoot;
let root: number;
const at = (name: string) => path.join(place.root, name);

beforeEach(() => {
  place = temporaryRoot();
  root = openSync(place.root, constants.O_RDONLY);
});

afterEach(() => {
  closeSync(root);
  place.remove();
});

function errnoOfFailing(operation: () => unknown): number | undefined {
  try {
    operation();
  } catch (error) {
    return errnoOf(error);
  }
  throw new Error('it did not fail');
}

test('the faster way is taken where it is to be had', () => {
  expect(loadCalls().kind).toBe(library === null ? 'node' : 'libc');
});

test('both see the same of a file', () => {
  writeFileSync(at('file'), 'abc');
  linkSync(at('file'), at('link'));
  utimesSync(at('file'), 1_234_567_890.123, 1_234_567_890.123);
  mkdirSync(at('directory'));
  symlinkSync('file', at('symbolic'));
  truncateSync(at('file'), 5 * 2 ** 30);
  for (const name of ['file', 'directory', 'symbolic']) {
    const [first, ...others] = WAYS.map(([, calls]) => {
      const status = calls.statusAt(root, name);
      return status && { ...status, inode: BigInt(status.inode) };
    });
    expect(first).toBeDefined();
    for (const other of others) {
      // A double holds a time of today to a quarter of a microsecond, and each way rounds to it by itself.
      const modifiedSeconds = expect.closeTo(first!.modifiedSeconds, 5);
      expect(other).toMatchObject({ ...first, modifiedSeconds, device: expect.anything() });
    }
    const identities = WAYS.map(([, calls]) => attributesOf(calls.statusAt(root, name) as never).identity);
    expect(new Set(identities).size).toBe(1);
  }
});

describe.each(WAYS)('by %s', (_, calls) => {
  const opened = (name: string, flags: number, use: (descriptor: number) => void) => {
    const descriptor = calls.openAt(root, name, flags);
    try {
      use(descriptor);
    } finally {
      calls.close(descriptor);
    }
  };

  test('a file is made, written anywhere, read anywhere, and described', () => {
    const OFFSET = 2 ** 40 + 3;
    opened('file', constants.O_RDWR | constants.O_CREAT, (descriptor) => {
      const bytes = new Uint8Array([9, 8, 7, 6, 5]);
      expect(calls.write(descriptor, bytes.subarray(1, 4), OFFSET)).toBe(3);
      const into = new Uint8Array(6);
      expect(calls.read(descriptor, into.subarray(1, 5), OFFSET - 1)).toBe(4);
      expect([...into]).toEqual([0, 0, 8, 7, 6, 0]);
      expect(calls.read(descriptor, into, OFFSET + 3)).toBe(0);
      expect(calls.status(descriptor)).toMatchObject({ bytes: OFFSET + 3, links: 1 });
      expect(calls.statusAt(root, 'file')).toEqual(calls.status(descriptor));
    });
  });

  test('bytes of any place and length of a buffer are moved, and no others', () => {
    opened('file', constants.O_RDWR | constants.O_CREAT, (descriptor) => {
      fc.assert(
        fc.property(
          fc.uint8Array({ maxLength: 300 }),
          fc.nat(100),
          fc.nat(5000),
          (content, start, offset) => {
            const from = content.subarray(Math.min(start, content.length));
            expect(calls.write(descriptor, from, offset)).toBe(from.length);
            const into = new Uint8Array(from.length + 20).fill(0xaa);
            expect(calls.read(descriptor, into.subarray(10, 10 + from.length), offset)).toBe(from.length);
            expect(into.subarray(10, 10 + from.length)).toEqual(from);
            expect(into.subarray(0, 10)).toEqual(new Uint8Array(10).fill(0xaa));
            expect(into.subarray(10 + from.length)).toEqual(new Uint8Array(10).fill(0xaa));
          },
        ),
      );
    });
  });

  test('names are made, renamed and removed', () => {
    calls.makeDirectoryAt(root, 'Verzeichnis-ß');
    opened('日本語 🎬', constants.O_WRONLY | constants.O_CREAT, () => undefined);
    expect(readdirSync(place.root).toSorted()).toEqual(['Verzeichnis-ß', '日本語 🎬']);
    opened('Verzeichnis-ß', constants.O_RDONLY, (directory) => {
      calls.renameAt(root, '日本語 🎬', directory, 'renamed');
      expect(readdirSync(at('Verzeichnis-ß'))).toEqual(['renamed']);
      calls.unlinkAt(directory, 'renamed');
    });
    calls.removeDirectoryAt(root, 'Verzeichnis-ß');
    expect(readdirSync(place.root)).toEqual([]);
  });

  test('what fails says why, by number', () => {
    mkdirSync(at('directory'));
    writeFileSync(at('directory/file'), '');
    writeFileSync(at('file'), '');
    symlinkSync('file', at('symbolic'));
    const into = new Uint8Array(1);
    expect(calls.statusAt(root, 'nothing')).toBeUndefined();
    expect(errnoOfFailing(() => calls.openAt(root, 'nothing', constants.O_RDONLY))).toBe(ENOENT);
    expect(errnoOfFailing(() => calls.openAt(root, 'file/below', constants.O_RDONLY))).toBe(ENOTDIR);
    expect(
      errnoOfFailing(() => calls.openAt(root, 'symbolic', constants.O_RDONLY | constants.O_NOFOLLOW)),
    ).toBe(ELOOP);
    expect(errnoOfFailing(() => calls.openAt(root, 'directory', constants.O_WRONLY))).toBe(EISDIR);
    expect(errnoOfFailing(() => calls.makeDirectoryAt(root, 'file'))).toBe(EEXIST);
    expect(errnoOfFailing(() => calls.renameAt(root, 'nothing', root, 'file'))).toBe(ENOENT);
    expect(errnoOfFailing(() => calls.unlinkAt(root, 'nothing'))).toBe(ENOENT);
    expect(errnoOfFailing(() => calls.removeDirectoryAt(root, 'directory'))).toBe(ENOTEMPTY);
    expect(errnoOfFailing(() => calls.removeDirectoryAt(root, 'file'))).toBe(ENOTDIR);
    opened('directory', constants.O_RDONLY, (descriptor) => {
      expect(errnoOfFailing(() => calls.read(descriptor, into, 0))).toBe(EISDIR);
    });
    opened('file', constants.O_RDONLY, (descriptor) => {
      expect(errnoOfFailing(() => calls.write(descriptor, into, 0))).toBe(EBADF);
    });
  });

  test('a link is described and not followed', () => {
    symlinkSync('nowhere', at('symbolic'));
    expect((calls.statusAt(root, 'symbolic')?.mode ?? 0) & constants.S_IFMT).toBe(constants.S_IFLNK);
  });
});

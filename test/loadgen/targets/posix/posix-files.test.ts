import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PosixFiles } from '../../../../loadgen/targets/posix/posix-files.ts';
import { TargetError } from '../../../../loadgen/targets/target.ts';
import { openDescriptorCount, type TemporaryRoot, temporaryRoot } from './temporary-root.ts';

const BYTES = new Uint8Array([1, 2, 3]);

let place: TemporaryRoot;
let files: PosixFiles;
const at = (name: string) => path.join(place.root, name);
const beyond = (name: string) => path.join(place.outside, name);

beforeEach(() => {
  place = temporaryRoot();
  files = new PosixFiles(place.root);
});

afterEach(() => {
  files.close();
  place.remove();
});

function failureOf(operation: () => unknown): TargetError {
  try {
    operation();
  } catch (error) {
    if (error instanceof TargetError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

const codeOf = (operation: () => unknown) => failureOf(operation).code;

function put(name: string, bytes = BYTES): void {
  files.create(name);
  files.write(name, 0, bytes);
  files.commit(name);
}

describe('a root', () => {
  test('is given by its absolute path', () => {
    expect(files.root).toBe(place.root);
    const relative = new PosixFiles(path.relative(process.cwd(), place.root));
    expect(relative.root).toBe(place.root);
    relative.close();
  });

  test.each([
    ['that is missing', 'nothing', 'not-found'],
    ['that is a file', 'file', 'not-a-directory'],
  ])('%s is refused', (_, name, code) => {
    writeFileSync(at('file'), BYTES);
    const failure = failureOf(() => new PosixFiles(at(name)));
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(at(name));
  });

  test('that is renamed stays the root', () => {
    renameSync(place.root, beyond('moved'));
    mkdirSync(place.root);
    put('file');
    expect(readdirSync(beyond('moved'))).toEqual(['file']);
    expect(readdirSync(place.root)).toEqual([]);
  });

  test('is neither removed nor renamed', () => {
    expect(codeOf(() => files.rmdir(''))).toBe('permission');
    expect(codeOf(() => files.remove(''))).toBe('permission');
    expect(codeOf(() => files.rename('', 'name'))).toBe('permission');
    expect(codeOf(() => files.create(''))).toBe('is-a-directory');
  });

  test('has as much room as df says', () => {
    const [, size, free, inodes] =
      execFileSync('df', ['--block-size=1', '--output=size,avail,iavail', place.root])
        .toString()
        .split('\n')[1]
        ?.match(/(\d+) +(\d+) +(\d+|-)/) ?? [];
    const space = files.space();
    expect(space.totalBytes).toBe(Number(size));
    expect(Math.abs((space.freeBytes ?? 0) - Number(free)) / Number(size)).toBeLessThan(0.05);
    expect(space.freeFiles === null).toBe(inodes === '-' || inodes === '0');
  });
});

describe('a symbolic link', () => {
  beforeEach(() => {
    writeFileSync(beyond('treasure'), BYTES);
    symlinkSync(place.outside, at('directory-link'));
    symlinkSync(beyond('treasure'), at('file-link'));
    symlinkSync(beyond('new'), at('dangling-link'));
  });

  test('is an entry of its own', () => {
    expect(files.getattr('file-link').kind).toBe('other');
    expect(files.readdir('').map(({ kind }) => kind)).toEqual(['other', 'other', 'other']);
  });

  test.each<readonly [string, () => unknown, string]>([
    ['read', () => files.read('file-link', 0, new Uint8Array(3)), 'permission'],
    ['write', () => files.write('file-link', 0, BYTES), 'permission'],
    ['commit', () => files.commit('file-link'), 'permission'],
    ['create over a file', () => files.create('file-link'), 'permission'],
    ['create over nothing', () => files.create('dangling-link'), 'permission'],
    ['open', () => files.open('file-link', 'write'), 'permission'],
    ['readdir', () => files.readdir('directory-link'), 'not-a-directory'],
    ['mkdir', () => files.mkdir('directory-link'), 'exists'],
    ['mkdir below', () => files.mkdir('directory-link/new'), 'not-a-directory'],
    ['create below', () => files.create('directory-link/new'), 'not-a-directory'],
    ['remove below', () => files.remove('directory-link/treasure'), 'not-a-directory'],
    ['rename below', () => files.rename('directory-link/treasure', 'mine'), 'not-a-directory'],
    ['rmdir', () => files.rmdir('directory-link'), 'not-a-directory'],
  ])('is not followed by %s', (_, operation, code) => {
    expect(codeOf(operation)).toBe(code);
    expect(readdirSync(place.outside)).toEqual(['treasure']);
    expect(new Uint8Array(readFileSync(beyond('treasure')))).toEqual(BYTES);
  });

  test('hides what is below it', () => {
    expect(files.lookup('directory-link/treasure')).toBeUndefined();
  });

  test('is removed and replaced itself', () => {
    files.remove('file-link');
    put('file');
    files.rename('file', 'directory-link');
    expect(
      files
        .readdir('')
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['dangling-link', 'directory-link']);
    expect(files.getattr('directory-link').kind).toBe('file');
    expect(readdirSync(place.outside)).toEqual(['treasure']);
  });

  test('leads nothing out, even where one takes the place of a directory again and again', async () => {
    files.mkdir('swapped');
    const careful = new PosixFiles(place.root, { openMaximum: 0 });
    const done = new Int32Array(new SharedArrayBuffer(4));
    const swap = new Worker(
      `const { renameSync, symlinkSync, unlinkSync } = require('node:fs');
       const { parentPort, workerData: { from, away, to, done } } = require('node:worker_threads');
       parentPort.postMessage('begun');
       while (Atomics.load(done, 0) === 0) {
         renameSync(from, away); symlinkSync(to, from); unlinkSync(from); renameSync(away, from);
       }`,
      { eval: true, workerData: { from: at('swapped'), away: at('away'), to: place.outside, done } },
    );
    await new Promise((resolve) => swap.once('message', resolve));
    let refused = 0;
    let made = 0;
    for (let attempt = 0; attempt < 20_000 && (attempt < 2000 || refused === 0 || made === 0); attempt++) {
      try {
        careful.create(`swapped/file-${made}`);
        made++;
      } catch {
        refused++;
      }
    }
    Atomics.store(done, 0, 1);
    await new Promise((resolve) => swap.once('exit', resolve));
    careful.close();
    expect(readdirSync(place.outside)).toEqual(['treasure']);
    expect(readdirSync(at('swapped'))).toHaveLength(made);
    expect(made).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
  });
});

describe('what is neither a file nor a directory', () => {
  test('is not waited for', () => {
    execFileSync('mkfifo', [at('pipe')]);
    expect(files.getattr('pipe').kind).toBe('other');
    expect(codeOf(() => files.read('pipe', 0, new Uint8Array(1)))).toBe('io');
    expect(codeOf(() => files.write('pipe', 0, BYTES))).toBe('io');
    expect(codeOf(() => files.create('pipe'))).toBe('io');
  });
});

describe('a directory that is kept', () => {
  beforeEach(() => {
    files.mkdir('a');
    files.mkdir('a/b');
    put('a/b/file');
  });

  test('and removed by another is noticed, and found again once it is there', () => {
    rmSync(at('a'), { recursive: true });
    expect(files.lookup('a/b/file')).toBeUndefined();
    expect(codeOf(() => files.create('a/b/file'))).toBe('not-found');
    mkdirSync(at('a/b'), { recursive: true });
    writeFileSync(at('a/b/new'), BYTES);
    expect(files.lookup('a/b/new')).toMatchObject({ kind: 'file', bytes: 3 });
    expect(files.readdir('a/b')).toEqual([{ name: 'new', kind: 'file' }]);
  });

  test.each<readonly [string, () => unknown]>([
    ['lookup', () => files.lookup('a/b/file')],
    ['getattr', () => files.getattr('a/b/file')],
    ['access', () => files.access('a/b/file')],
    ['readdir', () => files.readdir('a/b')],
    ['read', () => files.read('a/b/file', 0, new Uint8Array(3))],
    ['create', () => files.create('a/b/other')],
    ['rename', () => files.rename('a/b/file', 'a/b/other')],
    ['remove', () => files.remove('a/b/file')],
  ])('and made anew by another is found by %s', (_, operation) => {
    rmSync(at('a'), { recursive: true });
    mkdirSync(at('a/b'), { recursive: true });
    writeFileSync(at('a/b/file'), BYTES);
    expect(operation).not.toThrow();
  });

  test('and renamed here is found by its new name alone, with all below it', () => {
    files.rename('a', 'z');
    expect(files.lookup('a/b/file')).toBeUndefined();
    expect(files.getattr('z/b/file').bytes).toBe(3);
    files.mkdir('a');
    expect(files.readdir('a')).toEqual([]);
  });
});

describe('an identity', () => {
  test('is another for a file that takes the place, and the inode, of one removed', async () => {
    put('file');
    const { identity } = files.getattr('file');
    files.remove('file');
    // A tick of the kernel's coarse clock, and more.
    await delay(50);
    put('file');
    expect(files.getattr('file').identity).not.toBe(identity);
  });

  test('stays while the file is written', () => {
    put('file');
    const { identity } = files.getattr('file');
    files.write('file', 3, BYTES);
    files.commit('file');
    expect(files.getattr('file').identity).toBe(identity);
  });
});

describe('descriptors', () => {
  test('are given back, whatever failed', () => {
    const before = openDescriptorCount();
    const few = new PosixFiles(place.root, { openMaximum: 4 });
    for (let index = 0; index < 30; index++) {
      few.mkdir(`directory-${index}`);
      few.create(`directory-${index}/file`);
      failureOf(() => few.read(`directory-${index}`, 0, new Uint8Array(1)));
      failureOf(() => few.readdir(`directory-${index}/file`));
      failureOf(() => few.getattr(`directory-${index}/nothing`));
      few.access(`directory-${index}/file`);
      // The root, and what one operation may add to the four.
      expect(openDescriptorCount() - before).toBeLessThanOrEqual(1 + 4 + 2);
    }
    few.close();
    expect(openDescriptorCount()).toBe(before);
  });

  test('are all closed by closing, after which every call is refused', () => {
    put('file');
    const open = files.open('file', 'write');
    files.close();
    files.close();
    expect(codeOf(() => files.lookup('file'))).toBe('unreachable');
    expect(codeOf(() => files.space())).toBe('unreachable');
    expect(codeOf(() => open.read(0, new Uint8Array(1)))).toBe('unreachable');
    expect(existsSync(at('file'))).toBe(true);
  });
});

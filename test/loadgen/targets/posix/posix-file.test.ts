import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PosixFiles } from '../../../../loadgen/targets/posix/posix-files.ts';
import { openDescriptorCount, type TemporaryRoot, temporaryRoot } from './temporary-root.ts';

const FILES = 40;

let place: TemporaryRoot;
let files: PosixFiles;

beforeEach(() => {
  place = temporaryRoot();
  files = new PosixFiles(place.root, { openMaximum: 5 });
  for (let index = 0; index < FILES; index++) {
    files.create(`file-${index}`);
    files.write(`file-${index}`, 0, new Uint8Array(100).fill(index));
  }
});

afterEach(() => {
  files.close();
  place.remove();
});

function firstByte(file: { read: (offsetBytes: number, into: Uint8Array) => number }): number | undefined {
  const into = new Uint8Array(1);
  return file.read(0, into) === 1 ? into[0] : undefined;
}

/** Uses others until none that was open before still is. */
function pushOut(): void {
  for (let round = 0; round < 2; round++) {
    for (let index = 2; index < FILES; index++) firstByte(files.open(`file-${index}`, 'read'));
  }
}

describe('an open file', () => {
  test('is read and written where it is said, and knows its length', () => {
    const file = files.open('file-7', 'write');
    file.write(98, new Uint8Array([1, 2, 3, 4]));
    file.commit();
    const into = new Uint8Array(10);
    expect(file.read(95, into)).toBe(7);
    expect([...into]).toEqual([7, 7, 7, 1, 2, 3, 4, 0, 0, 0]);
    expect(file.getattr()).toEqual(files.getattr('file-7'));
    expect(file.getattr().bytes).toBe(102);
    file.close();
  });

  test('for reading is not written', () => {
    const file = files.open('file-7', 'read');
    expect(() => file.write(0, new Uint8Array(1))).toThrow(/file-7/);
    expect(firstByte(file)).toBe(7);
  });

  test('is one of any number, of which few have a descriptor', () => {
    const before = openDescriptorCount();
    const open = Array.from({ length: FILES }, (_, index) => files.open(`file-${index}`, 'read'));
    for (let step = 0; step < 500; step++) {
      const index = (step * 17) % FILES;
      const file = open[index];
      expect(file && firstByte(file)).toBe(index);
    }
    expect(openDescriptorCount() - before).toBeLessThanOrEqual(5 + 1);
  });

  test('stays the file it was while another takes its name', () => {
    const file = files.open('file-0', 'read');
    files.rename('file-1', 'file-0');
    expect(firstByte(file)).toBe(0);
    expect(firstByte(files.open('file-0', 'read'))).toBe(1);
  });

  test('that lost its descriptor goes on where it was', () => {
    const file = files.open('file-0', 'write');
    file.write(0, new Uint8Array([200]));
    pushOut();
    expect(firstByte(file)).toBe(200);
    file.commit();
  });

  test.each([
    ['replaced', () => files.rename('file-1', 'file-0')],
    ['removed', () => files.remove('file-0')],
  ])('that lost its descriptor is stale once it was %s', (_, lose) => {
    const file = files.open('file-0', 'read');
    lose();
    pushOut();
    const stale = expect.objectContaining({ code: 'stale', retryable: true });
    expect(() => firstByte(file)).toThrow(stale);
    expect(() => firstByte(file)).toThrow(stale);
  });

  test('may be closed twice', () => {
    const before = openDescriptorCount();
    const file = files.open('file-39', 'read');
    file.close();
    file.close();
    expect(openDescriptorCount()).toBeLessThanOrEqual(before);
  });
});

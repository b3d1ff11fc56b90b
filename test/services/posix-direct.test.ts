/** Direct I/O beside the page cache, on ext4: that it is direct, and that both see the same bytes. */

import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alignedBytes, BLOCK_BYTES } from '../../loadgen/data/aligned-memory.ts';
import { PosixFiles } from '../../loadgen/targets/posix/posix-files.ts';
import { type Mounted, mountExt4, whyNoMounts } from './posix-mount.ts';
import { patternOf } from './target-conformance.ts';

const MEBIBYTE = 1024 * 1024;

/** Bytes that this process had fetched from devices. */
function fetchedBytes(): number {
  return Number(/^read_bytes: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
}

describe.skipIf(whyNoMounts() !== null)('direct I/O', () => {
  let mounted: Mounted;
  let direct: PosixFiles;
  let buffered: PosixFiles;

  beforeAll(() => {
    mounted = mountExt4(64);
    direct = new PosixFiles(mounted.path, { direct: true });
    buffered = new PosixFiles(mounted.path);
  });

  afterAll(() => {
    direct?.close();
    buffered?.close();
    mounted?.stop();
  });

  function put(name: string, bytes: Uint8Array): void {
    buffered.create(name);
    buffered.write(name, 0, bytes);
    buffered.commit(name);
  }

  test('asks the device each time, which the page cache does not', () => {
    put('file', patternOf(MEBIBYTE));
    const into = alignedBytes(MEBIBYTE);
    const fetchedBy = (files: PosixFiles) => {
      const before = fetchedBytes();
      for (let turn = 0; turn < 5; turn++) files.read('file', 0, into);
      return fetchedBytes() - before;
    };
    buffered.read('file', 0, into);
    expect(fetchedBy(buffered)).toBe(0);
    expect(fetchedBy(direct)).toBeGreaterThanOrEqual(5 * MEBIBYTE);
    expect(Buffer.compare(into, patternOf(MEBIBYTE))).toBe(0);
  });

  test('of aligned memory ends at the end of the file, which is none of a block', () => {
    const length = 2 * BLOCK_BYTES + 100;
    put('file', patternOf(length));
    const into = alignedBytes(8 * BLOCK_BYTES);
    const file = direct.open('file', 'read');
    expect(file.read(0, into)).toBe(length);
    expect(into.subarray(0, length)).toEqual(patternOf(length));
    expect(file.read(2 * BLOCK_BYTES, into)).toBe(100);
    expect(file.read(BLOCK_BYTES, into.subarray(0, BLOCK_BYTES))).toBe(BLOCK_BYTES);
    expect(file.read(3 * BLOCK_BYTES, into)).toBe(0);
    expect(file.read(300 * BLOCK_BYTES, into)).toBe(0);
    file.close();
  });

  test('writes from aligned memory what others then read', () => {
    const from = alignedBytes(4 * BLOCK_BYTES);
    from.set(patternOf(from.length, 3));
    direct.create('file');
    const file = direct.open('file', 'write');
    file.write(BLOCK_BYTES, from);
    const into = new Uint8Array(5 * BLOCK_BYTES);
    expect(buffered.read('file', 0, into)).toBe(into.length);
    expect(into.subarray(BLOCK_BYTES)).toEqual(from);
    expect(into.subarray(0, BLOCK_BYTES)).toEqual(new Uint8Array(BLOCK_BYTES));
    file.close();
  });

  test('and the page cache agree after writes of any place and length, by either', () => {
    const LENGTH = 64 * 1024;
    const write = fc.record({
      isDirect: fc.boolean(),
      isAligned: fc.boolean(),
      offset: fc.nat(LENGTH),
      length: fc.nat(3 * BLOCK_BYTES),
      seed: fc.integer({ min: 1, max: 255 }),
    });
    const memory = alignedBytes(4 * BLOCK_BYTES);
    const into = new Uint8Array(2 * LENGTH);
    fc.assert(
      fc.property(fc.array(write, { maxLength: 12 }), fc.nat(LENGTH), (writes, readOffset) => {
        const expected = new Uint8Array(2 * LENGTH);
        let end = 0;
        direct.create('shared');
        for (const { isDirect, isAligned, offset, length, seed } of writes) {
          const place = isAligned ? offset - (offset % BLOCK_BYTES) : offset;
          const size = isAligned ? length - (length % BLOCK_BYTES) : length;
          const from = memory.subarray(0, size);
          from.set(patternOf(size, seed));
          (isDirect ? direct : buffered).write('shared', place, from);
          expected.set(from, place);
          if (size > 0) end = Math.max(end, place + size);
        }
        for (const files of [direct, buffered]) {
          const count = files.read('shared', readOffset, into);
          expect(count).toBe(Math.max(0, end - readOffset));
          const found = expected.subarray(readOffset, readOffset + count);
          expect(Buffer.compare(into.subarray(0, count), found)).toBe(0);
        }
        expect(direct.getattr('shared').bytes).toBe(end);
      }),
      { numRuns: 100 },
    );
  });
});

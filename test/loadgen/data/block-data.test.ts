import { deflateRawSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BlockData } from '../../../loadgen/data/block-data.ts';
import { BLOCK_BYTES } from '../../../loadgen/data/block-header.ts';

const RUN = 'crunch/20260101-1';
const ONE_BYTE = new Uint8Array(1);
const FILE = 'overnight/assets/000017';
const data = new BlockData(RUN);
const reader = new BlockData(RUN);
const stranger = new BlockData('other');

function filled(bytes: number, version = 0, offsetBytes = 0, file = FILE, source = data): Uint8Array {
  const into = new Uint8Array(bytes);
  source.generate(into, file, version, offsetBytes);
  return into;
}

const only = (version: number) => ({ oldest: version, newest: version });
const offsets = fc.oneof(fc.integer({ min: 0, max: 3 * BLOCK_BYTES }), fc.integer({ min: 0, max: 2 ** 45 }));
const lengths = fc.integer({ min: 1, max: 3 * BLOCK_BYTES });
const versions = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });

describe('what a file holds', () => {
  test('is the same whenever and by whomever it is made', () => {
    expect(filled(20_000, 3, 777, FILE, reader)).toEqual(filled(20_000, 3, 777));
  });

  test('is the same in one piece and in parts', () => {
    fc.assert(
      fc.property(offsets, lengths, versions, fc.nat(), (offsetBytes, length, version, cut) => {
        const whole = filled(length, version, offsetBytes);
        const parts = new Uint8Array(length);
        const at = cut % length;
        data.generate(parts.subarray(at), FILE, version, offsetBytes + at);
        data.generate(parts.subarray(0, at), FILE, version, offsetBytes);
        expect(Buffer.compare(parts, whole)).toBe(0);
      }),
    );
  });

  test('touches no byte beside those asked for', () => {
    const around = new Uint8Array(10_000).fill(0xee);
    data.generate(around.subarray(100, 9000), FILE, 1, 5000);
    expect(around.subarray(0, 100).every((byte) => byte === 0xee)).toBe(true);
    expect(around.subarray(9000).every((byte) => byte === 0xee)).toBe(true);
  });

  test('differs in every block between runs, files, versions and offsets', () => {
    const others = [
      filled(BLOCK_BYTES),
      filled(BLOCK_BYTES, 1),
      filled(BLOCK_BYTES, 0, BLOCK_BYTES),
      filled(BLOCK_BYTES, 0, 2 ** 32 * BLOCK_BYTES),
      filled(BLOCK_BYTES, 0, 0, 'overnight/assets/000018'),
      filled(BLOCK_BYTES, 0, 0, FILE, new BlockData('crunch/20260101-2')),
    ].map((block) => Buffer.from(block.subarray(64)).toString('latin1'));
    expect(new Set(others).size).toBe(others.length);
  });

  test('does not compress', () => {
    const bytes = filled(2 ** 20);
    expect(deflateRawSync(bytes).length).toBeGreaterThan(bytes.length * 0.98);
  });

  test('has no two equal blocks among many files', () => {
    const seen = new Set<string>();
    for (let file = 0; file < 500; file++) {
      const bytes = filled(16 * BLOCK_BYTES, 0, 0, `wave/${file}`);
      for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
        seen.add(Buffer.from(bytes.subarray(at, at + 64)).toString('latin1'));
      }
    }
    expect(seen.size).toBe(500 * 16);
  });

  test.each([
    ['version', () => data.generate(ONE_BYTE, FILE, -1, 0)],
    ['version', () => data.generate(ONE_BYTE, FILE, 2 ** 32, 0)],
    ['offset', () => data.generate(ONE_BYTE, FILE, 0, -1)],
    ['offset', () => data.verify(ONE_BYTE, FILE, 0.5, only(0))],
  ])('is not asked for at an impossible %s', (_what, ask) => {
    expect(ask).toThrow(RangeError);
  });
});

describe('verifying', () => {
  test('accepts what was written, whatever the range', () => {
    fc.assert(
      fc.property(names, offsets, lengths, versions, (file, offsetBytes, length, version) => {
        const bytes = filled(length, version, offsetBytes, file);
        expect(data.verify(bytes, file, offsetBytes, only(version))).toBeNull();
        expect(
          new BlockData(RUN).verify(bytes, file, offsetBytes, { oldest: 0, newest: version }),
        ).toBeNull();
      }),
    );
  });

  test('rejects what is of another file, version, offset or run', () => {
    // Shorter ranges may be of the head of a block alone, which is the same in all blocks of a run.
    const lasting = fc.integer({ min: 64, max: 3 * BLOCK_BYTES });
    fc.assert(
      fc.property(offsets, lasting, versions, versions, (offsetBytes, length, version, other) => {
        fc.pre(version !== other);
        const bytes = filled(length, version, offsetBytes);
        expect(data.verify(bytes, FILE, offsetBytes, only(other))).not.toBeNull();
        expect(data.verify(bytes, `${FILE}.v1`, offsetBytes, only(version))).not.toBeNull();
        expect(data.verify(bytes, FILE, offsetBytes + BLOCK_BYTES, only(version))).not.toBeNull();
        expect(stranger.verify(bytes, FILE, offsetBytes, only(version))).not.toBeNull();
      }),
    );
  });

  test('finds a flipped bit, and says where, each time', () => {
    let state = 1;
    const random = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    for (let turn = 0; turn < 100; turn++) {
      const offsetBytes = random(10 * BLOCK_BYTES);
      const length = 1 + random(64 * 1024);
      const bytes = filled(length, 5, offsetBytes);
      const at = random(length);
      bytes[at]! ^= 1 << random(8);
      const found = data.verify(bytes, FILE, offsetBytes, only(5));
      expect(found).toMatchObject({ file: FILE, offsetBytes: offsetBytes + at, bytes: 1 });
      expect(found?.finding).not.toBe('missing');
    }
  });

  test('finds a bit flipped anywhere in a block, its header included', () => {
    const bytes = filled(BLOCK_BYTES, 2, 8 * BLOCK_BYTES);
    for (let bit = 0; bit < BLOCK_BYTES * 8; bit += bit < 512 ? 1 : 61) {
      bytes[bit >>> 3]! ^= 1 << (bit & 7);
      expect(data.verify(bytes, FILE, 8 * BLOCK_BYTES, only(2))).toMatchObject({
        offsetBytes: 8 * BLOCK_BYTES + (bit >>> 3),
        bytes: 1,
        finding: 'corrupt',
      });
      bytes[bit >>> 3]! ^= 1 << (bit & 7);
    }
  });

  test('says of an older version that it is stale', () => {
    for (const offsetBytes of [0, 3 * BLOCK_BYTES, 1000]) {
      const found = data.verify(filled(6000, 2, offsetBytes), FILE, offsetBytes, { oldest: 4, newest: 6 });
      expect(found).toMatchObject({ finding: 'stale', offsetBytes, bytes: 6000 });
      expect(found?.detail).toContain('version 2');
    }
  });

  test('says of a version that nobody wrote that it is foreign', () => {
    expect(data.verify(filled(BLOCK_BYTES, 7), FILE, 0, { oldest: 4, newest: 6 })).toMatchObject({
      finding: 'foreign',
      detail: expect.stringContaining('version 7'),
    });
  });

  test.each([
    ['another run', filled(8192, 0, 0, FILE, stranger), 'run'],
    ['another file', filled(8192, 0, 0, 'another'), 'file'],
    ['another place of the file', filled(8192, 0, 40_960), 'offset 40960'],
  ])('says of blocks of %s that they are foreign', (_name, bytes, word) => {
    const found = data.verify(bytes, FILE, 0, only(0));
    expect(found).toMatchObject({ finding: 'foreign', offsetBytes: 0 });
    expect(found?.detail).toContain(word);
  });

  test('joins blocks of which the same is to be said, and ends where that ends', () => {
    const bytes = filled(6 * BLOCK_BYTES, 3);
    bytes.fill(0, BLOCK_BYTES, 4 * BLOCK_BYTES);
    expect(data.verify(bytes, FILE, 0, only(3))).toMatchObject({
      finding: 'missing',
      offsetBytes: BLOCK_BYTES,
      bytes: 3 * BLOCK_BYTES,
    });
  });

  test('finds the page of a block that was not written', () => {
    const bytes = filled(BLOCK_BYTES, 3);
    bytes.fill(0, 512, 1024);
    expect(data.verify(bytes, FILE, 0, only(3))).toMatchObject({
      finding: 'missing',
      offsetBytes: 512,
      bytes: 512,
    });
    bytes.set(filled(512, 1, 512), 512);
    expect(data.verify(bytes, FILE, 0, only(3))).toMatchObject({
      finding: 'stale',
      offsetBytes: 512,
      bytes: 512,
    });
  });

  describe('while a file is written over', () => {
    const allowed = { oldest: 4, newest: 6 };

    test('accepts any allowed version in any block, and several in one', () => {
      const version = fc.integer({ min: 4, max: 6 });
      const pieces = fc.array(fc.record({ length: fc.integer({ min: 8, max: 6000 }), version }), {
        minLength: 1,
        maxLength: 6,
      });
      fc.assert(
        fc.property(pieces, fc.integer({ min: 0, max: 9000 }), (parts, offsetBytes) => {
          let at = offsetBytes;
          const bytes = Buffer.concat(
            parts.map((part) => {
              const piece = filled(part.length, part.version, at);
              at += part.length;
              return piece;
            }),
          );
          // What a block begins or ends with may be as short as the grid makes it.
          const cuts = parts.reduce<number[]>(
            (all, part) => [...all, (all.at(-1) ?? offsetBytes) + part.length],
            [],
          );
          fc.pre(cuts.every((cut) => cut % BLOCK_BYTES === 0 || cut % BLOCK_BYTES >= 8));
          expect(data.verify(bytes, FILE, offsetBytes, allowed)).toBeNull();
        }),
      );
    });

    test('finds a flipped bit all the same', () => {
      for (let at = 0; at < 4088; at += 37) {
        const bytes = filled(BLOCK_BYTES, 5);
        bytes[at]! ^= 4;
        expect(data.verify(bytes, FILE, 0, allowed)).toMatchObject({ offsetBytes: at, bytes: 1 });
      }
    });

    test('finds a block that is older than all of them', () => {
      const bytes = filled(3 * BLOCK_BYTES, 5);
      bytes.set(filled(BLOCK_BYTES, 3, BLOCK_BYTES), BLOCK_BYTES);
      expect(data.verify(bytes, FILE, 0, allowed)).toMatchObject({
        finding: 'stale',
        offsetBytes: BLOCK_BYTES,
        bytes: BLOCK_BYTES,
      });
    });
  });
});

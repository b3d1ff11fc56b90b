/** What a run wrote is told from what anybody else did, byte for byte. */

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BlockData } from '../../../loadgen/data/block-data.ts';
import { isOfRun, type Scrutiny } from '../../../loadgen/safety/ownership.ts';

const FILE = 'wave/assets/000001';
const PLANNED = { number: 1, version: 0, done: false, file: FILE, versionsMax: 3, bytesMax: 1e9 };
const data = new BlockData('crunch');

function written(bytes: number, version = 0): Uint8Array {
  const content = new Uint8Array(bytes);
  data.generate(content, FILE, version, 0);
  return content;
}

function isOurs(content: Uint8Array, scrutiny: Scrutiny = 'whole'): Promise<boolean> {
  const open = {
    read: (offset: number, into: Uint8Array) => {
      const found = content.subarray(offset, offset + into.length);
      into.set(found);
      return Promise.resolve(found.length);
    },
  };
  return isOfRun(data, open, PLANNED, content.length, scrutiny);
}

const size = fc.oneof(fc.integer({ min: 1, max: 20_000 }), fc.constantFrom(1, 4096, 4097, 8192, 12_288));

describe('a file of the run', () => {
  test('is known whatever its size and version', async () => {
    await fc.assert(
      fc.asyncProperty(size, fc.integer({ min: 0, max: 5000 }), async (bytes, version) => {
        // A last block of a few bytes has no version in it.
        expect(await isOurs(written(bytes, bytes < 40 ? 0 : version))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test('is known that was killed while another version was written over it, with a part left out', async () => {
    const parts = fc.record({
      bytes: fc.integer({ min: 9000, max: 20_000 }),
      over: fc.integer({ min: 100, max: 8000 }),
      gap: fc.constantFrom(0, 32, 100, 4096),
      gapAt: fc.oneof(fc.constant(0), fc.integer({ min: 16, max: 4000 })),
    });
    await fc.assert(
      fc.asyncProperty(parts, async ({ bytes, over, gap, gapAt }) => {
        // No write is as short as a few bytes.
        fc.pre(4096 - (over % 4096) >= 8 && (over >= gapAt + gap + 16 || over <= gapAt - 16));
        const content = written(bytes, 1);
        content.set(written(over, 2));
        content.fill(0, gapAt, gapAt + gap);
        expect(await isOurs(content)).toBe(true);
      }),
      // A gap beside zeros that the header has anyway.
      { numRuns: 100, examples: [[{ bytes: 9000, over: 100, gap: 32, gapAt: 24 }]] },
    );
  });

  test('is known past the first piece that is read at once', async () => {
    expect(await isOurs(written(2_200_000))).toBe(true);
  });

  test.each(['whole', 'ends'] as const)('is nothing to lose where it is empty: %s', async (scrutiny) => {
    expect(await isOurs(new Uint8Array(0), scrutiny)).toBe(true);
  });
});

describe('a file that somebody else changed', () => {
  const at = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  test('is left, whichever byte it was, and whatever it became', async () => {
    await fc.assert(
      fc.asyncProperty(
        size,
        at,
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (bytes, part, change, zero) => {
          const content = written(bytes, 1);
          const place = Math.floor(part * bytes);
          const before = content[place]!;
          content[place] = zero ? 0 : before ^ change;
          fc.pre(content[place] !== before);
          expect(await isOurs(content)).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('is left, where it holds something else from a block on', async () => {
    const other = fc.constantFrom<(bytes: number) => Uint8Array>(
      (bytes) => new Uint8Array(bytes).fill(88),
      (bytes) => new Uint8Array(bytes),
      (bytes) => {
        const content = new Uint8Array(bytes);
        new BlockData('another run').generate(content, FILE, 0, 0);
        return content;
      },
      (bytes) => written(bytes),
    );
    await fc.assert(
      fc.asyncProperty(other, fc.constantFrom(8192, 4096, 100, 1), async (fill, from) => {
        const content = written(20_000);
        content.set(fill(20_000 - from), from);
        expect(await isOurs(content)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['the first byte', 0],
    ['a byte in the middle', 1_100_000],
    ['the last byte', 2_199_999],
  ])('is left, where %s of a long one is another', async (_name, place) => {
    const content = written(2_200_000);
    content[place]! ^= 1;
    expect(await isOurs(content)).toBe(false);
  });

  test.each([0, 19_999])(
    'at byte %i is left by the run itself, which looks where it begins and ends',
    async (place) => {
      const content = written(20_000);
      content[place]! ^= 1;
      expect(await isOurs(content, 'ends')).toBe(false);
    },
  );

  test('to nothing but zeros is left: it is of nobody', async () => {
    for (const scrutiny of ['whole', 'ends'] as const) {
      expect(await isOurs(new Uint8Array(20_000), scrutiny)).toBe(false);
    }
  });
});

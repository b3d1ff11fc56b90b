import { describe, expect, test } from 'vitest';
import { alignedBytes, BLOCK_BYTES, isAligned } from '../../../loadgen/data/aligned-memory.ts';

describe('memory for direct I/O', () => {
  test.each([0, 1, 4096, 65_536, 100_000, 8 * 1024 * 1024])(
    'has the %i bytes asked for, all zero',
    (length) => {
      const bytes = alignedBytes(length);
      expect(bytes).toHaveLength(length);
      expect(bytes.every((byte) => byte === 0)).toBe(true);
    },
  );

  test('may be cut at blocks', () => {
    const bytes = alignedBytes(4 * BLOCK_BYTES);
    expect(isAligned(bytes)).toBe(true);
    expect(isAligned(bytes.subarray(BLOCK_BYTES, 3 * BLOCK_BYTES))).toBe(true);
    expect(isAligned(bytes.subarray(BLOCK_BYTES, BLOCK_BYTES))).toBe(true);
  });

  test('is none where it begins or ends within a block', () => {
    const bytes = alignedBytes(4 * BLOCK_BYTES);
    expect(isAligned(bytes.subarray(1, BLOCK_BYTES + 1))).toBe(false);
    expect(isAligned(bytes.subarray(512, BLOCK_BYTES + 512))).toBe(false);
    expect(isAligned(bytes.subarray(0, BLOCK_BYTES - 1))).toBe(false);
  });

  test('is none that came from elsewhere, whatever its size', () => {
    expect(isAligned(new Uint8Array(BLOCK_BYTES))).toBe(false);
    expect(isAligned(Buffer.alloc(BLOCK_BYTES))).toBe(false);
    expect(isAligned(new Uint8Array(new SharedArrayBuffer(16 * BLOCK_BYTES)))).toBe(false);
    expect(isAligned(alignedBytes(BLOCK_BYTES).slice())).toBe(false);
  });
});

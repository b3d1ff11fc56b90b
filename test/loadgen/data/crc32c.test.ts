import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc32c, crc32cOfWords } from '../../../loadgen/data/crc32c.ts';

describe('CRC-32C', () => {
  // RFC 3720, appendix B.4.
  test.each([
    ['zeros', Uint8Array.from({ length: 32 }, () => 0), 0x8a91_36aa],
    ['ones', Uint8Array.from({ length: 32 }, () => 0xff), 0x62a8_ab43],
    ['rising', Uint8Array.from({ length: 32 }, (_, at) => at), 0x46dd_794e],
    ['falling', Uint8Array.from({ length: 32 }, (_, at) => 31 - at), 0x113f_db5c],
    ['the check of its catalog', Buffer.from('123456789'), 0xe306_9283],
    ['nothing', new Uint8Array(), 0],
  ])('of %s is that of the standard', (_name, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
  });

  test('of words is that of their bytes', () => {
    fc.assert(
      fc.property(fc.int32Array({ minLength: 1, maxLength: 20 }), (words) => {
        const bytes = Buffer.alloc(words.length * 4);
        for (const [at, word] of words.entries()) bytes.writeInt32LE(word, at * 4);
        expect(crc32cOfWords(words, words.length) >>> 0).toBe(crc32c(bytes));
      }),
    );
  });
});

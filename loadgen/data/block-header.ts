/**
 * The header of every block, in 16 words of 32 bits, the lowest byte first:
 *
 *   0  "HEADROOM"           6  number of the block in its file, low and high word      10  slice of the pool
 *   2  hash of the run      8  format of the block                                     11  CRC-32C of the payload
 *   4  hash of the file     9  version of the content                                  12  zeros
 *                                                                                      15  CRC-32C of the words before
 */

import { crc32cOfWords } from './crc32c.ts';
import type { Hash } from './hash.ts';
import { PAYLOAD_BYTES } from './payload-pool.ts';

export const HEADER_BYTES = 64;
export const BLOCK_BYTES = HEADER_BYTES + PAYLOAD_BYTES;
export const HEADER_WORDS = HEADER_BYTES / 4;

/** Bytes of the header that are the same for every block of a file. */
export const OWNER_BYTES = 24;

export const FORMAT = 1;
/** "HEADROOM" */
const MAGIC_LOW = 0x4441_4548;
const MAGIC_HIGH = 0x4d4f_4f52;

const WORD = {
  magic: 0,
  run: 2,
  file: 4,
  block: 6,
  format: 8,
  version: 9,
  slice: 10,
  payload: 11,
  crc: 15,
} as const;
export const VERSION_AT_BYTE = WORD.version * 4;

/** A block as its header tells of it. */
export interface BlockHeader {
  readonly run: Hash;
  readonly file: Hash;
  /** Offset of the block in its file, over 4096. */
  readonly block: number;
  readonly version: number;
  readonly slice: number;
}

/** Writes what the headers of a file's blocks have in common into `words`, of which there are 16. */
export function beginHeader(words: Int32Array, run: Hash, file: Hash): void {
  words.fill(0);
  words[WORD.magic] = MAGIC_LOW;
  words[WORD.magic + 1] = MAGIC_HIGH;
  words[WORD.run] = run.low;
  words[WORD.run + 1] = run.high;
  words[WORD.file] = file.low;
  words[WORD.file + 1] = file.high;
  words[WORD.format] = FORMAT;
}

/** Completes what `beginHeader` began, or writes another block's header over one of the same file. */
export function completeHeader(
  words: Int32Array,
  block: number,
  version: number,
  slice: number,
  payloadCrc: number,
): void {
  words[WORD.block] = block;
  words[WORD.block + 1] = block / 2 ** 32;
  words[WORD.version] = version;
  words[WORD.slice] = slice;
  words[WORD.payload] = payloadCrc;
  words[WORD.crc] = crc32cOfWords(words, WORD.crc);
}

/** The header at the start of `bytes`; undefined where there is none, or not as it was written. */
export function readHeader(bytes: Uint8Array): BlockHeader | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  const words = Int32Array.from({ length: HEADER_WORDS }, (_, at) => view.getInt32(at * 4, true));
  const isOurs =
    words[WORD.magic] === MAGIC_LOW &&
    words[WORD.magic + 1] === MAGIC_HIGH &&
    words[WORD.format] === FORMAT &&
    words[WORD.crc] === crc32cOfWords(words, WORD.crc);
  if (!isOurs) return undefined;
  const unsigned = (word: number) => words[word]! >>> 0;
  return {
    run: { low: words[WORD.run]!, high: words[WORD.run + 1]! },
    file: { low: words[WORD.file]!, high: words[WORD.file + 1]! },
    block: unsigned(WORD.block + 1) * 2 ** 32 + unsigned(WORD.block),
    version: unsigned(WORD.version),
    slice: unsigned(WORD.slice),
  };
}

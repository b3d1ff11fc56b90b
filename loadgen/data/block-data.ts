/**
 * The content of the files of a run. Each range of bytes is made from (run, file, version, offset) and nothing else. A
 * reader can therefore check it without having seen it written.
 *
 * A file is a grid of blocks of 4096 bytes (see `block-header.ts`): a header that identifies the block, then a payload
 * that looks like noise. A range that begins or ends within a block is the slice of it; the last block of a file may be
 * cut short.
 */

import type { CorruptRegion } from '../../models/load-section.ts';
import {
  BLOCK_BYTES,
  beginHeader,
  completeHeader,
  HEADER_BYTES,
  HEADER_WORDS,
  VERSION_AT_BYTE,
} from './block-header.ts';
import { type BlockSlice, type BlockSource, examine } from './examine-block.ts';
import { type Hash, hashOf, mix } from './hash.ts';
import { PAYLOAD_BYTES, PayloadPool, STEP_BYTES } from './payload-pool.ts';

/**
 * Versions that a read may find. The oldest is the last one whose write was answered before the read began. The newest
 * is the last one whose write began before the read ended. If they differ, one block may hold parts of each.
 */
export interface AllowedVersions {
  readonly oldest: number;
  readonly newest: number;
}

/** Versions are below this. */
const VERSIONS = 2 ** 32;

/** One for each thread: it is no more than 5 MB, and remembers the file that it was asked for last. */
export class BlockData implements BlockSource {
  readonly run: Hash;
  readonly #pool: PayloadPool;
  readonly #words = new Int32Array(HEADER_WORDS);
  readonly #header = Buffer.from(this.#words.buffer);
  readonly #one = new Uint8Array(BLOCK_BYTES);
  #name: string | undefined;
  #file: Hash = { low: 0, high: 0 };

  /** Runs of different keys write different content. */
  constructor(runKey: string) {
    this.run = hashOf(runKey);
    this.#pool = PayloadPool.of(runKey);
  }

  /** Writes what version `version` of `file` holds from `offsetBytes` on. Throws RangeError for what no version or offset is. */
  generate(into: Uint8Array, file: string, version: number, offsetBytes: number): void {
    check(version, offsetBytes);
    this.#select(file);
    let block = Math.floor(offsetBytes / BLOCK_BYTES);
    let within = offsetBytes - block * BLOCK_BYTES;
    for (let at = 0; at < into.length; block++) {
      const end = Math.min(into.length, at + BLOCK_BYTES - within);
      const payload = this.#prepare(block, version) * STEP_BYTES;
      if (within < HEADER_BYTES) {
        const headerEnd = Math.min(end, at + HEADER_BYTES - within);
        this.#header.copy(into, at, within, within + headerEnd - at);
        this.#pool.bytes.copy(into, headerEnd, payload, payload + end - headerEnd);
      } else {
        const from = payload + within - HEADER_BYTES;
        this.#pool.bytes.copy(into, at, from, from + end - at);
      }
      at = end;
      within = 0;
    }
  }

  /**
   * Compares bytes read from `offsetBytes` of `file` with the content of the allowed versions there. Returns the first
   * corrupt region, including the following blocks with the same fault; null where all is well.
   */
  verify(
    bytes: Uint8Array,
    file: string,
    offsetBytes: number,
    allowed: AllowedVersions,
  ): CorruptRegion | null {
    check(allowed.newest, offsetBytes);
    this.#select(file);
    let found: CorruptRegion | null = null;
    let block = Math.floor(offsetBytes / BLOCK_BYTES);
    let within = offsetBytes - block * BLOCK_BYTES;
    for (let at = 0; at < bytes.length; block++) {
      const end = Math.min(bytes.length, at + BLOCK_BYTES - within);
      if (!this.#isRight(bytes, at, end, block, within, allowed)) {
        const slice: BlockSlice = { bytes: bytes.subarray(at, end), file, block, within };
        const region = examine(this, slice, this.#file, allowed);
        if (found !== null && !continues(found, region)) return found;
        if (region !== null) {
          found = joined(found, region);
        }
      } else if (found !== null) return found;
      at = end;
      within = 0;
    }
    return found;
  }

  /** A block of the file that was asked for last; good until the next call. */
  blockOf(block: number, version: number): Uint8Array {
    const payload = this.#prepare(block, version) * STEP_BYTES;
    this.#header.copy(this.#one);
    this.#pool.bytes.copy(this.#one, HEADER_BYTES, payload, payload + PAYLOAD_BYTES);
    return this.#one;
  }

  #select(file: string): void {
    if (file === this.#name) return;
    this.#name = file;
    this.#file = hashOf(file);
    beginHeader(this.#words, this.run, this.#file);
  }

  /** Makes the header of a block and answers the slice of the pool that is its payload. */
  #prepare(block: number, version: number): number {
    const { low, high } = this.#file;
    const drawn = mix(mix(mix(low ^ version) ^ high ^ (block / 2 ** 32)) + block);
    const slice = (drawn >>> 0) % this.#pool.slices;
    completeHeader(this.#words, block, version, slice, this.#pool.crcOf(slice));
    return slice;
  }

  /** Whether a slice of a block is of the version that it names, or of the newest where it names none. */
  #isRight(
    bytes: Uint8Array,
    start: number,
    end: number,
    block: number,
    within: number,
    { oldest, newest }: AllowedVersions,
  ): boolean {
    let version = newest;
    let headerEnd = start;
    if (within < HEADER_BYTES) {
      headerEnd = Math.min(end, start + HEADER_BYTES - within);
      const versionAt = start + VERSION_AT_BYTE - within;
      if (versionAt >= start && versionAt + 4 <= headerEnd) version = wordAt(bytes, versionAt);
      if (version < oldest || version > newest) return false;
    }
    const payload = this.#prepare(block, version) * STEP_BYTES;
    if (headerEnd > start) {
      if (this.#header.compare(bytes, start, headerEnd, within, within + headerEnd - start) !== 0)
        return false;
    }
    const from = payload + Math.max(0, within - HEADER_BYTES);
    return (
      headerEnd === end || this.#pool.bytes.compare(bytes, headerEnd, end, from, from + end - headerEnd) === 0
    );
  }
}

function joined(found: CorruptRegion | null, region: CorruptRegion): CorruptRegion {
  return found === null ? region : { ...found, bytes: found.bytes + region.bytes };
}

function continues(found: CorruptRegion, region: CorruptRegion | null): boolean {
  return (
    region !== null &&
    region.finding === found.finding &&
    region.offsetBytes === found.offsetBytes + found.bytes
  );
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

function check(version: number, offsetBytes: number): void {
  if (!(Number.isInteger(version) && version >= 0 && version < VERSIONS)) {
    throw new RangeError(`a version is a whole number below 2^32, not ${version}`);
  }
  if (!(Number.isSafeInteger(offsetBytes) && offsetBytes >= 0)) {
    throw new RangeError(`an offset is a whole number of bytes, not ${offsetBytes}`);
  }
}

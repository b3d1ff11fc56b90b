import type { BlockData } from '../data/block-data.ts';
import { BLOCK_BYTES, VERSION_AT_BYTE } from '../data/block-header.ts';

/** Versions that are tried for a piece without a header, which is the same up to its version. */
const VERSIONS_TRIED = 1024;
/** Versions that pieces of one file are first taken for: those seen last. */
const VERSIONS_KEPT = 8;
/** A shorter piece is easily that of some version by chance. */
const PIECE_BYTES_MIN = 8;
/** Shorter gaps are no part that was not written yet, but bytes that somebody set to zero. */
const GAP_BYTES_MIN = 32;

/**
 * Compares the content of a file, from one end to the other, with all that a run may have written. That is pieces of
 * its versions, and gaps of zeros, though not at the end, where a file has only written bytes.
 */
export class WrittenContent {
  readonly #data: BlockData;
  readonly #file: string;
  readonly #wanted = new Uint8Array(BLOCK_BYTES);
  #offsetBytes: number;
  #versions: readonly number[] = [];
  #gapBytes = 0;
  /** Zeros up to here: those of a gap, and those before it that its version has there anyway. */
  #zerosBytes = 0;
  #isBegun = false;

  constructor(data: BlockData, file: string, offsetBytes = 0) {
    this.#data = data;
    this.#file = file;
    this.#offsetBytes = offsetBytes;
  }

  /** Whether there has been anything but zeros. */
  get isBegun(): boolean {
    return this.#isBegun;
  }

  /** Whether a file of the run may end here. */
  get mayEnd(): boolean {
    return this.#isBegun ? this.#gapBytes === 0 : this.#offsetBytes === 0;
  }

  /** Takes the next bytes, whole blocks unless they are the last; false if any of them was written by somebody else. */
  goesOn(bytes: Uint8Array): boolean {
    for (let start = 0; start < bytes.length; start += BLOCK_BYTES) {
      const block = bytes.subarray(start, start + BLOCK_BYTES);
      if (!this.#isWritten(block)) return false;
      this.#offsetBytes += block.length;
    }
    return true;
  }

  #isWritten(block: Uint8Array): boolean {
    const named = versionNamedIn(block);
    for (let at = 0; at < block.length; ) {
      const piece = this.#pieceAt(block, at, named);
      if (piece > 0) {
        if (this.#gapBytes > 0 && this.#zerosBytes < GAP_BYTES_MIN) return false;
        this.#gapBytes = 0;
        this.#isBegun = true;
        at += piece;
        const zeros = zerosBefore(block, at);
        this.#zerosBytes = zeros < piece ? zeros : this.#zerosBytes + piece;
      } else if (block[at] === 0) {
        const zeros = zerosAt(block, at);
        this.#gapBytes += zeros;
        this.#zerosBytes += zeros;
        at += zeros;
      } else return false;
    }
    return true;
  }

  /** The length of what stands at `at` of some version; 0 where it is of none. */
  #pieceAt(block: Uint8Array, at: number, named: number | undefined): number {
    const left = block.length - at;
    for (const version of named === undefined ? this.#versions : [named, ...this.#versions]) {
      const length = this.#matching(block, at, left, version);
      if (length >= Math.min(PIECE_BYTES_MIN, left)) {
        this.#keep(version);
        return length;
      }
    }
    // Many zeros are a gap sooner than some version's.
    const zeros = zerosAt(block, at);
    if (zeros >= Math.min(GAP_BYTES_MIN, left) || (left < PIECE_BYTES_MIN && at > 0)) return 0;
    return this.#longestPiece(block, at, left);
  }

  /** The same of any version; where a header is cut short, several begin alike. */
  #longestPiece(block: Uint8Array, at: number, left: number): number {
    const beginning = Math.min(PIECE_BYTES_MIN, left);
    let longest = 0;
    for (let version = 0; version < VERSIONS_TRIED && longest < left; version++) {
      if (this.#matching(block, at, beginning, version) < beginning) continue;
      const length = this.#matching(block, at, left, version);
      if (length > longest) this.#keep(version);
      longest = Math.max(longest, length);
    }
    return longest;
  }

  /** How many of at most `length` bytes at `at` are those of a version. */
  #matching(block: Uint8Array, at: number, length: number, version: number): number {
    const wanted = this.#wanted.subarray(0, length);
    this.#data.generate(wanted, this.#file, version, this.#offsetBytes + at);
    if (Buffer.compare(wanted, block.subarray(at, at + length)) === 0) return length;
    let same = 0;
    while (wanted[same] === block[at + same]) same++;
    return same;
  }

  #keep(version: number): void {
    if (this.#versions[0] === version) return;
    this.#versions = [version, ...this.#versions.filter((each) => each !== version)].slice(0, VERSIONS_KEPT);
  }
}

function zerosAt(block: Uint8Array, start: number): number {
  let at = start;
  while (at < block.length && block[at] === 0) at++;
  return at - start;
}

function zerosBefore(block: Uint8Array, end: number): number {
  let at = end;
  while (at > 0 && block[at - 1] === 0) at--;
  return end - at;
}

function versionNamedIn(block: Uint8Array): number | undefined {
  if (block.length < VERSION_AT_BYTE + 4) return undefined;
  return new DataView(block.buffer, block.byteOffset).getUint32(VERSION_AT_BYTE, true);
}

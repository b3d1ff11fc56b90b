/**
 * Finds the fault in a block. Only bad blocks come here, and blocks that mix several allowed versions, so this may be
 * slow.
 */

import type { CorruptRegion } from '../../models/load-section.ts';
import type { AllowedVersions } from './block-data.ts';
import { BLOCK_BYTES, readHeader } from './block-header.ts';
import { type Hash, hashText } from './hash.ts';

/** Part of a block as it was read. */
export interface BlockSlice {
  readonly bytes: Uint8Array;
  readonly file: string;
  readonly block: number;
  /** Offset within the block at which the fault begins. */
  readonly within: number;
}

export interface BlockSource {
  readonly run: Hash;
  /** A block as it should be; good until the next call. */
  blockOf(block: number, version: number): Uint8Array;
}

/** Versions that are tried, from the newest on: more are not told apart. */
const VERSIONS_TRIED = 256;
/** Shorter pieces of another version, other than the last, are taken for damage: a byte is easily that of some version. */
const PIECE_BYTES = 8;

/** Null where it is right after all: whole, or in pieces, of allowed versions. */
export function examine(
  source: BlockSource,
  slice: BlockSlice,
  file: Hash,
  allowed: AllowedVersions,
): CorruptRegion | null {
  const { bytes, block, within } = slice;
  const wanted = (version: number) => source.blockOf(block, version).subarray(within, within + bytes.length);
  const versions = downFrom(allowed.newest, allowed.oldest);
  if (isPieced(bytes, versions, wanted)) return null;

  const whole = (finding: CorruptRegion['finding'], detail: string) =>
    regionOf(slice, 0, bytes.length, finding, detail);
  if (isZero(bytes)) return whole('missing', 'zeros where something was written');

  const header = within === 0 ? readHeader(bytes) : undefined;
  if (header !== undefined) {
    if (!isSame(header.run, source.run)) return whole('foreign', `of another run, ${hashText(header.run)}`);
    if (!isSame(header.file, file)) {
      return whole('foreign', `of another file of this run, ${hashText(header.file)}`);
    }
    if (header.block !== block) {
      return whole('foreign', `of offset ${header.block * BLOCK_BYTES} of the same file`);
    }
    if (header.version > allowed.newest) {
      return whole('foreign', `of version ${header.version}, which was not written`);
    }
  }
  const older = downFrom(allowed.oldest - 1, 0);
  const stale = older.find((version) => isEqual(bytes, wanted(version)));
  if (stale !== undefined) {
    return whole('stale', `of version ${stale}, where at least ${allowed.oldest} was written`);
  }
  return damage(slice, versions, older, wanted);
}

/** Held against the allowed version that it differs least from. */
function damage(
  slice: BlockSlice,
  versions: readonly number[],
  older: readonly number[],
  wanted: (version: number) => Uint8Array,
): CorruptRegion {
  const { bytes } = slice;
  const differences = versions.map((version) => differenceOf(bytes, wanted(version), version));
  const least = differences.reduce((best, each) => (each.count < best.count ? each : best));
  const { first, last, count, version } = least;
  const part = bytes.subarray(first, last + 1);
  const region = (finding: CorruptRegion['finding'], detail: string) =>
    regionOf(slice, first, part.length, finding, detail);
  if (part.length >= PIECE_BYTES) {
    if (isZero(part)) return region('missing', 'zeros where something was written');
    const stale = older.find((each) => isEqual(part, wanted(each).subarray(first, last + 1)));
    if (stale !== undefined) return region('stale', `of version ${stale} within a block of ${version}`);
  }
  const [held, right] = [bytes[first]!, wanted(version)[first]!];
  return region(
    'corrupt',
    `${count} of ${bytes.length} bytes of the block are not those of version ${version}; the first is ${hex(held)}, not ${hex(right)}`,
  );
}

/** Whether each byte is that of an allowed version, and each piece of one long enough to be no chance. */
function isPieced(
  bytes: Uint8Array,
  versions: readonly number[],
  wanted: (version: number) => Uint8Array,
): boolean {
  for (let at = 0; at < bytes.length; ) {
    const reached = Math.max(...versions.map((version) => endOfMatch(bytes, wanted(version), at)));
    if (reached < bytes.length && reached - at < PIECE_BYTES) return false;
    if (reached === at) return false;
    at = reached;
  }
  return true;
}

function endOfMatch(bytes: Uint8Array, right: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] === right[at]) at++;
  return at;
}

interface Difference {
  readonly version: number;
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

function differenceOf(bytes: Uint8Array, right: Uint8Array, version: number): Difference {
  let first = bytes.length;
  let last = -1;
  let count = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === right[at]) continue;
    if (count === 0) first = at;
    last = at;
    count++;
  }
  return { version, first, last, count };
}

/** Versions from `newest` down to `oldest`, at most as many as are tried. */
function downFrom(newest: number, oldest: number): readonly number[] {
  const count = Math.max(0, Math.min(VERSIONS_TRIED, newest - oldest + 1));
  return Array.from({ length: count }, (_, index) => newest - index);
}

function regionOf(
  { file, block, within }: BlockSlice,
  first: number,
  bytes: number,
  finding: CorruptRegion['finding'],
  detail: string,
): CorruptRegion {
  return { file, offsetBytes: block * BLOCK_BYTES + within + first, bytes, finding, detail };
}

function isSame(a: Hash, b: Hash): boolean {
  return a.low === b.low && a.high === b.high;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}

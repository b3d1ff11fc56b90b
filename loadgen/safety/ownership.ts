/**
 * Whether what a file holds is what the run wrote into it. A file that was killed in the middle of being written may hold any
 * part of it, with zeros before: the first bytes that are not zero decide.
 */

import type { BlockData } from '../data/block-data.ts';
import { BLOCK_BYTES, OWNER_BYTES } from '../data/block-header.ts';
import type { TargetFile } from '../target.ts';
import type { PlannedFile } from './planned-files.ts';

const READ_BYTES = 256 * BLOCK_BYTES;
/** Versions of content that are tried where no header stands there, which is the same up to its version. */
const VERSIONS_TRIED = 1024;

/** `bytes` is the size of the file. An empty one is the run's, by its name: there is nothing in it to lose. */
export async function isOfRun(
  data: BlockData,
  open: Pick<TargetFile, 'read'>,
  planned: PlannedFile,
  bytes: number,
): Promise<boolean> {
  let length = BLOCK_BYTES;
  for (let offset = 0; offset < bytes; offset += length, length = READ_BYTES) {
    const into = new Uint8Array(Math.min(length, bytes - offset));
    const found = into.subarray(0, await open.read(offset, into));
    const at = found.findIndex((byte) => byte !== 0);
    if (at !== -1) return isWritten(data, found, at, offset, planned);
    if (found.length < into.length) return false;
  }
  return bytes === 0;
}

/** Whether `found`, which stands at `offset`, goes on at `at` as some version of the file does. */
function isWritten(
  data: BlockData,
  found: Uint8Array,
  at: number,
  offset: number,
  { file }: PlannedFile,
): boolean {
  const blockEnd = Math.ceil((offset + at + 1) / BLOCK_BYTES) * BLOCK_BYTES - offset;
  const part = found.subarray(at, Math.min(found.length, blockEnd, at + OWNER_BYTES));
  const wanted = new Uint8Array(part.length);
  for (let version = 0; version < VERSIONS_TRIED; version++) {
    data.generate(wanted, file, version, offset + at);
    if (Buffer.compare(part, wanted) === 0) return true;
  }
  return false;
}

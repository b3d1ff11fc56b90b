/**
 * Check that a file holds what the run wrote into it. A file that was killed in the middle of being written may hold
 * any part of it. It may mix several versions, with zeros where nothing was written yet. Any other byte was written by
 * somebody else.
 */

import type { BlockData } from '../data/block-data.ts';
import { BLOCK_BYTES } from '../data/block-header.ts';
import type { TargetFile } from '../targets/target.ts';
import type { PlannedFile } from './planned-files.ts';
import { WrittenContent } from './written-content.ts';

/**
 * Part of a file to check: `whole`, or its `ends`. The ends are enough for the run itself at its own end. Reading all
 * that it wrote would take as long as the load did.
 */
export type Scrutiny = 'whole' | 'ends';

const READ_BYTES = 256 * BLOCK_BYTES;

/** `bytes` is the size of the file. An empty one is the run's, by its name: there is nothing in it to lose. */
export async function isOfRun(
  data: BlockData,
  open: Pick<TargetFile, 'read'>,
  planned: PlannedFile,
  bytes: number,
  scrutiny: Scrutiny = 'whole',
): Promise<boolean> {
  const content = new WrittenContent(data, planned.file);
  let length = BLOCK_BYTES;
  for (let offset = 0; offset < bytes; offset += length, length = READ_BYTES) {
    const into = new Uint8Array(Math.min(length, bytes - offset));
    if ((await open.read(offset, into)) < into.length || !content.goesOn(into)) return false;
    if (scrutiny === 'ends' && content.isBegun) return await isEndOfRun(data, open, planned, bytes);
  }
  return content.mayEnd;
}

/** Whether the last block is the run's. */
async function isEndOfRun(
  data: BlockData,
  open: Pick<TargetFile, 'read'>,
  { file }: PlannedFile,
  bytes: number,
): Promise<boolean> {
  const start = Math.floor((bytes - 1) / BLOCK_BYTES) * BLOCK_BYTES;
  const content = new WrittenContent(data, file, start);
  const into = new Uint8Array(bytes - start);
  return (await open.read(start, into)) === into.length && content.goesOn(into) && content.mayEnd;
}

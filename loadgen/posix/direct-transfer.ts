/**
 * Past the page cache (O_DIRECT), where only whole blocks go, at offsets that are multiples of a block, from and to aligned memory.
 * What the caller gives in that form is handed on as it is. The rest is served all the same:
 *
 * - A read of parts of blocks reads the blocks whole, and copies.
 * - A write from other memory is copied first; parts of blocks, at its ends, go through the page cache, as the blocks around them
 *   cannot be written without undoing what others write there. The kernel keeps both ways consistent; a commit covers both.
 */

import { closeSync, constants, openSync, readSync } from 'node:fs';
import { alignedBytes, BLOCK_BYTES, isAligned } from './aligned-memory.ts';
import { MAXIMUM_CALL_BYTES, type Transfer, writeWhole } from './transfer.ts';

const SCRATCH_BYTES = 1024 * 1024;

export class DirectTransfer implements Transfer {
  readonly flags = constants.O_DIRECT;
  private readonly scratch = alignedBytes(SCRATCH_BYTES);

  /** Where `into` is aligned and the file ends within it, what lies behind the end in the last block is undefined. */
  read(descriptor: number, offsetBytes: number, into: Uint8Array): number {
    return isAligned(into) && offsetBytes % BLOCK_BYTES === 0
      ? readBlocks(descriptor, offsetBytes, into)
      : this.readThroughScratch(descriptor, offsetBytes, into);
  }

  write(descriptor: number, offsetBytes: number, from: Uint8Array): void {
    const headBytes = Math.min((BLOCK_BYTES - (offsetBytes % BLOCK_BYTES)) % BLOCK_BYTES, from.length);
    const tailBytes = (from.length - headBytes) % BLOCK_BYTES;
    const tailStart = from.length - tailBytes;
    if (headBytes > 0) writePart(descriptor, offsetBytes, from.subarray(0, headBytes));
    this.writeBlocks(descriptor, offsetBytes + headBytes, from.subarray(headBytes, tailStart));
    if (tailBytes > 0) writePart(descriptor, offsetBytes + tailStart, from.subarray(tailStart));
  }

  private writeBlocks(descriptor: number, offsetBytes: number, from: Uint8Array): void {
    if (isAligned(from)) {
      writeWhole(descriptor, offsetBytes, from);
      return;
    }
    for (let start = 0; start < from.length; start += SCRATCH_BYTES) {
      const part = from.subarray(start, start + SCRATCH_BYTES);
      this.scratch.set(part);
      writeWhole(descriptor, offsetBytes + start, this.scratch.subarray(0, part.length));
    }
  }

  private readThroughScratch(descriptor: number, offsetBytes: number, into: Uint8Array): number {
    let done = 0;
    while (done < into.length) {
      const before = (offsetBytes + done) % BLOCK_BYTES;
      const blockBytes = Math.ceil((before + into.length - done) / BLOCK_BYTES) * BLOCK_BYTES;
      const blocks = this.scratch.subarray(0, Math.min(blockBytes, SCRATCH_BYTES));
      const count = readBlocks(descriptor, offsetBytes + done - before, blocks);
      const found = Math.min(count - before, into.length - done);
      if (found > 0) {
        into.set(blocks.subarray(before, before + found), done);
        done += found;
      }
      if (count < blocks.length) break;
    }
    return done;
  }
}

/** Fewer bytes than asked for only at the end of the file: behind a part of a block no call could go on. */
function readBlocks(descriptor: number, offsetBytes: number, into: Uint8Array): number {
  let done = 0;
  while (done < into.length) {
    const length = Math.min(into.length - done, MAXIMUM_CALL_BYTES);
    const count = readSync(descriptor, into, done, length, offsetBytes + done);
    done += count;
    if (count === 0 || count % BLOCK_BYTES !== 0) break;
  }
  return done;
}

/** Opens the same file a second time, whatever its name is by now. */
function writePart(descriptor: number, offsetBytes: number, from: Uint8Array): void {
  const buffered = openSync(`/proc/self/fd/${descriptor}`, constants.O_WRONLY);
  try {
    writeWhole(buffered, offsetBytes, from);
  } finally {
    closeSync(buffered);
  }
}

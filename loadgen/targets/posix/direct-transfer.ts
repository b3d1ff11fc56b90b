/**
 * Transfers past the page cache (O_DIRECT): only whole blocks, at offsets that are multiples of a block, from and to
 * aligned memory. A request in that form is handed on as it is. Others are served all the same:
 *
 * - A read of parts of blocks reads the blocks whole, and copies.
 * - A write from other memory is copied first; parts of blocks, at its ends, go through the page cache. The blocks
 *   around them cannot be written without undoing what others write there. The kernel keeps both ways consistent; a
 *   commit covers both.
 */

import { closeSync, constants, openSync } from 'node:fs';
import { alignedBytes, BLOCK_BYTES, isAligned } from '../../data/aligned-memory.ts';
import { closingNow } from '../../first-error.ts';
import type { SystemCalls } from './calls/system-calls.ts';
import { type Transfer, writeWhole } from './transfer.ts';

const SCRATCH_BYTES = 1024 * 1024;

export class DirectTransfer implements Transfer {
  readonly flags = constants.O_DIRECT;
  private readonly calls: SystemCalls;
  private readonly scratch = alignedBytes(SCRATCH_BYTES);

  constructor(calls: SystemCalls) {
    this.calls = calls;
  }

  /**
   * Reads into a buffer. If it is aligned and the file ends within it, its bytes behind the end in the last block are
   * undefined.
   */
  read(descriptor: number, offsetBytes: number, into: Uint8Array): number {
    return isAligned(into) && offsetBytes % BLOCK_BYTES === 0
      ? this.readBlocks(descriptor, offsetBytes, into)
      : this.readThroughScratch(descriptor, offsetBytes, into);
  }

  write(descriptor: number, offsetBytes: number, from: Uint8Array): void {
    const headBytes = Math.min((BLOCK_BYTES - (offsetBytes % BLOCK_BYTES)) % BLOCK_BYTES, from.length);
    const tailBytes = (from.length - headBytes) % BLOCK_BYTES;
    const tailStart = from.length - tailBytes;
    if (headBytes > 0) this.writePart(descriptor, offsetBytes, from.subarray(0, headBytes));
    this.writeBlocks(descriptor, offsetBytes + headBytes, from.subarray(headBytes, tailStart));
    if (tailBytes > 0) this.writePart(descriptor, offsetBytes + tailStart, from.subarray(tailStart));
  }

  private writeBlocks(descriptor: number, offsetBytes: number, from: Uint8Array): void {
    if (isAligned(from)) {
      writeWhole(this.calls, descriptor, offsetBytes, from);
      return;
    }
    for (let start = 0; start < from.length; start += SCRATCH_BYTES) {
      const part = from.subarray(start, start + SCRATCH_BYTES);
      this.scratch.set(part);
      writeWhole(this.calls, descriptor, offsetBytes + start, this.scratch.subarray(0, part.length));
    }
  }

  private readThroughScratch(descriptor: number, offsetBytes: number, into: Uint8Array): number {
    let done = 0;
    while (done < into.length) {
      const before = (offsetBytes + done) % BLOCK_BYTES;
      const blockBytes = Math.ceil((before + into.length - done) / BLOCK_BYTES) * BLOCK_BYTES;
      const blocks = this.scratch.subarray(0, Math.min(blockBytes, SCRATCH_BYTES));
      const count = this.readBlocks(descriptor, offsetBytes + done - before, blocks);
      const found = Math.min(count - before, into.length - done);
      if (found > 0) {
        into.set(blocks.subarray(before, before + found), done);
        done += found;
      }
      if (count < blocks.length) break;
    }
    return done;
  }

  /** Fewer bytes than asked for only at the end of the file: behind a part of a block no call could go on. */
  private readBlocks(descriptor: number, offsetBytes: number, into: Uint8Array): number {
    let done = this.calls.read(descriptor, into, offsetBytes);
    while (done < into.length && done > 0 && done % BLOCK_BYTES === 0) {
      const count = this.calls.read(descriptor, into.subarray(done), offsetBytes + done);
      if (count === 0) break;
      done += count;
    }
    return done;
  }

  /** Opens the same file a second time, whatever its name is by now. */
  private writePart(descriptor: number, offsetBytes: number, from: Uint8Array): void {
    const buffered = openSync(`/proc/self/fd/${descriptor}`, constants.O_WRONLY);
    closingNow(
      () => writeWhole(this.calls, buffered, offsetBytes, from),
      () => closeSync(buffered),
    );
  }
}

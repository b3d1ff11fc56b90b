/** How bytes get from a descriptor to memory and back. Both ways throw the error of the system call. */

import { readSync, writeSync } from 'node:fs';
import { TargetError } from '../target.ts';

export interface Transfer {
  /** For open(2), beside those of the access. */
  readonly flags: number;
  /** Answers how many bytes there were, fewer than asked for only at the end of the file. */
  read(descriptor: number, offsetBytes: number, into: Uint8Array): number;
  /** Writes all. */
  write(descriptor: number, offsetBytes: number, from: Uint8Array): void;
}

/** Linux moves no more at once (MAX_RW_COUNT), rounded down to whole blocks of any size. */
export const MAXIMUM_CALL_BYTES = 0x7fff_0000;

/** Through the page cache. */
export const BUFFERED: Transfer = { flags: 0, read: readWhole, write: writeWhole };

function readWhole(descriptor: number, offsetBytes: number, into: Uint8Array): number {
  let done = 0;
  while (done < into.length) {
    const length = Math.min(into.length - done, MAXIMUM_CALL_BYTES);
    const count = readSync(descriptor, into, done, length, offsetBytes + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}

export function writeWhole(descriptor: number, offsetBytes: number, from: Uint8Array): void {
  for (let done = 0; done < from.length; ) {
    const length = Math.min(from.length - done, MAXIMUM_CALL_BYTES);
    const count = writeSync(descriptor, from, done, length, offsetBytes + done);
    if (count === 0) throw new TargetError('io', 'the file system wrote no bytes', { retryable: true });
    done += count;
  }
}

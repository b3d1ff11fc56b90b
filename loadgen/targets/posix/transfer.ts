/** How bytes get from a descriptor to memory and back. Both ways throw the error of the system call. */

import { TargetError } from '../target.ts';
import type { SystemCalls } from './calls/system-calls.ts';

export interface Transfer {
  /** For open(2), beside those of the access. */
  readonly flags: number;
  /** Answers how many bytes there were, fewer than asked for only at the end of the file. */
  read(descriptor: number, offsetBytes: number, into: Uint8Array): number;
  /** Writes all. */
  write(descriptor: number, offsetBytes: number, from: Uint8Array): void;
}

/** Through the page cache. */
export class BufferedTransfer implements Transfer {
  readonly flags = 0;
  private readonly calls: SystemCalls;

  constructor(calls: SystemCalls) {
    this.calls = calls;
  }

  read(descriptor: number, offsetBytes: number, into: Uint8Array): number {
    let done = this.calls.read(descriptor, into, offsetBytes);
    while (done < into.length) {
      const count = this.calls.read(descriptor, into.subarray(done), offsetBytes + done);
      if (count === 0) break;
      done += count;
    }
    return done;
  }

  write(descriptor: number, offsetBytes: number, from: Uint8Array): void {
    writeWhole(this.calls, descriptor, offsetBytes, from);
  }
}

export function writeWhole(
  calls: SystemCalls,
  descriptor: number,
  offsetBytes: number,
  from: Uint8Array,
): void {
  for (let done = 0; done < from.length; ) {
    const rest = done === 0 ? from : from.subarray(done);
    const count = calls.write(descriptor, rest, offsetBytes + done);
    if (count === 0) throw new TargetError('io', 'the file system wrote no bytes', { retryable: true });
    done += count;
  }
}

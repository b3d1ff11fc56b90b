import { writeSync } from 'node:fs';
import { systemCodeOf } from '../failure.ts';

/** Writes some of the bytes, at least one; returns how many. Throws the system's error. */
export type WriteSome = (bytes: Uint8Array) => number;

/** How long nothing at all is taken before a descriptor counts as stuck, and how often it is tried meanwhile. */
const PATIENCE = { attempts: 1000, waitMilliseconds: 10 } as const;

/** Some of the bytes were written and the rest cannot be. */
export class ShortWrite extends Error {
  readonly writtenBytes: number;
  readonly wholeBytes: number;

  constructor(writtenBytes: number, wholeBytes: number, cause: unknown) {
    super('a write failed', { cause });
    this.writtenBytes = writtenBytes;
    this.wholeBytes = wholeBytes;
  }
}

/**
 * Writes all bytes, however few are taken at once: a nearly full disk takes a part and reports the error only at the
 * next write. A descriptor that is not ready is tried again. Throws ShortWrite, with the system's error as its cause.
 */
export function writeAll(
  write: WriteSome,
  bytes: Uint8Array,
  { attempts, waitMilliseconds }: { attempts: number; waitMilliseconds: number } = PATIENCE,
): void {
  let writtenBytes = 0;
  for (let left = attempts; writtenBytes < bytes.length; ) {
    try {
      const taken = write(bytes.subarray(writtenBytes));
      if (taken > 0) left = attempts;
      writtenBytes += taken;
      if (taken > 0) continue;
    } catch (error) {
      const code = systemCodeOf(error);
      if (code === 'EINTR') continue;
      if (code !== 'EAGAIN' || left === 1) throw new ShortWrite(writtenBytes, bytes.length, error);
    }
    left--;
    if (left === 0) throw new ShortWrite(writtenBytes, bytes.length, new Error('it takes nothing more'));
    sleep(waitMilliseconds);
  }
}

/** Writes to an open descriptor. */
export function toDescriptor(descriptor: number): WriteSome {
  return (bytes) => writeSync(descriptor, bytes);
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

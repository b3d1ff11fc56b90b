/**
 * Writes that the server has in its memory only. They are kept here until a COMMIT answers with their verifier. Another
 * verifier means that the server has started again in between and may have lost them. They are then written once more,
 * in their order (RFC 1813, section 4.8).
 *
 * Memory is bounded: beyond the budget, the file with the oldest writes is committed first. If that fails for good, the
 * file's next commit says so, as fsync does.
 */

import { TargetError } from '../target.ts';
import { BufferPool } from './buffer-pool.ts';
import type { FileHandle } from './file-handle.ts';
import type { NfsClient } from './nfs-client.ts';

const BUDGET_BYTES = 32 * 1024 * 1024;
const MAXIMUM_RESTARTS = 4;

interface Kept {
  readonly offsetBytes: number;
  readonly bytes: Uint8Array;
  readonly verifier: bigint;
}

interface OpenFile {
  readonly handle: FileHandle;
  kept: Kept[];
  /** The last of the commits, which follow one another; while one writes again, no other write may pass it. */
  committing: Promise<void>;
  rewriting: Promise<void> | undefined;
  readonly underWay: Set<Promise<unknown>>;
  failure: TargetError | undefined;
}

/** Calls that it needs of a server. */
export type WritableServer = Pick<NfsClient, 'write' | 'commit'>;

export class UncommittedWrites {
  private readonly client: WritableServer;
  private readonly files = new Map<string, OpenFile>();
  private readonly buffers: BufferPool;
  private readonly budgetBytes: number;
  private keptBytes = 0;

  constructor(client: WritableServer, budgetBytes = BUDGET_BYTES) {
    this.client = client;
    this.budgetBytes = budgetBytes;
    this.buffers = new BufferPool(budgetBytes);
  }

  /** Writes `from`, or its beginning: answers how many bytes. It may be used again at once. */
  async write(handle: FileHandle, offsetBytes: number, from: Uint8Array): Promise<number> {
    let file = this.fileOf(handle);
    while (file.rewriting !== undefined) {
      await file.rewriting;
      file = this.fileOf(handle);
    }
    const writing = this.send(file, offsetBytes, this.buffers.copyOf(from));
    file.underWay.add(writing);
    let bytes: number;
    try {
      bytes = await writing;
    } finally {
      file.underWay.delete(writing);
    }
    if (this.keptBytes > this.budgetBytes) await this.commitOldest();
    return bytes;
  }

  /** Every write of the file answered before this was called is on stable storage when this answers. */
  commit(handle: FileHandle): Promise<void> {
    const file = this.fileOf(handle);
    const committed = file.committing.then(() => this.commitNow(file));
    file.committing = committed.catch(() => undefined);
    return committed;
  }

  /** The file was emptied or is gone: what was written to it must not come back. */
  forget(handle: FileHandle): void {
    const file = this.files.get(handle.text);
    if (file === undefined) return;
    this.release(file.kept);
    file.kept = [];
  }

  private fileOf(handle: FileHandle): OpenFile {
    let file = this.files.get(handle.text);
    if (file === undefined) {
      file = {
        handle,
        kept: [],
        committing: Promise.resolve(),
        rewriting: undefined,
        underWay: new Set(),
        failure: undefined,
      };
      this.files.set(handle.text, file);
    }
    return file;
  }

  private async send(file: OpenFile, offsetBytes: number, copy: Uint8Array): Promise<number> {
    // A write that fails may still be in a socket's queue: its buffer is not used again.
    const { bytes, stable, verifier } = await this.client.write(file.handle, offsetBytes, copy);
    if (stable) {
      this.buffers.giveBack(copy);
    } else {
      file.kept.push({ offsetBytes, bytes: copy.subarray(0, bytes), verifier });
      this.keptBytes += copy.buffer.byteLength;
    }
    return bytes;
  }

  private async commitNow(file: OpenFile): Promise<void> {
    const { failure } = file;
    if (failure !== undefined) {
      file.failure = undefined;
      throw failure;
    }
    for (let restarts = 0; restarts < MAXIMUM_RESTARTS; restarts++) {
      const { kept } = file;
      const answered = kept.length;
      const verifier = await this.client.commit(file.handle);
      if (file.kept !== kept) continue;
      const lost = kept.findIndex((write, index) => index < answered && write.verifier !== verifier);
      if (lost === -1) {
        this.release(kept.splice(0, answered));
        if (kept.length === 0 && file.underWay.size === 0) this.files.delete(file.handle.text);
        return;
      }
      const rewriting = this.writeAgain(file, lost).finally(() => {
        file.rewriting = undefined;
      });
      file.rewriting = rewriting.catch(() => undefined);
      await rewriting;
    }
    throw new TargetError('io', 'the server starts again and again, and loses what was written', {
      retryable: true,
    });
  }

  /** From the first lost write on, all of them: one that was not lost may lie over one that was. */
  private async writeAgain(file: OpenFile, firstLost: number): Promise<void> {
    await Promise.allSettled(file.underWay);
    const again = file.kept.splice(firstLost);
    try {
      for (let first = again[0]; first !== undefined; first = again[0]) {
        file.kept.push(await this.writeOneAgain(file.handle, first));
        again.shift();
      }
    } finally {
      file.kept.push(...again);
    }
  }

  private async writeOneAgain(handle: FileHandle, write: Kept): Promise<Kept> {
    const { offsetBytes, bytes } = write;
    let { verifier } = write;
    for (let done = 0; done < bytes.length; ) {
      const answer = await this.client.write(handle, offsetBytes + done, bytes.subarray(done));
      if (answer.bytes === 0) throw wroteNothing();
      // Of several parts the first could be lost before the last is written.
      if (done === 0) verifier = answer.verifier;
      done += answer.bytes;
    }
    return { offsetBytes, bytes, verifier };
  }

  private async commitOldest(): Promise<void> {
    const oldest = this.files.values().find(({ kept }) => kept.length > 0);
    if (oldest === undefined) return;
    try {
      await this.commit(oldest.handle);
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      const { text } = oldest.handle;
      if (error.retryable && error.code !== 'stale') {
        // The server may come back, and what it lost must then be here. Meanwhile it is the others' turn.
        this.files.delete(text);
        this.files.set(text, oldest);
        return;
      }
      this.forget(oldest.handle);
      if (error.code === 'stale') this.files.delete(text);
      else oldest.failure = error;
    }
  }

  private release(writes: readonly Kept[]): void {
    for (const { bytes } of writes) {
      this.keptBytes -= bytes.buffer.byteLength;
      this.buffers.giveBack(bytes);
    }
  }
}

export function wroteNothing(): TargetError {
  return new TargetError('io', 'the server wrote none of the bytes it was sent, and gave no reason', {
    retryable: true,
  });
}

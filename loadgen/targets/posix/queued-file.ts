/**
 * A file whose reads, writes and commits are under way together, by the queue of its target. What the queue does not take is
 * performed at once: parts of blocks, and memory that is not aligned, past the page cache.
 */

import { BLOCK_BYTES, isAligned } from '../../data/aligned-memory.ts';
import { type Attributes, TargetError, type TargetFile } from '../target.ts';
import { failureOf } from './errno.ts';
import type { EventLoopYield } from './event-loop-yield.ts';
import type { PosixFile } from './posix-file.ts';
import type { UringQueue } from './uring/uring-queue.ts';

export interface QueueUse {
  readonly queue: UringQueue;
  readonly eventLoop: EventLoopYield;
  readonly direct: boolean;
  readonly syncOnCommit: boolean;
}

export class QueuedFile implements TargetFile {
  private readonly file: PosixFile;
  private readonly queue: UringQueue;
  private readonly eventLoop: EventLoopYield;
  private readonly direct: boolean;
  private readonly syncOnCommit: boolean;
  /** Operations in flight, and those who wait for the end of them. */
  private operations = 0;
  private idle: (() => void) | undefined;

  constructor(file: PosixFile, { queue, eventLoop, direct, syncOnCommit }: QueueUse) {
    this.file = file;
    this.queue = queue;
    this.eventLoop = eventLoop;
    this.direct = direct;
    this.syncOnCommit = syncOnCommit;
  }

  getattr(): Promise<Attributes> {
    return this.atOnce(() => this.file.getattr());
  }

  async read(offsetBytes: number, into: Uint8Array): Promise<number> {
    if (!this.isQueued(offsetBytes, into)) {
      return this.atOnce(() => this.file.read(offsetBytes, into));
    }
    const descriptor = this.begin();
    try {
      let done = await this.queue.read(descriptor, into, offsetBytes);
      // Behind a part of a block, past the page cache, no read could go on.
      while (done < into.length && done > 0 && (!this.direct || done % BLOCK_BYTES === 0)) {
        const count = await this.queue.read(descriptor, into.subarray(done), offsetBytes + done);
        if (count === 0) break;
        done += count;
      }
      return done;
    } catch (error) {
      throw failureOf(this.file.path, error);
    } finally {
      this.end();
    }
  }

  async write(offsetBytes: number, from: Uint8Array): Promise<void> {
    if (!this.isQueued(offsetBytes, from)) {
      return this.atOnce(() => this.file.write(offsetBytes, from));
    }
    const descriptor = this.begin();
    try {
      for (let done = 0; done < from.length; ) {
        const rest = done === 0 ? from : from.subarray(done);
        const count = await this.queue.write(descriptor, rest, offsetBytes + done);
        if (count === 0) throw new TargetError('io', 'the file system wrote no bytes', { retryable: true });
        done += count;
      }
    } catch (error) {
      throw failureOf(this.file.path, error);
    } finally {
      this.end();
    }
  }

  async commit(): Promise<void> {
    if (!this.syncOnCommit) return;
    const descriptor = this.begin();
    try {
      await this.queue.sync(descriptor);
    } catch (error) {
      throw failureOf(this.file.path, error);
    } finally {
      this.end();
    }
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    if (this.operations > 0) {
      await new Promise<void>((resolve) => {
        this.idle = resolve;
      });
    }
    await this.eventLoop.perform(() => this.file.close());
  }

  private isQueued(offsetBytes: number, bytes: Uint8Array): boolean {
    if (bytes.length === 0) return false;
    return !this.direct || (offsetBytes % BLOCK_BYTES === 0 && isAligned(bytes));
  }

  /** With its descriptor kept meanwhile. */
  private async atOnce<Result>(perform: () => Result): Promise<Result> {
    this.begin();
    try {
      return await this.eventLoop.perform(perform);
    } finally {
      this.end();
    }
  }

  private begin(): number {
    const descriptor = this.file.pin();
    this.operations++;
    return descriptor;
  }

  private end(): void {
    this.file.unpin();
    if (--this.operations === 0) this.idle?.();
  }
}

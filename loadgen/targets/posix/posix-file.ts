/**
 * An open file, as an application has it: found by its name once, then used without it. Its descriptor may be closed
 * while it is not in use, where too many are open. The next use opens the file again, and fails with 'stale' if the
 * name belongs to another file by then.
 */

import { fsyncSync } from 'node:fs';
import { type Attributes, TargetError } from '../target.ts';
import { attributesOf } from './attributes.ts';
import type { SystemCalls } from './calls/system-calls.ts';
import type { Descriptors, Holder } from './descriptors.ts';
import type { Directories } from './directories.ts';
import { ENOENT, errnoOf, failureOf } from './errno.ts';
import { type OpenFile, openFile } from './open-file.ts';
import type { Transfer } from './transfer.ts';

/** State that the files of one target share. */
export interface FileSystem {
  readonly directories: Directories;
  readonly descriptors: Descriptors;
  readonly calls: SystemCalls;
  readonly transfer: Transfer;
  /** Whether a commit waits for stable storage. */
  readonly syncOnCommit: boolean;
}

export class PosixFile implements Holder {
  usedSince = true;
  readonly path: string;
  private readonly system: FileSystem;
  private readonly purpose: 'read' | 'write';
  private readonly identity: string;
  private descriptor: number | undefined;
  private pins = 0;
  /** Error of earlier writes that closing the descriptor reported, for the next use to report. */
  private unreported: unknown;

  /** Opens the file. Throws a TargetError. */
  constructor(system: FileSystem, path: string, use: 'read' | 'write') {
    this.system = system;
    this.path = path;
    this.purpose = use;
    try {
      this.identity = attributesOf(this.keep(openFile(system, path, use)).status).identity;
    } catch (error) {
      throw failureOf(path, error);
    }
  }

  /**
   * The descriptor, for an operation that goes on after this returns; `unpin` ends it. Until then it is not closed to make room
   * for others. Throws a TargetError.
   */
  pin(): number {
    try {
      const descriptor = this.use();
      if (this.pins++ === 0) this.system.descriptors.delete(this);
      return descriptor;
    } catch (error) {
      throw failureOf(this.path, error);
    }
  }

  unpin(): void {
    if (--this.pins === 0 && this.descriptor !== undefined) this.system.descriptors.add(this);
  }

  getattr(): Attributes {
    try {
      return attributesOf(this.system.calls.status(this.use()));
    } catch (error) {
      throw failureOf(this.path, error);
    }
  }

  /** Fills `into`; answers how many bytes there were, fewer only at the end of the file. */
  read(offsetBytes: number, into: Uint8Array): number {
    try {
      return this.system.transfer.read(this.use(), offsetBytes, into);
    } catch (error) {
      throw failureOf(this.path, error);
    }
  }

  /** Writes all of `from`, to the page cache at least. */
  write(offsetBytes: number, from: Uint8Array): void {
    try {
      this.system.transfer.write(this.use(), offsetBytes, from);
    } catch (error) {
      throw failureOf(this.path, error);
    }
  }

  /** Returns when all written data is on stable storage, unless the target is told not to wait. */
  commit(): void {
    try {
      const descriptor = this.use();
      if (this.system.syncOnCommit) fsyncSync(descriptor);
    } catch (error) {
      throw failureOf(this.path, error);
    }
  }

  /** Throws what the server says of earlier writes, as some do only now. A use after that opens the file again. */
  close(): void {
    this.system.descriptors.delete(this);
    this.release();
    const error = this.unreported;
    this.unreported = undefined;
    if (error !== undefined) throw failureOf(this.path, error);
  }

  release(): void {
    const { descriptor } = this;
    this.descriptor = undefined;
    if (descriptor === undefined) return;
    try {
      this.system.calls.close(descriptor);
    } catch (error) {
      this.unreported = error;
    }
  }

  /** The descriptor, for one operation. */
  private use(): number {
    this.usedSince = true;
    return this.descriptor ?? this.openAgain();
  }

  private openAgain(): number {
    const error = this.unreported;
    this.unreported = undefined;
    if (error !== undefined) throw error;
    const { descriptor, status } = this.keep(this.openName());
    if (attributesOf(status).identity === this.identity) return descriptor;
    this.system.descriptors.delete(this);
    this.release();
    throw stale();
  }

  private openName(): OpenFile {
    try {
      return openFile(this.system, this.path, this.purpose);
    } catch (error) {
      throw errnoOf(error) === ENOENT ? stale() : error;
    }
  }

  private keep(file: OpenFile): OpenFile {
    this.descriptor = file.descriptor;
    this.system.descriptors.add(this);
    return file;
  }
}

function stale(): TargetError {
  return new TargetError('stale', 'stale handle: the file was replaced', {
    retryable: true,
  });
}

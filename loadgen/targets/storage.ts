/**
 * A target as the load uses it: the same operations whether they answer with promises, as over a network, or at once, as a path in
 * the thread that asks. Promises would cost a synchronous call as much as the call itself.
 */

import type { Now } from '../runtime/driver.ts';
import { PosixFiles } from './posix/posix-files.ts';
import { PosixTarget } from './posix/posix-target.ts';
import type { Thread } from './posix/uring/uring-queue.ts';
import type { Attributes, Capabilities, Entry, Target } from './target.ts';

export interface StorageFile {
  read(offsetBytes: number, into: Uint8Array): Now<number>;
  write(offsetBytes: number, from: Uint8Array): Now<void>;
  commit(): Now<void>;
  close(): Now<void>;
}

/** See `Target` for what each operation promises. */
export interface Storage {
  readonly capabilities: Capabilities;
  /**
   * Where the thread waits in calls that answer with a promise all the same: waits no longer than it has time, and tells it when it
   * goes on. Absent where no thread waits, or where nothing is promised.
   */
  attend?(thread: Thread): void;
  lookup(path: string): Now<Attributes | undefined>;
  getattr(path: string): Now<Attributes>;
  access(path: string): Now<{ readonly read: boolean; readonly write: boolean }>;
  readdir(path: string): Now<readonly Entry[]>;
  create(path: string): Now<void>;
  open(path: string, use: 'read' | 'write'): Now<StorageFile>;
  rename(from: string, to: string): Now<void>;
  remove(path: string): Now<void>;
}

/**
 * A path's names are looked at and changed at once, which is as fast as can be; its contents go through the queue, where it has one,
 * so that many are under way together.
 */
export function storageOf(target: Target): Storage {
  if (!(target instanceof PosixTarget)) return target;
  return target.engine === 'synchronous' ? target.files : new QueuedStorage(target);
}

/** Whether the thread waits in operations, all or some, where no message reaches it, rather than in its event loop. */
export function isSynchronous(storage: Storage): boolean {
  return storage instanceof PosixFiles || storage instanceof QueuedStorage;
}

class QueuedStorage implements Storage {
  readonly capabilities: Capabilities;
  readonly #target: PosixTarget;
  readonly #files: PosixFiles;

  constructor(target: PosixTarget) {
    this.capabilities = target.capabilities;
    this.#target = target;
    this.#files = target.files;
  }

  attend(thread: Thread): void {
    this.#target.attend(thread);
  }

  lookup(path: string): Attributes | undefined {
    return this.#files.lookup(path);
  }

  getattr(path: string): Attributes {
    return this.#files.getattr(path);
  }

  access(path: string): { readonly read: boolean; readonly write: boolean } {
    return this.#files.access(path);
  }

  readdir(path: string): readonly Entry[] {
    return this.#files.readdir(path);
  }

  create(path: string): void {
    this.#files.create(path);
  }

  open(path: string, use: 'read' | 'write'): Promise<StorageFile> {
    return this.#target.open(path, use);
  }

  rename(from: string, to: string): void {
    this.#files.rename(from, to);
  }

  remove(path: string): void {
    this.#files.remove(path);
  }
}

import type { Storage, StorageFile, Thread } from '../storage.ts';
import type { Attributes, Capabilities, Entry } from '../target.ts';
import type { PosixFiles } from './posix-files.ts';
import type { PosixTarget } from './posix-target.ts';

/**
 * A path whose names are looked at and changed at once, which is as fast as can be. Its contents go through the queue, so that many
 * are under way together.
 */
export class QueuedStorage implements Storage {
  readonly blocksThread = true;
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

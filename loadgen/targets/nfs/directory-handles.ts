/**
 * Finds the handle of a directory by its path. Handles are kept, as they stay good for as long as the directory exists,
 * under whatever name. A stale one is looked up again from the root, and then the root is mounted again. A directory
 * that another client renames is therefore still reached by its old path, until it is gone.
 */

import { TargetError } from '../target.ts';
import type { FileHandle } from './file-handle.ts';
import type { NfsClient } from './nfs-client.ts';

const MAXIMUM_KEPT = 65_536;

export class DirectoryHandles {
  private readonly client: Pick<NfsClient, 'lookup'>;
  private readonly mountRoot: () => Promise<FileHandle>;
  private readonly kept = new Map<string, FileHandle>();
  private root: FileHandle;
  private mounting: Promise<FileHandle> | undefined;

  constructor(client: Pick<NfsClient, 'lookup'>, root: FileHandle, mountRoot: () => Promise<FileHandle>) {
    this.client = client;
    this.root = root;
    this.mountRoot = mountRoot;
  }

  /** Does something in a directory; once more after finding it anew, and again after mounting anew, where it is stale. */
  async within<Result>(path: string, perform: (directory: FileHandle) => Promise<Result>): Promise<Result> {
    try {
      return await perform(this.kept.get(path) ?? (await this.find(path)));
    } catch (error) {
      if (!isStale(error)) throw error;
    }
    this.forgetWay(path);
    try {
      return await perform(await this.find(path));
    } catch (error) {
      if (!isStale(error)) throw error;
    }
    await this.renewRoot();
    return perform(await this.find(path));
  }

  /** A directory was renamed or removed here: it and what is below it are found by these names no longer. */
  forget(path: string): void {
    // Without the directory itself, nothing below it is kept either.
    if (!this.kept.delete(path)) return;
    for (const other of this.kept.keys()) if (other.startsWith(`${path}/`)) this.kept.delete(other);
  }

  private async find(path: string): Promise<FileHandle> {
    if (path === '') return this.root;
    const known = this.kept.get(path);
    if (known !== undefined) return known;
    const slash = path.lastIndexOf('/');
    const parent = await this.find(path.slice(0, Math.max(0, slash)));
    const found = await this.client.lookup(parent, path.slice(slash + 1));
    if (found === undefined) {
      throw new TargetError('not-found', `there is no directory ${path}`, { retryable: false });
    }
    if (found.attributes !== undefined && found.attributes.kind !== 'directory') {
      throw new TargetError('not-a-directory', `${path} is not a directory`, { retryable: false });
    }
    if (this.kept.size >= MAXIMUM_KEPT) this.kept.clear();
    // Nothing is kept below what is not: `clear` or `forget` may have come in between.
    if (slash === -1 || this.kept.get(path.slice(0, slash)) === parent) this.kept.set(path, found.handle);
    return found.handle;
  }

  private forgetWay(path: string): void {
    const first = path.split('/', 1)[0] ?? '';
    this.forget(first);
  }

  private async renewRoot(): Promise<void> {
    this.mounting ??= this.mountRoot().finally(() => {
      this.mounting = undefined;
    });
    this.root = await this.mounting;
    this.kept.clear();
  }
}

export function isStale(error: unknown): boolean {
  return error instanceof TargetError && error.code === 'stale';
}

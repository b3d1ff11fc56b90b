/**
 * From the path of a directory to its descriptor. Descriptors are kept, as they stay good for as long as the directory exists,
 * under whatever name; one that was removed is noticed when nothing is found in it, and looked up again. A directory that
 * another client renames is therefore still reached by its old path, until it is gone or pushed out.
 */

import { TargetError } from '../target.ts';
import type { Descriptors } from './descriptors.ts';
import { type Directory, openDirectory } from './directory.ts';
import { ENOENT, ESTALE, errnoOf } from './errno.ts';

export class Directories {
  private readonly root: Directory;
  private readonly descriptors: Descriptors;
  private readonly kept = new Map<string, Directory>();
  private closed = false;

  constructor(root: Directory, descriptors: Descriptors) {
    this.root = root;
    this.descriptors = descriptors;
  }

  /** Does something in a directory. Throws the error of the system call, or a TargetError. */
  within<Result>(path: string, perform: (directory: Directory) => Result): Result {
    return this.attempt([path], () => perform(this.find(path)));
  }

  /** Does something in the directories of these paths; once more where one of them turns out to have been removed. */
  attempt<Result>(paths: readonly string[], perform: () => Result): Result {
    this.descriptors.trim();
    try {
      return perform();
    } catch (error) {
      const errno = errnoOf(error);
      if (errno !== ENOENT && errno !== ESTALE) throw error;
      if (!paths.map((path) => this.forgetGone(path)).includes(true)) throw error;
    }
    return perform();
  }

  /** Good until the end of the operation: nothing is closed in between. */
  find(path: string): Directory {
    if (this.closed) throw new TargetError('unreachable', 'the target was closed', { retryable: false });
    if (path === '') return this.root;
    const known = this.kept.get(path);
    if (known !== undefined) {
      known.usedSince = true;
      return known;
    }
    const slash = path.lastIndexOf('/');
    const parent = this.find(path.slice(0, Math.max(0, slash)));
    const directory = openDirectory(parent, path.slice(slash + 1), () => this.kept.delete(path));
    this.kept.set(path, directory);
    this.descriptors.add(directory);
    return directory;
  }

  /** Forgets a directory on the way to `path`, or itself, that was removed; answers whether there was one. */
  forgetGone(path: string): boolean {
    const parts = path.split('/');
    const ways = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
    const gone = ways.find((way) => this.kept.get(way)?.isGone() === true);
    if (gone !== undefined) this.forget(gone);
    return gone !== undefined;
  }

  /** A directory was renamed or removed: it and what is below it are found by these names no longer. */
  forget(path: string): void {
    const below = `${path}/`;
    for (const [other, directory] of this.kept) {
      if (other !== path && !other.startsWith(below)) continue;
      this.descriptors.delete(directory);
      directory.release();
    }
  }

  /** No directory is found any more. What is kept is released with the descriptors. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.root.release();
  }
}

/**
 * Finds the descriptor of a directory by its path. Descriptors are kept, as they stay good for as long as the directory
 * exists, under whatever name. One that was removed is noticed when nothing is found in it, and looked up again. A
 * directory that another client renames is therefore still reached by its old path, until it is gone or pushed out.
 */

import { TargetError } from '../target.ts';
import type { SystemCalls } from './calls/system-calls.ts';
import type { Descriptors } from './descriptors.ts';
import { type Directory, openDirectory } from './directory.ts';
import { ENOENT, ESTALE, errnoOf } from './errno.ts';

export class Directories {
  private readonly calls: SystemCalls;
  private readonly root: Directory;
  private readonly descriptors: Descriptors;
  private readonly kept = new Map<string, Directory>();
  /** How many of those kept are a path or below it. */
  private readonly keptBelow = new Map<string, number>();
  private closed = false;

  constructor(calls: SystemCalls, root: Directory, descriptors: Descriptors) {
    this.calls = calls;
    this.root = root;
    this.descriptors = descriptors;
  }

  /** Does something in a directory; once more where it turns out to have been removed. Throws the error of the system call, or a TargetError. */
  within<Result>(path: string, perform: (directory: Directory) => Result): Result {
    this.descriptors.trim();
    try {
      return perform(this.find(path));
    } catch (error) {
      this.requireGone(error, path);
    }
    return perform(this.find(path));
  }

  /** The same with two directories. */
  withinBoth<Result>(
    path: string,
    otherPath: string,
    perform: (directory: Directory, other: Directory) => Result,
  ): Result {
    this.descriptors.trim();
    try {
      return perform(this.find(path), this.find(otherPath));
    } catch (error) {
      this.requireGone(error, path, otherPath);
    }
    return perform(this.find(path), this.find(otherPath));
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
    const directory = openDirectory(this.calls, parent, path.slice(slash + 1), () => {
      this.kept.delete(path);
      this.count(path, -1);
    });
    this.kept.set(path, directory);
    this.count(path, 1);
    this.descriptors.add(directory);
    return directory;
  }

  /** Forgets a directory on the way to `path`, or itself, that was removed; answers whether there was one. */
  forgetGone(path: string): boolean {
    const gone = waysTo(path).find((way) => this.kept.get(way)?.isGone() === true);
    if (gone !== undefined) this.forget(gone);
    return gone !== undefined;
  }

  /**
   * Forgets a name that was renamed or removed: if it was a directory, it and all below it are no longer found by these
   * names. Costs next to nothing for a file.
   */
  forget(path: string): void {
    if (!this.keptBelow.has(path)) return;
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

  /** Throws the error unless it may come of a directory that was removed, which is then forgotten. */
  private requireGone(error: unknown, ...paths: readonly string[]): void {
    const errno = errnoOf(error);
    if (errno !== ENOENT && errno !== ESTALE) throw error;
    if (!paths.map((path) => this.forgetGone(path)).includes(true)) throw error;
  }

  private count(path: string, change: 1 | -1): void {
    for (const way of waysTo(path)) {
      const count = (this.keptBelow.get(way) ?? 0) + change;
      if (count === 0) this.keptBelow.delete(way);
      else this.keptBelow.set(way, count);
    }
  }
}

/** The directories on the way to `path`, and itself. */
function waysTo(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

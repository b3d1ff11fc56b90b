/**
 * A directory by its descriptor: names are found in the very directory that was opened, wherever it is by now. Each
 * step has one name, and the last name of a path is never followed where it is a link. So nothing leads out of the
 * root, not even while others replace directories by links at the same time.
 */

import { closeSync, constants, openSync } from 'node:fs';
import { closingNow } from '../../first-error.ts';
import { TargetError } from '../target.ts';
import type { SystemCalls } from './calls/system-calls.ts';
import type { Holder } from './descriptors.ts';

/**
 * Flag of Linux without a name in Node. Such a descriptor stands for a place, asks for no permission and reads nothing.
 */
export const O_PATH = 0o10_000_000;

export class Directory implements Holder {
  usedSince = true;
  readonly descriptor: number;
  /** Path of the directory itself, for calls that follow links. */
  readonly path: string;
  /** The file system, as stat(2) tells it. */
  readonly device: number;
  private readonly calls: SystemCalls;
  private readonly released: () => void;

  constructor(calls: SystemCalls, descriptor: number, released: () => void) {
    this.calls = calls;
    this.descriptor = descriptor;
    this.path = `/proc/self/fd/${descriptor}`;
    this.device = calls.status(descriptor).device;
    this.released = released;
  }

  /** Whether it was removed: it can still be held, and answers that it has no such name, whatever the name. */
  isGone(): boolean {
    try {
      return this.calls.status(this.descriptor).links === 0;
    } catch {
      // A server has forgotten it.
      return true;
    }
  }

  release(): void {
    this.calls.close(this.descriptor);
    this.released();
  }
}

/**
 * Opens a directory. Throws the error of the system call, ENOTDIR for a link. Throws a TargetError for one on another
 * file system than the root, because the target does not report that space.
 */
export function openDirectory(
  calls: SystemCalls,
  parent: Directory,
  name: string,
  released: () => void,
): Directory {
  const flags = O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW;
  const descriptor = calls.openAt(parent.descriptor, name, flags);
  const directory = new Directory(calls, descriptor, released);
  if (directory.device === parent.device) return directory;
  calls.close(descriptor);
  throw new TargetError('permission', `${name} is the root of another file system`, { retryable: false });
}

/** Opens the root of a target, by a path that may lead through links: it is the user's. */
export function openRoot(calls: SystemCalls, path: string): Directory {
  // By Node, as the path is to be found from the working directory; then anew, by the calls that will close it.
  const found = openSync(path, O_PATH | constants.O_DIRECTORY);
  return closingNow(
    () => new Directory(calls, calls.openAt(found, '.', O_PATH | constants.O_DIRECTORY), () => undefined),
    () => closeSync(found),
  );
}

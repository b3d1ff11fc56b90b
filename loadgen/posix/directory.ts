/**
 * A directory by its descriptor. A name in it is reached through /proc/self/fd, which the kernel resolves to the very directory
 * that was opened, wherever it is by now: what openat(2) does, which Node does not offer. As each step has one name, and the last
 * name of a path is never followed where it is a link, nothing leads out of the root, not even while others replace directories
 * by links at the same time.
 */

import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { TargetError } from '../target.ts';
import type { Holder } from './descriptors.ts';

/** Of Linux; Node has no name for it. Such a descriptor stands for a place, asks for no permission and reads nothing. */
export const O_PATH = 0o10_000_000;

export class Directory implements Holder {
  usedSince = true;
  /** Of the directory itself, for calls that follow links. */
  readonly path: string;
  /** The file system, as stat(2) tells it. */
  readonly device: bigint;
  private readonly descriptor: number;
  private readonly released: () => void;

  constructor(descriptor: number, device: bigint, released: () => void) {
    this.descriptor = descriptor;
    this.device = device;
    this.path = `/proc/self/fd/${descriptor}`;
    this.released = released;
  }

  /** Path of an entry, for calls that do not follow links. The name has been checked. */
  at(name: string): string {
    return `${this.path}/${name}`;
  }

  /** Whether it was removed: it can still be held, and answers that it has no such name, whatever the name. */
  isGone(): boolean {
    try {
      return fstatSync(this.descriptor).nlink === 0;
    } catch {
      // A server has forgotten it.
      return true;
    }
  }

  release(): void {
    closeSync(this.descriptor);
    this.released();
  }
}

/**
 * Opens a directory. Throws the error of the system call, ENOTDIR for a link; a TargetError for one on another file system than
 * the root: its space is not the space that the target tells of.
 */
export function openDirectory(parent: Directory, name: string, released: () => void): Directory {
  const flags = O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW;
  const descriptor = openSync(parent.at(name), flags);
  const { dev } = fstatSync(descriptor, { bigint: true });
  if (dev !== parent.device) {
    closeSync(descriptor);
    throw new TargetError('permission', `${name} is the root of another file system`, { retryable: false });
  }
  return new Directory(descriptor, dev, released);
}

/** Opens the root of a target, by a path that may lead through links: it is the user's. */
export function openRoot(path: string): Directory {
  const descriptor = openSync(path, O_PATH | constants.O_DIRECTORY);
  return new Directory(descriptor, fstatSync(descriptor, { bigint: true }).dev, () => undefined);
}

/**
 * A directory of a mounted file system, by synchronous calls. In a worker thread they are several times faster than
 * those that wait in the pool of libuv. The kernel's caches stay in between, as they do for any application.
 *
 * Every operation by path finds its name anew, in directories whose descriptors are kept; `open` is for later
 * operations on the same file. Nothing below the root is reached through a symbolic link, nor on another file system;
 * see `directory.ts` for how.
 */

import { accessSync, constants, readdirSync, statfsSync } from 'node:fs';
import { resolve } from 'node:path';
import { closingNow } from '../../first-error.ts';
import {
  type Attributes,
  type Capabilities,
  type Entry,
  type Space,
  TargetError,
  type TargetErrorCode,
} from '../target.ts';
import { attributesOf, kindOf, kindOfEntry, spaceOf } from './attributes.ts';
import { loadCalls } from './calls/load-calls.ts';
import { NodeCalls } from './calls/node-calls.ts';
import { Descriptors } from './descriptors.ts';
import { DirectTransfer } from './direct-transfer.ts';
import { Directories } from './directories.ts';
import { type Directory, O_PATH, openRoot } from './directory.ts';
import { EACCES, EEXIST, ENOENT, ENOTDIR, EPERM, EROFS, errnoOf, failureOf } from './errno.ts';
import { createFile } from './open-file.ts';
import { type FileSystem, PosixFile } from './posix-file.ts';
import { placeOf } from './posix-path.ts';
import { BufferedTransfer } from './transfer.ts';

export interface PosixOptions {
  /** Reads and writes past the page cache (O_DIRECT); see `direct-transfer.ts` for what is not whole blocks. */
  readonly direct?: boolean;
  /** Whether a commit waits for stable storage (fsync): true, unless the application that is imitated does not ask either. */
  readonly syncOnCommit?: boolean;
  /** Files and directories that are open at once, in this object alone; a process has as many as "ulimit -n" says. */
  readonly openMaximum?: number;
  /** System calls by the C library, where koffi is installed (true); otherwise, and elsewhere, by what Node offers. */
  readonly nativeCalls?: boolean;
}

const DEFAULT_OPEN_MAXIMUM = 512;
/** CIFS and SMB2 of statfs(2). Their client removes the destination first where the server does not replace it. */
const SMB_TYPES: readonly number[] = [0xff53_4d42, 0xfe53_4d42];

/** Each method throws a TargetError. Paths and what is promised of each are those of `Target`. */
export class PosixFiles {
  /** Absolute. */
  readonly root: string;
  readonly blocksThread = true;
  readonly capabilities: Capabilities;
  private readonly system: FileSystem;

  constructor(root: string, options: PosixOptions = {}) {
    const { direct = false, syncOnCommit = true, nativeCalls = true } = options;
    if (process.platform !== 'linux') {
      throw new TargetError('protocol', 'a path as a target needs Linux: name a server by its URL here', {
        retryable: false,
      });
    }
    this.root = resolve(root);
    try {
      const calls = nativeCalls ? loadCalls() : new NodeCalls();
      const descriptors = new Descriptors(options.openMaximum ?? DEFAULT_OPEN_MAXIMUM);
      const directories = new Directories(calls, openRoot(calls, this.root), descriptors);
      const transfer = direct ? new DirectTransfer(calls) : new BufferedTransfer(calls);
      this.system = { directories, descriptors, calls, transfer, syncOnCommit };
      const isSmb = SMB_TYPES.includes(statfsSync(this.root).type);
      this.capabilities = { atomicRename: !isSmb, randomWrite: true, directories: true };
    } catch (error) {
      throw rootFailure(this.root, error);
    }
  }

  /** A file for what follows on it. To write is to read too. Close it when done. */
  open(path: string, use: 'read' | 'write'): PosixFile {
    return new PosixFile(this.system, path, use);
  }

  lookup(path: string): Attributes | undefined {
    return named(path, () => {
      try {
        return this.stat(path);
      } catch (error) {
        // A way that ends early leads to nothing, as a missing name does.
        const errno = errnoOf(error);
        if (errno === ENOENT || errno === ENOTDIR) return undefined;
        throw error;
      }
    });
  }

  getattr(path: string): Attributes {
    try {
      const attributes = this.stat(path);
      if (attributes !== undefined) return attributes;
      throw new TargetError('not-found', 'nothing has this name', { retryable: false });
    } catch (error) {
      throw failureOf(path, error);
    }
  }

  access(path: string): { readonly read: boolean; readonly write: boolean } {
    return named(path, () => {
      const place = placeOf(path);
      const { directories } = this.system;
      if (place === undefined) return directories.within('', (root) => accessOf(root.path));
      return directories.within(place.directory, (directory) => {
        // Asked by name, a link would be followed.
        const { calls } = this.system;
        const descriptor = calls.openAt(directory.descriptor, place.name, O_PATH | constants.O_NOFOLLOW);
        return closingNow(
          () => accessOf(`/proc/self/fd/${descriptor}`),
          () => calls.close(descriptor),
        );
      });
    });
  }

  readdir(path: string): readonly Entry[] {
    return named(path, () => {
      placeOf(path);
      return this.system.directories.within(path, (directory) =>
        readdirSync(directory.path, { withFileTypes: true }).map((entry) => ({
          name: entry.name,
          kind: kindOfEntry(entry),
        })),
      );
    });
  }

  mkdir(path: string): void {
    if (path === '') return;
    const { calls } = this.system;
    this.inDirectory(path, ({ descriptor }, name) => {
      try {
        calls.makeDirectoryAt(descriptor, name);
      } catch (error) {
        const existing = errnoOf(error) === EEXIST ? calls.statusAt(descriptor, name) : undefined;
        if (existing === undefined || kindOf(existing) !== 'directory') throw error;
      }
    });
  }

  create(path: string): void {
    named(path, () => createFile(this.system, path));
  }

  read(path: string, offsetBytes: number, into: Uint8Array): number {
    return this.within(path, 'read', (file) => file.read(offsetBytes, into));
  }

  write(path: string, offsetBytes: number, from: Uint8Array): void {
    this.within(path, 'write', (file) => file.write(offsetBytes, from));
  }

  commit(path: string): void {
    this.within(path, 'read', (file) => file.commit());
  }

  rename(from: string, to: string): void {
    named(`${from} to ${to}`, () => {
      const source = placeOf(from);
      const destination = placeOf(to);
      if (source === undefined || destination === undefined) throw notForTheRoot();
      const { directories, calls } = this.system;
      directories.withinBoth(source.directory, destination.directory, (fromDirectory, toDirectory) =>
        calls.renameAt(fromDirectory.descriptor, source.name, toDirectory.descriptor, destination.name),
      );
      directories.forget(from);
      directories.forget(to);
    });
  }

  remove(path: string): void {
    this.inDirectory(path, ({ descriptor }, name) => this.system.calls.unlinkAt(descriptor, name));
  }

  rmdir(path: string): void {
    this.inDirectory(path, ({ descriptor }, name) => this.system.calls.removeDirectoryAt(descriptor, name));
    this.system.directories.forget(path);
  }

  space(): Space {
    return named('', () => this.system.directories.within('', (root) => spaceOf(statfsSync(root.path))));
  }

  /** Closes everything. Later calls fail; may be called twice. */
  close(): void {
    this.system.directories.close();
    this.system.descriptors.releaseAll();
  }

  /** Undefined where the directory has no such name; without an exception, whose making would cost more than the call. */
  private stat(path: string): Attributes | undefined {
    const place = placeOf(path);
    const { directories, calls } = this.system;
    if (place === undefined) {
      return directories.within('', (root) => attributesOf(calls.status(root.descriptor)));
    }
    const look = ({ descriptor }: Directory) => calls.statusAt(descriptor, place.name);
    const status =
      directories.within(place.directory, look) ??
      (directories.forgetGone(place.directory) ? directories.within(place.directory, look) : undefined);
    return status === undefined ? undefined : attributesOf(status);
  }

  /** Opens a file for one operation. */
  private within<Result>(path: string, use: 'read' | 'write', perform: (file: PosixFile) => Result): Result {
    const file = this.open(path, use);
    return closingNow(
      () => perform(file),
      () => file.close(),
    );
  }

  /** Does something with a name that is not followed where it is a link. */
  private inDirectory(path: string, perform: (directory: Directory, name: string) => void): void {
    named(path, () => {
      const place = placeOf(path);
      if (place === undefined) throw notForTheRoot();
      this.system.directories.within(place.directory, (directory) => perform(directory, place.name));
    });
  }
}

/** The root is the user's to mend. */
const ROOT_ADVICE: Partial<Record<TargetErrorCode, string>> = {
  'not-found': 'nothing has this name: create the directory, or mount what belongs there',
  'not-a-directory': 'this is not a directory: give the directory that holds, or will hold, the files',
  permission: 'this is closed to this user: see the owners and the modes on the way to it',
  stale: 'this is a mount whose server has forgotten it: mount it again',
};

function rootFailure(root: string, error: unknown): unknown {
  const failure = failureOf(root, error);
  const advice = failure instanceof TargetError ? ROOT_ADVICE[failure.code] : undefined;
  if (!(failure instanceof TargetError) || advice === undefined) return failure;
  const { code, retryable } = failure;
  return new TargetError(code, `${root}: ${advice}`, { retryable, cause: error });
}

function accessOf(path: string): { readonly read: boolean; readonly write: boolean } {
  return { read: may(path, constants.R_OK), write: may(path, constants.W_OK) };
}

function may(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === EACCES || errno === EPERM || errno === EROFS) return false;
    throw error;
  }
}

function notForTheRoot(): TargetError {
  return new TargetError('permission', 'not permitted on the root of the target', { retryable: false });
}

function named<Result>(path: string, perform: () => Result): Result {
  try {
    return perform();
  } catch (error) {
    throw failureOf(path, error);
  }
}

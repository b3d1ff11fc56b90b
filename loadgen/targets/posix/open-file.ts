/** Opens a regular file by its name, and nothing else that may have the name. */

import { constants } from 'node:fs';
import { type EntryKind, TargetError } from '../target.ts';
import { kindOf } from './attributes.ts';
import type { FileStatus, SystemCalls } from './calls/system-calls.ts';
import type { Directories } from './directories.ts';
import { EEXIST, EINVAL, errnoOf } from './errno.ts';
import { placeOf } from './posix-path.ts';

export interface OpenFile {
  readonly descriptor: number;
  readonly status: FileStatus;
}

/** Without O_NONBLOCK, a pipe would be waited for until it has a partner; files do not know it. */
const SAFELY = constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** For writing is for reading too: parts of blocks need both. */
const FLAGS = {
  read: constants.O_RDONLY | SAFELY,
  write: constants.O_RDWR | SAFELY,
} as const;
const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | SAFELY;
const EMPTIED = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | SAFELY;

export interface Opener {
  readonly directories: Directories;
  readonly calls: SystemCalls;
  readonly transfer: { readonly flags: number };
}

/** Throws the error of the system call, or a TargetError. */
export function openFile(
  { directories, calls, transfer }: Opener,
  path: string,
  use: 'read' | 'write',
): OpenFile {
  const place = placeOf(path);
  if (place === undefined) throw notAFile('directory');
  return directories.within(place.directory, (directory) => {
    const descriptor = openDescriptor(calls, directory.descriptor, place.name, FLAGS[use], transfer.flags);
    return { descriptor, status: requireFile(calls, descriptor) };
  });
}

/**
 * Makes an empty file, or empties one that exists, and leaves it closed. Nothing is written: what the file system thinks of
 * direct I/O shall not leave a file behind.
 */
export function createFile(
  { directories, calls }: Pick<Opener, 'directories' | 'calls'>,
  path: string,
): void {
  const place = placeOf(path);
  if (place === undefined) throw notAFile('directory');
  directories.within(place.directory, ({ descriptor: directory }) => {
    try {
      // What is new is a file, which need not be asked.
      calls.close(calls.openAt(directory, place.name, NEW));
      return;
    } catch (error) {
      if (errnoOf(error) !== EEXIST) throw error;
    }
    const descriptor = calls.openAt(directory, place.name, EMPTIED);
    requireFile(calls, descriptor);
    calls.close(descriptor);
  });
}

/** Closes what is none. */
function requireFile(calls: SystemCalls, descriptor: number): FileStatus {
  const status = calls.status(descriptor);
  const kind = kindOf(status);
  if (kind === 'file') return status;
  calls.close(descriptor);
  throw notAFile(kind);
}

function openDescriptor(
  calls: SystemCalls,
  directory: number,
  name: string,
  flags: number,
  directFlag: number,
): number {
  try {
    return calls.openAt(directory, name, flags | directFlag);
  } catch (error) {
    if (directFlag === 0 || errnoOf(error) !== EINVAL) throw error;
    const status = calls.statusAt(directory, name);
    if (status !== undefined && kindOf(status) !== 'file') throw notAFile(kindOf(status));
    throw new TargetError(
      'protocol',
      'this file system does not take direct I/O (O_DIRECT): use the page cache instead',
      { retryable: false, cause: error },
    );
  }
}

function notAFile(kind: EntryKind): TargetError {
  return kind === 'directory'
    ? new TargetError('is-a-directory', 'this is a directory', { retryable: false })
    : new TargetError('io', 'this is neither a file nor a directory', { retryable: false });
}

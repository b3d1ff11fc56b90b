/** Opens a regular file by its name, and nothing else that may have the name. */

import { closeSync, constants, fstatSync, lstatSync, openSync } from 'node:fs';
import { type EntryKind, TargetError } from '../target.ts';
import { attributesOf, kindOf } from './attributes.ts';
import type { Directories } from './directories.ts';
import { EINVAL, errnoOf } from './errno.ts';
import { placeOf } from './posix-path.ts';
import type { Transfer } from './transfer.ts';

export interface OpenFile {
  readonly descriptor: number;
  readonly identity: string;
}

export type FileUse = 'read' | 'write' | 'create';

/** Without O_NONBLOCK, a pipe would be waited for until it has a partner; files do not know it. */
const SAFELY = constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** For writing is for reading too: parts of blocks need both. */
const FLAGS: Readonly<Record<FileUse, number>> = {
  read: constants.O_RDONLY | SAFELY,
  write: constants.O_RDWR | SAFELY,
  create: constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | SAFELY,
};

/** Throws the error of the system call, or a TargetError. */
export function openFile(
  { directories, transfer }: { readonly directories: Directories; readonly transfer: Transfer },
  path: string,
  use: FileUse,
): OpenFile {
  const place = placeOf(path);
  if (place === undefined) throw notAFile('directory');
  return directories.within(place.directory, (directory) => {
    const name = directory.at(place.name);
    const descriptor = openDescriptor(name, FLAGS[use], transfer.flags);
    const { kind, identity } = attributesOf(fstatSync(descriptor, { bigint: true }));
    if (kind === 'file') return { descriptor, identity };
    closeSync(descriptor);
    throw notAFile(kind);
  });
}

function openDescriptor(name: string, flags: number, directFlag: number): number {
  try {
    return openSync(name, flags | directFlag);
  } catch (error) {
    if (directFlag === 0 || errnoOf(error) !== EINVAL) throw error;
    const kind = kindOf(lstatSync(name));
    if (kind !== 'file') throw notAFile(kind);
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

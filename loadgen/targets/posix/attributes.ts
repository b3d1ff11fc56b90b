/** From stat(2) to the attributes of a target. */

import { constants, type Dirent, type StatsFs } from 'node:fs';
import type { Attributes, EntryKind, Space } from '../target.ts';
import type { FileStatus } from './calls/system-calls.ts';

export function kindOfEntry(entry: Dirent): EntryKind {
  return entry.isFile() ? 'file' : entry.isDirectory() ? 'directory' : 'other';
}

export function kindOf({ mode }: FileStatus): EntryKind {
  const type = mode & constants.S_IFMT;
  return type === constants.S_IFREG ? 'file' : type === constants.S_IFDIR ? 'directory' : 'other';
}

/**
 * Returns the attributes. The identity is the inode and, where the file system keeps it, the time of birth. Inodes are
 * used again at once; the time of birth distinguishes two files that were made some milliseconds apart.
 */
export function attributesOf(status: FileStatus): Attributes {
  const { inode, bytes, links, modifiedSeconds, bornSeconds, bornNanoseconds } = status;
  return {
    kind: kindOf(status),
    bytes,
    identity: `${inode}-${bornSeconds}.${bornNanoseconds}`,
    links,
    modifiedSeconds,
  };
}

/**
 * Returns the room for this user: blocks kept for the administrator are not free. A file system without a number of
 * files gives 0.
 */
export function spaceOf({ bavail, blocks, bsize, frsize, files, ffree }: StatsFs): Space {
  const blockBytes = frsize > 0 ? frsize : bsize;
  return {
    freeBytes: bavail * blockBytes,
    totalBytes: blocks * blockBytes,
    freeFiles: files === 0 ? null : ffree,
  };
}

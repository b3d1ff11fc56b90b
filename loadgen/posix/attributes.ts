/** From stat(2) to the attributes of a target. */

import type { BigIntStats, Dirent, Stats, StatsFs } from 'node:fs';
import type { Attributes, EntryKind, Space } from '../target.ts';

export function kindOf(entry: BigIntStats | Stats | Dirent): EntryKind {
  return entry.isFile() ? 'file' : entry.isDirectory() ? 'directory' : 'other';
}

/**
 * The identity is the inode and, as inodes are used again at once, the time of its birth where the file system keeps it, which
 * tells two files apart that were made some milliseconds from each other. Asked for as bigints: servers give numbers that no
 * double holds.
 */
export function attributesOf(stats: BigIntStats): Attributes {
  return {
    kind: kindOf(stats),
    bytes: Number(stats.size),
    identity: `${stats.ino}-${stats.birthtimeNs}`,
    links: Number(stats.nlink),
    modifiedSeconds: Number(stats.mtimeNs) * 1e-9,
  };
}

/** What this user may fill: blocks kept for the administrator are not free. A file system without a number of files gives 0. */
export function spaceOf({ bavail, blocks, bsize, frsize, files, ffree }: StatsFs): Space {
  const blockBytes = frsize > 0 ? frsize : bsize;
  return {
    freeBytes: bavail * blockBytes,
    totalBytes: blocks * blockBytes,
    freeFiles: files === 0 ? null : ffree,
  };
}

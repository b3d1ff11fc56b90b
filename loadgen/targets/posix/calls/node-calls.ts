import {
  type BigIntStats,
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { CREATION_MODE, type FileStatus, MAXIMUM_CALL_BYTES, type SystemCalls } from './system-calls.ts';

const NANOSECONDS = 1_000_000_000n;

/**
 * System calls through Node's own functions. Node has no openat(2). A name in a directory is reached through
 * /proc/self/fd, which the kernel resolves to the very directory that was opened.
 */
export class NodeCalls implements SystemCalls {
  readonly kind = 'node';

  openAt(directory: number, name: string, flags: number): number {
    return openSync(pathOf(directory, name), flags, CREATION_MODE);
  }

  close(descriptor: number): void {
    closeSync(descriptor);
  }

  status(descriptor: number): FileStatus {
    return statusOf(fstatSync(descriptor, { bigint: true }));
  }

  statusAt(directory: number, name: string): FileStatus | undefined {
    const stats = lstatSync(pathOf(directory, name), { bigint: true, throwIfNoEntry: false });
    return stats === undefined ? undefined : statusOf(stats);
  }

  makeDirectoryAt(directory: number, name: string): void {
    mkdirSync(pathOf(directory, name));
  }

  renameAt(fromDirectory: number, from: string, toDirectory: number, to: string): void {
    renameSync(pathOf(fromDirectory, from), pathOf(toDirectory, to));
  }

  unlinkAt(directory: number, name: string): void {
    unlinkSync(pathOf(directory, name));
  }

  removeDirectoryAt(directory: number, name: string): void {
    rmdirSync(pathOf(directory, name));
  }

  read(descriptor: number, into: Uint8Array, offsetBytes: number): number {
    return readSync(descriptor, into, 0, Math.min(into.length, MAXIMUM_CALL_BYTES), offsetBytes);
  }

  write(descriptor: number, from: Uint8Array, offsetBytes: number): number {
    return writeSync(descriptor, from, 0, Math.min(from.length, MAXIMUM_CALL_BYTES), offsetBytes);
  }
}

function pathOf(directory: number, name: string): string {
  return `/proc/self/fd/${directory}/${name}`;
}

/** Asked for as bigints: servers give numbers of files that no double holds. */
function statusOf({ mode, nlink, ino, dev, size, mtimeNs, birthtimeNs }: BigIntStats): FileStatus {
  return {
    mode: Number(mode),
    links: Number(nlink),
    inode: ino,
    device: Number(dev),
    bytes: Number(size),
    modifiedSeconds: Number(mtimeNs) * 1e-9,
    bornSeconds: Number(birthtimeNs / NANOSECONDS),
    bornNanoseconds: Number(birthtimeNs % NANOSECONDS),
  };
}

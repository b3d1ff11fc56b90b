/**
 * The system calls that a load makes by the thousand. Names are found in directories that are open, and never followed where
 * they are links. `libc-calls.ts` makes them as a program in C would; `node-calls.ts` through what Node offers, where that is
 * all there is. Both throw an error that carries the number of errno(3).
 */

export interface SystemCalls {
  readonly kind: 'libc' | 'node';
  /** A descriptor. A new file may be read and written by all that the process's mask leaves. */
  openAt(directory: number, name: string, flags: number): number;
  close(descriptor: number): void;
  status(descriptor: number): FileStatus;
  /** Undefined where nothing has the name, without an exception, whose making would cost more than the call. */
  statusAt(directory: number, name: string): FileStatus | undefined;
  makeDirectoryAt(directory: number, name: string): void;
  renameAt(fromDirectory: number, from: string, toDirectory: number, to: string): void;
  unlinkAt(directory: number, name: string): void;
  removeDirectoryAt(directory: number, name: string): void;
  /** At most MAX_RW_COUNT bytes; answers how many, none at the end of the file. */
  read(descriptor: number, into: Uint8Array, offsetBytes: number): number;
  write(descriptor: number, from: Uint8Array, offsetBytes: number): number;
}

/** Fields of stat(2) that are used here. */
export interface FileStatus {
  /** Type and permissions, as in stat(2). */
  readonly mode: number;
  readonly links: number;
  readonly inode: number | bigint;
  /** Device of the file system. */
  readonly device: number;
  readonly bytes: number;
  readonly modifiedSeconds: number;
  /** Time of birth, 0 where the file system does not keep it. */
  readonly bornSeconds: number;
  readonly bornNanoseconds: number;
}

/** Linux moves no more at once (MAX_RW_COUNT), rounded down to whole blocks of any size. */
export const MAXIMUM_CALL_BYTES = 0x7fff_0000;

export const CREATION_MODE = 0o666;

/** A system call that failed. */
export class SystemCallError extends Error {
  override readonly name = 'SystemCallError';
  /** As in errno(3). */
  readonly errno: number;

  constructor(call: string, errno: number) {
    super(`${call} failed with error ${errno}`);
    this.errno = errno;
  }
}

/**
 * Errors of Linux (errno(3)), in the terms of a target. They are distinguished by number: Node has no name for some of
 * them, a used-up quota and a stale handle among these.
 */

import { TargetError, type TargetErrorCode } from '../target.ts';

export const EPERM = 1;
export const ENOENT = 2;
export const EACCES = 13;
export const EEXIST = 17;
export const ENOTDIR = 20;
export const EINVAL = 22;
export const EROFS = 30;
export const ESTALE = 116;

interface Meaning {
  readonly name: string;
  readonly code: TargetErrorCode;
  readonly words: string;
  readonly retryable?: true;
}

/** Numbers from the kernel's asm-generic/errno-base.h and errno.h. */
const MEANINGS: Readonly<Record<number, Meaning>> = {
  1: { name: 'EPERM', code: 'permission', words: 'this is not permitted' },
  2: { name: 'ENOENT', code: 'not-found', words: 'nothing has this name' },
  5: { name: 'EIO', code: 'io', words: 'the device or the server could not read or write', retryable: true },
  6: { name: 'ENXIO', code: 'io', words: 'nothing answers behind this file' },
  12: { name: 'ENOMEM', code: 'io', words: 'the kernel has no memory left', retryable: true },
  13: { name: 'EACCES', code: 'permission', words: 'this user may not; see the owner and the mode' },
  16: { name: 'EBUSY', code: 'io', words: 'this is in use', retryable: true },
  17: { name: 'EEXIST', code: 'exists', words: 'this name is taken' },
  18: { name: 'EXDEV', code: 'io', words: 'the two names are on different file systems' },
  19: { name: 'ENODEV', code: 'io', words: 'the device is gone' },
  20: { name: 'ENOTDIR', code: 'not-a-directory', words: 'this is not a directory; links are not followed' },
  21: { name: 'EISDIR', code: 'is-a-directory', words: 'this is a directory' },
  22: { name: 'EINVAL', code: 'io', words: 'the file system takes an argument for invalid' },
  23: { name: 'ENFILE', code: 'io', words: 'the machine has too many files open', retryable: true },
  24: {
    name: 'EMFILE',
    code: 'io',
    words: 'this process has too many files open: raise "ulimit -n"',
    retryable: true,
  },
  26: { name: 'ETXTBSY', code: 'permission', words: 'this program is running' },
  27: { name: 'EFBIG', code: 'no-space', words: 'the file would be larger than the file system allows' },
  28: { name: 'ENOSPC', code: 'no-space', words: 'the file system is full' },
  30: { name: 'EROFS', code: 'read-only', words: 'the file system is mounted read-only' },
  31: { name: 'EMLINK', code: 'io', words: 'the directory has too many links' },
  36: { name: 'ENAMETOOLONG', code: 'name-too-long', words: 'the name is too long' },
  38: { name: 'ENOSYS', code: 'unsupported', words: 'the kernel does not offer this' },
  39: { name: 'ENOTEMPTY', code: 'not-empty', words: 'the directory is not empty' },
  40: { name: 'ELOOP', code: 'permission', words: 'this is a symbolic link, and links are not followed' },
  70: { name: 'ECOMM', code: 'unreachable', words: 'the server cannot be reached', retryable: true },
  71: { name: 'EPROTO', code: 'protocol', words: 'the server answers against the protocol' },
  95: { name: 'EOPNOTSUPP', code: 'unsupported', words: 'the file system does not offer this' },
  100: { name: 'ENETDOWN', code: 'unreachable', words: 'the network is down', retryable: true },
  101: { name: 'ENETUNREACH', code: 'unreachable', words: 'the network cannot be reached', retryable: true },
  103: { name: 'ECONNABORTED', code: 'unreachable', words: 'the connection was given up', retryable: true },
  104: { name: 'ECONNRESET', code: 'unreachable', words: 'the server ended the connection', retryable: true },
  107: { name: 'ENOTCONN', code: 'unreachable', words: 'the server is not connected', retryable: true },
  108: { name: 'ESHUTDOWN', code: 'unreachable', words: 'the connection was shut down', retryable: true },
  110: { name: 'ETIMEDOUT', code: 'timeout', words: 'the server did not answer in time', retryable: true },
  111: {
    name: 'ECONNREFUSED',
    code: 'unreachable',
    words: 'the server takes no connection',
    retryable: true,
  },
  112: { name: 'EHOSTDOWN', code: 'unreachable', words: 'the server is down', retryable: true },
  113: { name: 'EHOSTUNREACH', code: 'unreachable', words: 'the server cannot be reached', retryable: true },
  116: { name: 'ESTALE', code: 'stale', words: 'the file is gone from under its handle', retryable: true },
  121: { name: 'EREMOTEIO', code: 'io', words: 'the server could not read or write', retryable: true },
  122: { name: 'EDQUOT', code: 'quota', words: 'the quota is used up' },
  126: { name: 'ENOKEY', code: 'credentials', words: 'there is no key for this mount: obtain a ticket' },
  127: { name: 'EKEYEXPIRED', code: 'credentials', words: 'the key has expired: obtain a new ticket' },
  128: { name: 'EKEYREVOKED', code: 'credentials', words: 'the key was revoked: obtain a new ticket' },
  129: { name: 'EKEYREJECTED', code: 'credentials', words: 'the server rejects the key of this mount' },
};

/** The number of a failed system call, positive as in errno(3); undefined for any other error. */
export function errnoOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errno' in error) || typeof error.errno !== 'number') return undefined;
  return Math.abs(error.errno);
}

/**
 * A failure as it leaves a target: the path, then what happened to it. System calls that failed become TargetErrors; an error
 * of the program stays what it is.
 */
export function failureOf(path: string, error: unknown): unknown {
  const subject = path === '' ? 'the root of the target' : path;
  if (error instanceof TargetError) {
    return new TargetError(error.code, `${subject}: ${error.message}`, {
      retryable: error.retryable,
      cause: error,
    });
  }
  const errno = errnoOf(error);
  if (errno === undefined) return error;
  const { name, code, words, retryable } = MEANINGS[errno] ?? {
    name: `error ${errno}`,
    code: 'io',
    words: 'the system call failed',
  };
  return new TargetError(code, `${subject}: ${words} (${name})`, {
    retryable: retryable ?? false,
    cause: error,
  });
}

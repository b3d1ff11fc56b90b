/** Errors of NFS version 3 (RFC 1813, section 2.6), in the terms of a target. */

import { TargetError, type TargetErrorCode } from '../target.ts';
import { XdrError, type XdrReader } from './xdr.ts';

export const NFS3_OK = 0;
export const NFS3ERR_NOENT = 2;
export const NFS3ERR_NOTSUPP = 10_004;

interface Meaning {
  readonly name: string;
  readonly code: TargetErrorCode;
  readonly words: string;
  readonly retryable?: true;
}

const MEANINGS: Readonly<Record<number, Meaning>> = {
  1: { name: 'NFS3ERR_PERM', code: 'permission', words: 'only its owner may do this' },
  2: { name: 'NFS3ERR_NOENT', code: 'not-found', words: 'nothing has this name' },
  5: {
    name: 'NFS3ERR_IO',
    code: 'io',
    words: 'the server could not read or write its disk',
    retryable: true,
  },
  6: { name: 'NFS3ERR_NXIO', code: 'io', words: 'the server misses a device' },
  13: { name: 'NFS3ERR_ACCES', code: 'permission', words: 'this user may not; see uid= and gid=' },
  17: { name: 'NFS3ERR_EXIST', code: 'exists', words: 'this name is taken' },
  18: { name: 'NFS3ERR_XDEV', code: 'io', words: 'the two names are on different file systems' },
  19: { name: 'NFS3ERR_NODEV', code: 'io', words: 'the server misses a device' },
  20: { name: 'NFS3ERR_NOTDIR', code: 'not-a-directory', words: 'this is not a directory' },
  21: { name: 'NFS3ERR_ISDIR', code: 'is-a-directory', words: 'this is a directory' },
  22: { name: 'NFS3ERR_INVAL', code: 'io', words: 'the server takes an argument for invalid' },
  27: { name: 'NFS3ERR_FBIG', code: 'no-space', words: 'the file would be larger than the server allows' },
  28: { name: 'NFS3ERR_NOSPC', code: 'no-space', words: 'the file system is full' },
  30: { name: 'NFS3ERR_ROFS', code: 'read-only', words: 'the file system is exported read-only' },
  31: { name: 'NFS3ERR_MLINK', code: 'io', words: 'the file has too many names' },
  63: { name: 'NFS3ERR_NAMETOOLONG', code: 'name-too-long', words: 'the name is too long' },
  66: { name: 'NFS3ERR_NOTEMPTY', code: 'not-empty', words: 'the directory is not empty' },
  69: { name: 'NFS3ERR_DQUOT', code: 'quota', words: 'the quota is used up' },
  70: {
    name: 'NFS3ERR_STALE',
    code: 'stale',
    words: 'the file is gone from under its handle',
    retryable: true,
  },
  71: { name: 'NFS3ERR_REMOTE', code: 'io', words: 'the file is elsewhere' },
  10001: {
    name: 'NFS3ERR_BADHANDLE',
    code: 'stale',
    words: 'the server does not know its own handle',
    retryable: true,
  },
  10002: { name: 'NFS3ERR_NOT_SYNC', code: 'io', words: 'the file has changed meanwhile', retryable: true },
  10003: {
    name: 'NFS3ERR_BAD_COOKIE',
    code: 'stale',
    words: 'the directory has changed meanwhile',
    retryable: true,
  },
  10004: { name: 'NFS3ERR_NOTSUPP', code: 'unsupported', words: 'the server does not offer this' },
  10005: { name: 'NFS3ERR_TOOSMALL', code: 'protocol', words: 'the server finds the request too small' },
  10006: { name: 'NFS3ERR_SERVERFAULT', code: 'io', words: 'the server failed', retryable: true },
  10007: { name: 'NFS3ERR_BADTYPE', code: 'protocol', words: 'the server does not know this kind of file' },
  10008: {
    name: 'NFS3ERR_JUKEBOX',
    code: 'throttled',
    words: 'the server asks to try again later',
    retryable: true,
  },
};

/** Returns the error for a status other than NFS3_OK. Throws XdrError for one that version 3 does not have. */
export function nfsError(status: number): TargetError {
  const meaning = MEANINGS[status];
  if (meaning === undefined) throw new XdrError(`an unknown status ${status}`);
  return new TargetError(meaning.code, `${meaning.words} (${meaning.name})`, {
    retryable: meaning.retryable ?? false,
  });
}

/** Reads the status that begins each reply; throws what it means, unless it is NFS3_OK. */
export function readStatus(results: XdrReader): void {
  const status = results.uint32();
  if (status !== NFS3_OK) throw nfsError(status);
}

/**
 * The procedures of NFS version 3 (RFC 1813, section 3.3), each as one call over a pool of connections: handles in, plain
 * values out. Rejects with a TargetError in the words of `nfs-status.ts`.
 */

import type { Attributes } from '../target.ts';
import { type FileHandle, readHandle, readOptionalHandle } from './file-handle.ts';
import {
  type FileAttributes,
  readAttributes,
  readOptionalAttributes,
  skipOptionalAttributes,
  skipWeakCacheConsistency,
  withIdentity,
  writeNewAttributes,
} from './nfs-attributes.ts';
import { NFS3_OK, NFS3ERR_NOENT, nfsError, readStatus } from './nfs-status.ts';
import type { RpcProgram } from './rpc-message.ts';
import type { RpcPool } from './rpc-pool.ts';
import { XdrError, type XdrReader, type XdrWriter } from './xdr.ts';

export const NFS: RpcProgram = { name: 'NFS', program: 100_003, version: 3 };

const GETATTR = 1;
const LOOKUP = 3;
const ACCESS = 4;
const READ = 6;
const WRITE = 7;
const CREATE = 8;
const MKDIR = 9;
const REMOVE = 12;
const RMDIR = 13;
const RENAME = 14;
const FSSTAT = 18;
const FSINFO = 19;
const COMMIT = 21;

const ACCESS_READ = 0x01;
const ACCESS_MODIFY = 0x04;
const ACCESS_EXTEND = 0x08;
const UNCHECKED = 0;
const UNSTABLE = 0;
const FILE_SYNC = 2;
const FILE_MODE = 0o644;
const DIRECTORY_MODE = 0o755;

export interface Found {
  readonly handle: FileHandle;
  /** Undefined where the server left them out. */
  readonly attributes: FileAttributes | undefined;
}

export interface WriteAnswer {
  readonly bytes: number;
  /** On stable storage already: no COMMIT is needed. */
  readonly stable: boolean;
  /** Changes when the server may have lost what was not committed (RFC 1813, section 3.3.7). */
  readonly verifier: bigint;
}

export interface TransferLimits {
  readonly readBytes: number;
  readonly writeBytes: number;
}

export interface FileSystemSpace {
  readonly totalBytes: number;
  /** For this user. */
  readonly freeBytes: number;
  readonly freeFiles: number;
}

export class NfsClient {
  private readonly pool: RpcPool;

  constructor(pool: RpcPool) {
    this.pool = pool;
  }

  /** Makes any procedure's call, its status read before the rest is decoded. */
  call<Result>(
    procedure: number,
    name: string,
    encode: (out: XdrWriter) => void,
    decode: (results: XdrReader) => Result,
  ): Promise<Result> {
    return this.callWithStatus(procedure, name, encode, (status, results) => {
      if (status !== NFS3_OK) throw nfsError(status);
      return decode(results);
    });
  }

  /** Makes a call of which a status other than NFS3_OK may be an answer. */
  callWithStatus<Result>(
    procedure: number,
    name: string,
    encode: (out: XdrWriter) => void,
    decode: (status: number, results: XdrReader) => Result,
  ): Promise<Result> {
    return this.pool.call({
      program: NFS,
      procedure,
      name,
      encode,
      decode: (results) => decode(results.uint32(), results),
    });
  }

  getattr(handle: FileHandle): Promise<Attributes> {
    return this.pool.call({
      program: NFS,
      procedure: GETATTR,
      name: 'GETATTR',
      encode: (out) => out.opaque(handle.bytes),
      decode: (results) => {
        readStatus(results);
        return withIdentity(readAttributes(results), handle);
      },
    });
  }

  /** Undefined where the directory has no such name. */
  lookup(directory: FileHandle, name: string): Promise<Found | undefined> {
    return this.callWithStatus(
      LOOKUP,
      'LOOKUP',
      (out) => writePlace(out, directory, name),
      (status, results) => {
        if (status === NFS3ERR_NOENT) return undefined;
        if (status !== NFS3_OK) throw nfsError(status);
        const found = { handle: readHandle(results), attributes: readOptionalAttributes(results) };
        skipOptionalAttributes(results);
        return found;
      },
    );
  }

  access(handle: FileHandle): Promise<{ readonly read: boolean; readonly write: boolean }> {
    return this.call(
      ACCESS,
      'ACCESS',
      (out) => {
        out.opaque(handle.bytes);
        out.uint32(ACCESS_READ | ACCESS_MODIFY | ACCESS_EXTEND);
      },
      (results) => {
        skipOptionalAttributes(results);
        const granted = results.uint32();
        const write = ACCESS_MODIFY | ACCESS_EXTEND;
        return { read: (granted & ACCESS_READ) !== 0, write: (granted & write) === write };
      },
    );
  }

  /** Fills `into`, or its beginning; at most `TransferLimits.readBytes`. */
  read(
    handle: FileHandle,
    offsetBytes: number,
    into: Uint8Array,
  ): Promise<{ readonly bytes: number; readonly endOfFile: boolean }> {
    return this.pool.call({
      program: NFS,
      procedure: READ,
      name: 'READ',
      encode: (out) => {
        out.opaque(handle.bytes);
        out.uint64(offsetBytes);
        out.uint32(into.length);
      },
      decode: (results) => {
        const head = readDataHead(results, into.length);
        into.set(results.fixed(head.bytes));
        return head;
      },
      decodeLanding: (results) => {
        const head = readDataHead(results, into.length);
        return { into: into.subarray(0, head.bytes), result: head };
      },
    });
  }

  /** Writes `from`, or its beginning, to the server's memory at least. `from` must not change until this answers. */
  write(handle: FileHandle, offsetBytes: number, from: Uint8Array): Promise<WriteAnswer> {
    return this.pool.call({
      program: NFS,
      procedure: WRITE,
      name: 'WRITE',
      encode: (out) => {
        out.opaque(handle.bytes);
        out.uint64(offsetBytes);
        out.uint32(from.length);
        out.uint32(UNSTABLE);
        out.uint32(from.length);
      },
      payload: from,
      decode: (results) => {
        readStatus(results);
        skipWeakCacheConsistency(results);
        const bytes = results.lengthUpTo(from.length);
        const committed = results.uint32();
        if (committed > FILE_SYNC) throw new XdrError(`an unknown stability ${committed}`);
        return { bytes, stable: committed !== UNSTABLE, verifier: results.uint64Exact() };
      },
    });
  }

  /** Brings the whole file to stable storage; answers the write verifier. */
  commit(handle: FileHandle): Promise<bigint> {
    return this.call(
      COMMIT,
      'COMMIT',
      (out) => {
        out.opaque(handle.bytes);
        out.uint64(0);
        out.uint32(0);
      },
      (results) => {
        skipWeakCacheConsistency(results);
        return results.uint64Exact();
      },
    );
  }

  /** Makes an empty file, emptying one that exists. Its handle, unless the server leaves it out. */
  create(directory: FileHandle, name: string): Promise<FileHandle | undefined> {
    return this.call(
      CREATE,
      'CREATE',
      (out) => {
        writePlace(out, directory, name);
        out.uint32(UNCHECKED);
        writeNewAttributes(out, FILE_MODE, 0);
      },
      readMade,
    );
  }

  async mkdir(directory: FileHandle, name: string): Promise<void> {
    await this.call(
      MKDIR,
      'MKDIR',
      (out) => {
        writePlace(out, directory, name);
        writeNewAttributes(out, DIRECTORY_MODE);
      },
      readMade,
    );
  }

  remove(directory: FileHandle, name: string): Promise<void> {
    return this.call(REMOVE, 'REMOVE', (out) => writePlace(out, directory, name), skipWeakCacheConsistency);
  }

  rmdir(directory: FileHandle, name: string): Promise<void> {
    return this.call(RMDIR, 'RMDIR', (out) => writePlace(out, directory, name), skipWeakCacheConsistency);
  }

  rename(
    fromDirectory: FileHandle,
    fromName: string,
    toDirectory: FileHandle,
    toName: string,
  ): Promise<void> {
    return this.call(
      RENAME,
      'RENAME',
      (out) => {
        writePlace(out, fromDirectory, fromName);
        writePlace(out, toDirectory, toName);
      },
      (results) => {
        skipWeakCacheConsistency(results);
        skipWeakCacheConsistency(results);
      },
    );
  }

  space(root: FileHandle): Promise<FileSystemSpace> {
    return this.call(
      FSSTAT,
      'FSSTAT',
      (out) => out.opaque(root.bytes),
      (results) => {
        skipOptionalAttributes(results);
        const totalBytes = results.uint64();
        results.skip(8);
        const freeBytes = results.uint64();
        results.skip(16);
        const freeFiles = results.uint64();
        results.skip(4);
        return { totalBytes, freeBytes, freeFiles };
      },
    );
  }

  limits(root: FileHandle): Promise<TransferLimits> {
    return this.call(
      FSINFO,
      'FSINFO',
      (out) => out.opaque(root.bytes),
      (results) => {
        skipOptionalAttributes(results);
        const readBytes = results.uint32();
        results.skip(8);
        const writeBytes = results.uint32();
        results.skip(32);
        if (readBytes === 0 || writeBytes === 0) throw new XdrError('transfers of no bytes');
        return { readBytes, writeBytes };
      },
    );
  }
}

/** `diropargs3`: a name in a directory. */
function writePlace(out: XdrWriter, directory: FileHandle, name: string): void {
  out.opaque(directory.bytes);
  out.string(name);
}

function readDataHead(results: XdrReader, wanted: number): { bytes: number; endOfFile: boolean } {
  readStatus(results);
  skipOptionalAttributes(results);
  const bytes = results.lengthUpTo(wanted);
  const endOfFile = results.boolean();
  if (results.uint32() !== bytes) throw new XdrError('more or less data than the count beside them');
  return { bytes, endOfFile };
}

/** Reads the answer of CREATE and MKDIR: the handle of the new entry, unless the server leaves it out. */
function readMade(results: XdrReader): FileHandle | undefined {
  const handle = readOptionalHandle(results);
  skipOptionalAttributes(results);
  skipWeakCacheConsistency(results);
  return handle;
}

/**
 * A place where operations are performed for real: a path, an NFS export, a bucket. Everything above this interface is the
 * same for all of them, and one conformance suite runs over each.
 *
 * Paths are relative to the target's root: parts of printable text joined by "/", none of them empty, "." or "..".
 * The empty path is the root itself.
 * A target never reaches outside its root. It keeps no cache: each call asks the server.
 */

import type { Storage } from './storage.ts';

export type EntryKind = 'file' | 'directory' | 'other';

export interface Attributes {
  readonly kind: EntryKind;
  readonly bytes: number;
  /** Changes when the entry is replaced by another of the same name: an inode, a file handle, an ETag. */
  readonly identity: string;
  /** Names that the entry has, where the target tells. */
  readonly links?: number;
  /** Seconds since 1970. */
  readonly modifiedSeconds: number;
}

export interface Entry {
  readonly name: string;
  readonly kind: EntryKind;
}

/** Room on the target; null where it does not say. */
export interface Space {
  readonly freeBytes: number | null;
  readonly totalBytes: number | null;
  readonly freeFiles: number | null;
}

/** Capabilities that a target can promise; the conformance suite tests them. */
export interface Capabilities {
  /** A rename replaces its destination in one step: a reader sees the old or the new, never neither nor a mixture. */
  readonly atomicRename: boolean;
  /** Writes at any offset of an existing file; otherwise a file is written whole, from its start to its commit. */
  readonly randomWrite: boolean;
  /** Directories exist by themselves; otherwise they are prefixes of names. */
  readonly directories: boolean;
}

/**
 * A file that was found by its name once and is used without it from then on, as an application uses what it has opened. What
 * has the name later is another file, except where the target has names only (S3), and `open` asks it nothing.
 */
export interface TargetFile {
  getattr(): Promise<Attributes>;
  /** Fills `into` from `offsetBytes`; answers how many bytes there were, fewer only at the end of the file. */
  read(offsetBytes: number, into: Uint8Array): Promise<number>;
  /** Writes all of `from`, which may be used again when this answers. */
  write(offsetBytes: number, from: Uint8Array): Promise<void>;
  /** Resolves when all written data is on stable storage, and whole. */
  commit(): Promise<void>;
  /** Writes that were not committed may be lost. May be called twice; nothing else is called after it. */
  close(): Promise<void>;
}

/** Operations answer when the server has answered. They reject with a TargetError. */
export interface Target {
  /** Without credentials; for logs and reports. */
  readonly url: string;
  readonly capabilities: Capabilities;
  /** The same operations as a load performs them. Absent where that is by the promises of the target itself. */
  readonly storage?: Storage;
  /** Undefined where nothing has that name. */
  lookup(path: string): Promise<Attributes | undefined>;
  getattr(path: string): Promise<Attributes>;
  /** Whether the caller may read and write. */
  access(path: string): Promise<{ readonly read: boolean; readonly write: boolean }>;
  /** All entries; or some, where `enough` are asked for and it spares requests. */
  readdir(path: string, enough?: number): Promise<readonly Entry[]>;
  /** Succeeds where the directory exists already. Parents must exist. */
  mkdir(path: string): Promise<void>;
  /** Makes an empty file, emptying one that exists. */
  create(path: string): Promise<void>;
  /** Fills `into` from `offsetBytes`; answers how many bytes there were, fewer only at the end of the file. */
  read(path: string, offsetBytes: number, into: Uint8Array): Promise<number>;
  write(path: string, offsetBytes: number, from: Uint8Array): Promise<void>;
  /** A file that exists, for what follows on it. To write is to read too. */
  open(path: string, use: 'read' | 'write'): Promise<TargetFile>;
  /** Resolves when all written data is on stable storage, and whole. */
  commit(path: string): Promise<void>;
  /** Replaces the destination if it exists. */
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  rmdir(path: string): Promise<void>;
  space(): Promise<Space>;
  /**
   * Ends uncommitted uploads of writers that are gone, of files below `directory` that `isChosen` chooses by their
   * paths. Returns the number of files, null where the target does not show them. Absent where nothing of the kind is
   * left behind.
   */
  discardUncommitted?(directory: string, isChosen: (path: string) => boolean): Promise<number | null>;
  /** Ends connections; calls under way are rejected. */
  close(): Promise<void>;
}

export type TargetErrorCode =
  | 'not-found'
  | 'exists'
  | 'not-empty'
  | 'not-a-directory'
  | 'is-a-directory'
  | 'permission'
  | 'read-only'
  | 'no-space'
  | 'quota'
  | 'stale'
  | 'name-too-long'
  | 'credentials'
  | 'clock-skew'
  | 'throttled'
  | 'unreachable'
  | 'timeout'
  | 'io'
  /** The server knows no such operation, now or later. */
  | 'unsupported'
  | 'protocol';

/** An operation that failed: what kind of failure, in one sentence for people, and whether trying again may help. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
  readonly code: TargetErrorCode;
  readonly retryable: boolean;

  constructor(code: TargetErrorCode, message: string, options: { retryable: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable;
  }
}

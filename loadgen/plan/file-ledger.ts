/**
 * Names and contents of a run's files on the target, operation by operation. A pure function of the order of operations
 * on each file. The plan, made before the load, and the load itself therefore agree without messages.
 *
 * A scenario names files that exist, and files that it makes, by the same names. On a target:
 *
 * - A file that the scenario only reads is its *base*, `assets/000017`, made before the load and never changed by it.
 * - A file that it makes is a *version*: the first `create` makes `assets/000017.v1`, the next `.v2`. It never empties
 *   a file that others may be reading. A `rename` adds or takes away `.done`; publishing is a rename.
 * - Some operations need a file that no earlier one has made, such as a `remove` of an old file of the studio. They
 *   find an empty version there that was made before the load.
 * - A sequence of writes, each of which goes on where the one before it ended, is the whole content of its version. It
 *   begins at the start of the file, wherever the scenario's begins, as some targets (S3) know files only whole.
 *   Anything beyond it is read from the base.
 *
 * Each sequence has a *stamp*, a number from 1 on, that its blocks carry; a base has the stamp 0.
 *
 * Loads that follow each other in one place have their bases in common. Versions and stamps of a later load go on where
 * those of the one before ended. So nothing that it makes has the name or the content of an earlier file, whatever
 * became of that.
 */

import type { Operation } from '../../models/operations.ts';

/** One version, as those that wait for an answer know it. */
export interface Version {
  readonly number: number;
  /** A change of it was given up: what it holds is unknown. */
  doubted: boolean;
}

interface FileState {
  version: Version;
  exists: boolean;
  renamed: boolean;
  /** Stamp of the last sequence of writes to any version. */
  stamp: number;
  /** Bytes of this version that the last sequence has written, from its start. */
  bytes: number;
  /** Offset of the scenario's next write of the sequence. */
  nextOffsetBytes: number;
}

/** An operation in terms of the target. */
export interface FileAction {
  /** Name of the file before the operation. */
  readonly name: string;
  /** Name of the file afterwards, for a rename. */
  readonly newName: string | null;
  /** File that must have been made before the load. */
  readonly needs: 'nothing' | 'base' | 'empty version';
  /** Offset of a read or a write. */
  readonly offsetBytes: number;
  /** Stamp of the blocks that a write leaves or a read finds. */
  readonly stamp: number;
  /** On which it is performed; null for a base. */
  readonly version: Version | null;
}

export class FileLedger {
  readonly #files = new Map<string, FileState>();
  readonly #numbersBefore: number;

  /** `numbersBefore`: those up to it, of versions and of stamps, were given by loads before this one in the same place. */
  constructor(numbersBefore = 0) {
    this.#numbersBefore = numbersBefore;
  }

  /**
   * Takes note of an operation, in the order in which those on its file are issued, and says what it is on the target. One that
   * stands `alone`, as those of many clients do, is no part of a sequence.
   */
  next(operation: Operation, alone: boolean): FileAction {
    const { kind, file } = operation;
    switch (kind) {
      case 'readdir':
        return base(operation, 'nothing');
      case 'lookup':
      case 'getattr':
      case 'access':
      case 'read':
        return this.#look(operation);
      case 'create': {
        const state = this.#state(file);
        newVersion(state);
        return act(operation, state, 'nothing');
      }
      case 'write': {
        const state = this.#state(file);
        const needs = existing(state);
        const offsetBytes = note(state, operation, alone);
        return { ...act(operation, state, needs), offsetBytes };
      }
      case 'commit': {
        const state = this.#state(file);
        const needs = existing(state);
        return act(operation, state, needs);
      }
      case 'rename': {
        const state = this.#state(file);
        const needs = existing(state);
        const before = act(operation, state, needs);
        state.renamed = !state.renamed;
        return { ...before, newName: nameOf(file, state) };
      }
      case 'remove': {
        const state = this.#state(file);
        const needs = existing(state);
        state.exists = false;
        return act(operation, state, needs);
      }
    }
  }

  #look(operation: Operation): FileAction {
    const { kind, file, offsetBytes, bytes } = operation;
    const state = this.#files.get(file);
    if (state?.exists !== true) return base(operation, 'base');
    const isThere = kind !== 'read' || offsetBytes + bytes <= state.bytes;
    return isThere ? act(operation, state, 'nothing') : base(operation, 'base');
  }

  #state(file: string): FileState {
    let state = this.#files.get(file);
    if (state === undefined) {
      const [number, stamp] = [this.#numbersBefore, this.#numbersBefore];
      const version = { number, doubted: false };
      state = { version, exists: false, renamed: false, stamp, bytes: 0, nextOffsetBytes: 0 };
      this.#files.set(file, state);
    }
    return state;
  }
}

function newVersion(state: FileState): void {
  state.version = { number: state.version.number + 1, doubted: false };
  state.exists = true;
  state.renamed = false;
  state.bytes = 0;
  state.nextOffsetBytes = 0;
}

/** Makes sure that a version exists; says whether it is one that must have been made before. */
function existing(state: FileState): FileAction['needs'] {
  if (state.exists) return 'nothing';
  newVersion(state);
  return 'empty version';
}

/** Answers where the write begins on the target. */
function note(state: FileState, { offsetBytes, bytes }: Operation, alone: boolean): number {
  const goesOn = !alone && offsetBytes > 0 && offsetBytes === state.nextOffsetBytes;
  if (!goesOn) {
    state.stamp++;
    state.bytes = 0;
  }
  const startBytes = state.bytes;
  state.bytes += bytes;
  state.nextOffsetBytes = offsetBytes + bytes;
  return startBytes;
}

function base({ file, offsetBytes }: Operation, needs: FileAction['needs']): FileAction {
  return { name: file, newName: null, needs, offsetBytes, stamp: 0, version: null };
}

function act({ file, offsetBytes }: Operation, state: FileState, needs: FileAction['needs']): FileAction {
  const { stamp, version } = state;
  return { name: nameOf(file, state), newName: null, needs, offsetBytes, stamp, version };
}

function nameOf(file: string, { version, renamed }: FileState): string {
  return `${file}.v${version.number}${renamed ? '.done' : ''}`;
}

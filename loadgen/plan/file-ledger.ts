/**
 * What the files of a run are called on the target, and what they hold, operation by operation. A pure function of the order of
 * operations on each file, so that the plan, made before the load, and the load itself agree without speaking to each other.
 *
 * A scenario names files that exist, and files that it makes, by the same names. On a target:
 *
 * - What the scenario only looks at is its *base*, `assets/000017`, made before the load and never changed by it.
 * - What it makes is a *version*: the first `create` makes `assets/000017.v1`, the next `.v2`. It never empties a file that others
 *   may be reading. A `rename` adds or takes away `.done`; publishing is a rename.
 * - An operation that needs something that no earlier one has made, such as a `remove` of a file that the studio has had for
 *   years, finds a version there that was made, empty, before the load.
 *
 * Every sequence of writes from a file's start has a *stamp*, a number from 1 on, that its blocks carry; a base has the stamp 0.
 */

import type { Operation } from '../../models/operations.ts';

/** A stretch of a file that one sequence of writes left as it is now, up to `endBytes`. */
interface Written {
  readonly stamp: number;
  endBytes: number;
}

interface FileState {
  version: number;
  exists: boolean;
  renamed: boolean;
  stamp: number;
  /** Later writes before earlier ones, each reaching further than those before it in the list. */
  written: Written[];
  /** A write was given up: what it reached is unknown. */
  uncertain: boolean;
}

/** What an operation is on the target. */
export interface FileAction {
  /** Of the file as it is before the operation. */
  readonly name: string;
  /** Of the file afterwards, for a rename. */
  readonly newName: string | null;
  /** What must have been made before the load. */
  readonly needs: 'nothing' | 'base' | 'empty version';
  /** Stamp of the blocks that a write leaves. */
  readonly stamp: number;
}

/** Stamps that may be read from a part of a file. */
export interface ExpectedPart {
  readonly offsetBytes: number;
  readonly bytes: number;
  readonly oldest: number;
  readonly newest: number;
}

export class FileLedger {
  readonly #files = new Map<string, FileState>();

  /** Takes note of an operation, in the order in which those on its file are issued, and says what it is on the target. */
  next(operation: Operation): FileAction {
    const { kind, file } = operation;
    switch (kind) {
      case 'readdir':
        return { name: file, newName: null, needs: 'nothing', stamp: 0 };
      case 'lookup':
      case 'getattr':
      case 'access':
      case 'read':
        return this.#look(operation);
      case 'create': {
        const state = this.#state(file);
        newVersion(state);
        return act(file, state, 'nothing');
      }
      case 'write': {
        const state = this.#state(file);
        const needs = existing(state);
        note(state, operation);
        return act(file, state, needs);
      }
      case 'commit': {
        const state = this.#state(file);
        const needs = existing(state);
        return act(file, state, needs);
      }
      case 'rename': {
        const state = this.#state(file);
        const needs = existing(state);
        const before = act(file, state, needs);
        state.renamed = !state.renamed;
        return { ...before, newName: nameOf(file, state) };
      }
      case 'remove': {
        const state = this.#state(file);
        const needs = existing(state);
        state.exists = false;
        return act(file, state, needs);
      }
    }
  }

  /** A change of this file was given up: from now on it may hold what it held before as well. */
  doubt(file: string): void {
    const state = this.#files.get(file);
    if (state !== undefined) state.uncertain = true;
  }

  /** What a read of the file, issued now, may find. */
  expected({ file, offsetBytes, bytes }: Operation): readonly ExpectedPart[] {
    const state = this.#files.get(file);
    if (state === undefined || !reaches(state, offsetBytes + bytes)) {
      return [{ offsetBytes, bytes, oldest: 0, newest: 0 }];
    }
    const parts: ExpectedPart[] = [];
    let reached = offsetBytes;
    for (const { stamp, endBytes } of state.written) {
      const end = Math.min(endBytes, offsetBytes + bytes);
      if (end <= reached) continue;
      const oldest = state.uncertain ? 0 : stamp;
      parts.push({
        offsetBytes: reached,
        bytes: end - reached,
        oldest,
        newest: state.uncertain ? state.stamp : stamp,
      });
      reached = end;
    }
    return parts;
  }

  #look({ kind, file, offsetBytes, bytes }: Operation): FileAction {
    const state = this.#files.get(file);
    const isThere = state?.exists === true && (kind !== 'read' || reaches(state, offsetBytes + bytes));
    return isThere ? act(file, state, 'nothing') : { name: file, newName: null, needs: 'base', stamp: 0 };
  }

  #state(file: string): FileState {
    let state = this.#files.get(file);
    if (state === undefined) {
      state = { version: 0, exists: false, renamed: false, stamp: 0, written: [], uncertain: false };
      this.#files.set(file, state);
    }
    return state;
  }
}

function newVersion(state: FileState): void {
  state.version++;
  state.exists = true;
  state.renamed = false;
  state.written = [];
  state.uncertain = false;
}

/** Makes sure that a version exists; says whether it is one that must have been made before. */
function existing(state: FileState): FileAction['needs'] {
  if (state.exists) return 'nothing';
  newVersion(state);
  return 'empty version';
}

function note(state: FileState, { offsetBytes, bytes }: Operation): void {
  if (offsetBytes === 0) {
    state.stamp++;
    state.written.unshift({ stamp: state.stamp, endBytes: 0 });
  }
  const current = state.written[0]!;
  current.endBytes = offsetBytes + bytes;
  state.written = state.written.filter((each) => each === current || each.endBytes > current.endBytes);
}

function reaches(state: FileState, endBytes: number): boolean {
  return state.written.length > 0 && state.written.at(-1)!.endBytes >= endBytes;
}

function act(file: string, state: FileState, needs: FileAction['needs']): FileAction {
  return { name: nameOf(file, state), newName: null, needs, stamp: state.stamp };
}

function nameOf(file: string, { version, renamed }: FileState): string {
  return `${file}.v${version}${renamed ? '.done' : ''}`;
}

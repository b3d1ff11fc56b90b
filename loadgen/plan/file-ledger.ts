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
 * Every sequence of writes, each of which goes on where the one before it ended, has a *stamp*, a number from 1 on, that its blocks
 * carry; a base has the stamp 0. A read of what no write has reached, such as a hole, is a read of the base.
 */

import type { Operation } from '../../models/operations.ts';

/** A stretch of a file that one sequence of writes left. */
interface Written {
  readonly stamp: number;
  readonly startBytes: number;
  endBytes: number;
}

/** What a version holds. */
export interface Content {
  /** Later writes before earlier ones, none of which lies wholly below a later one. */
  written: readonly Written[];
  /** A change was given up: whether it reached the target is unknown. */
  doubted: boolean;
}

interface FileState {
  version: number;
  exists: boolean;
  renamed: boolean;
  stamp: number;
  content: Content;
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
  /** Of the version that it is performed on; null for a base. */
  readonly content: Content | null;
}

/** The stamp of a part of a file. */
export interface ExpectedPart {
  readonly offsetBytes: number;
  readonly bytes: number;
  readonly stamp: number;
}

export class FileLedger {
  readonly #files = new Map<string, FileState>();

  /** Takes note of an operation, in the order in which those on its file are issued, and says what it is on the target. */
  next(operation: Operation): FileAction {
    const { kind, file } = operation;
    switch (kind) {
      case 'readdir':
        return { name: file, newName: null, needs: 'nothing', stamp: 0, content: null };
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

  /** What a read of the file, issued now, is to find; in order, without gaps. */
  expected({ file, offsetBytes, bytes }: Operation): readonly ExpectedPart[] {
    const state = this.#files.get(file);
    const parts = state?.exists === true ? partsOf(state.content, offsetBytes, bytes) : null;
    return parts ?? [{ offsetBytes, bytes, stamp: 0 }];
  }

  #look({ kind, file, offsetBytes, bytes }: Operation): FileAction {
    const state = this.#files.get(file);
    if (state?.exists === true) {
      const isThere = kind !== 'read' || partsOf(state.content, offsetBytes, bytes) !== null;
      if (isThere) return act(file, state, 'nothing');
    }
    return { name: file, newName: null, needs: 'base', stamp: 0, content: null };
  }

  #state(file: string): FileState {
    let state = this.#files.get(file);
    if (state === undefined) {
      state = { version: 0, exists: false, renamed: false, stamp: 0, content: emptyContent() };
      this.#files.set(file, state);
    }
    return state;
  }
}

function newVersion(state: FileState): void {
  state.version++;
  state.exists = true;
  state.renamed = false;
  state.content = emptyContent();
}

/** Makes sure that a version exists; says whether it is one that must have been made before. */
function existing(state: FileState): FileAction['needs'] {
  if (state.exists) return 'nothing';
  newVersion(state);
  return 'empty version';
}

function emptyContent(): Content {
  return { written: [], doubted: false };
}

function note(state: FileState, { offsetBytes, bytes }: Operation): void {
  const { content } = state;
  let [current] = content.written;
  if (current === undefined || offsetBytes === 0 || offsetBytes !== current.endBytes) {
    state.stamp++;
    current = { stamp: state.stamp, startBytes: offsetBytes, endBytes: offsetBytes };
  }
  current.endBytes = offsetBytes + bytes;
  const { startBytes, endBytes } = current;
  const others = content.written.filter(
    (each) => each !== current && (each.startBytes < startBytes || each.endBytes > endBytes),
  );
  content.written = [current, ...others];
}

/** What is written in a range, in order; null where something of it is not. */
function partsOf({ written }: Content, offsetBytes: number, bytes: number): readonly ExpectedPart[] | null {
  const end = offsetBytes + bytes;
  const parts: ExpectedPart[] = [];
  for (let at = offsetBytes; at < end; ) {
    let until = end;
    let found: Written | null = null;
    for (const each of written) {
      if (each.startBytes > at) until = Math.min(until, each.startBytes);
      else if (each.endBytes > at) {
        found = each;
        break;
      }
    }
    if (found === null) return null;
    until = Math.min(until, found.endBytes);
    parts.push({ offsetBytes: at, bytes: until - at, stamp: found.stamp });
    at = until;
  }
  return parts;
}

function act(file: string, state: FileState, needs: FileAction['needs']): FileAction {
  const { stamp, content } = state;
  return { name: nameOf(file, state), newName: null, needs, stamp, content };
}

function nameOf(file: string, { version, renamed }: FileState): string {
  return `${file}.v${version}${renamed ? '.done' : ''}`;
}

/**
 * Files that are open, as an application has them: found by name once, used until nothing is asked of them for a while. Opening is
 * part of the first operation's time, as it is in life.
 */

import type { Body } from '../../sim/kernel/process.ts';
import type { Storage, StorageFile } from '../targets/storage.ts';
import { TargetError } from '../targets/target.ts';
import type { Driver } from './driver.ts';

/** Beyond this many of either use, one is closed that was not used for a while. */
const OPEN_MAXIMUM = 256;

export type FileUse = 'read' | 'write';

/** A file that was opened, while it is in use and afterwards. */
export interface OpenFile {
  readonly file: StorageFile;
  readonly name: string;
  readonly use: FileUse;
  users: number;
  /** Since it was opened or last considered for closing. */
  usedAgain: boolean;
}

export class OpenFiles {
  readonly #driver: Driver;
  readonly #storage: Storage;
  readonly #directory: string;
  /** Open files by name, in the order in which they are considered for closing. */
  readonly #open: Readonly<Record<FileUse, Map<string, OpenFile>>> = { read: new Map(), write: new Map() };
  /**
   * True if closing an uncommitted file would lose its data, as where files are written whole. Such files are not
   * closed.
   */
  readonly #keepsWritten: boolean;

  /** Names are below `directory`, which ends in "/" or is empty. */
  constructor(driver: Driver, storage: Storage, directory: string) {
    this.#driver = driver;
    this.#storage = storage;
    this.#directory = directory;
    this.#keepsWritten = !storage.capabilities.randomWrite;
  }

  /** The file if it is open. To be given to `leave` when it has been used. */
  enter(name: string, use: FileUse): OpenFile | undefined {
    const files = this.#open[use];
    const open = files.get(name);
    if (open === undefined) return undefined;
    open.users++;
    open.usedAgain = true;
    return open;
  }

  /** Opens a file that is not open. Throws a TargetError. */
  *open(name: string, use: FileUse): Body<OpenFile> {
    const answer = this.#storage.open(this.#directory + name, use);
    const file = answer instanceof Promise ? yield* this.#driver.settled(answer) : answer;
    const open: OpenFile = { file, name, use, users: 1, usedAgain: false };
    const files = this.#open[use];
    // Where somebody else opened it meanwhile, theirs stays.
    if (!files.has(name)) {
      files.set(name, open);
      if (files.size > OPEN_MAXIMUM) yield* this.#trim(use);
    }
    return open;
  }

  /** Ends a use that failed or did not; answers what is to be closed then. */
  leave(open: OpenFile, error: unknown): StorageFile | null {
    open.users--;
    const files = this.#open[open.use];
    const isKept = files.get(open.name) === open;
    // A handle that no longer leads to the file is of no use to a second attempt.
    if (isKept && error instanceof TargetError && error.code === 'stale') files.delete(open.name);
    return isKept || open.users > 0 ? null : open.file;
  }

  /** Closes the file under both uses; null where it is open under neither. A failure to write what was still to be written is thrown. */
  close(name: string): Body<void> | null {
    return this.#open.write.has(name) || this.#open.read.has(name) ? this.#close(name) : null;
  }

  *#close(name: string): Body<void> {
    for (const use of ['write', 'read'] as const) {
      const files = this.#open[use];
      const file = files.get(name)?.file;
      if (file === undefined) continue;
      files.delete(name);
      yield* this.#driver.settled(file.close());
    }
  }

  *#trim(use: FileUse): Body<void> {
    if (use === 'write' && this.#keepsWritten) return;
    const files = this.#open[use];
    for (const [name, open] of files) {
      if (open.users > 0) continue;
      files.delete(name);
      if (!open.usedAgain) {
        yield* this.#driver.settled(open.file.close());
        return;
      }
      // A second chance, behind all others: to move it at each use would be an eighth of a read.
      open.usedAgain = false;
      files.set(name, open);
    }
  }
}

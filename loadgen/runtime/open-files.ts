/**
 * Files that are open, as an application has them: found by name once, used until nothing is asked of them for a while. Opening is
 * part of the first operation's time, as it is in life.
 */

import type { Body } from '../../sim/kernel/process.ts';
import { TargetError } from '../target.ts';
import type { Driver } from './driver.ts';
import type { Storage, StorageFile } from './storage.ts';

/** Beyond this many, the file that was used longest ago is closed. */
const OPEN_MAXIMUM = 256;

interface Kept {
  readonly file: StorageFile;
  users: number;
}

export class OpenFiles {
  readonly #driver: Driver;
  readonly #storage: Storage;
  /** By use and name, least recently used first. */
  readonly #kept = new Map<string, Kept>();

  constructor(driver: Driver, storage: Storage) {
    this.#driver = driver;
    this.#storage = storage;
  }

  /** Does something with a file, opening it if need be. Throws the TargetError of either. */
  *with<T>(name: string, use: 'read' | 'write', perform: (file: StorageFile) => Body<T>): Body<T> {
    const key = `${use}\n${name}`;
    const kept = this.#kept.get(key);
    if (kept === undefined) return yield* this.#opened(key, name, use, perform);
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    kept.users++;
    try {
      return yield* perform(kept.file);
    } catch (error) {
      // A handle that no longer leads to the file is of no use to a second attempt.
      if (error instanceof TargetError && error.code === 'stale') this.#kept.delete(key);
      throw error;
    } finally {
      kept.users--;
    }
  }

  /** Closes the file under both uses. A failure to write what was still to be written is thrown. */
  *close(name: string): Body<void> {
    for (const use of ['write', 'read'] as const) {
      const key = `${use}\n${name}`;
      const file = this.#kept.get(key)?.file;
      this.#kept.delete(key);
      if (file !== undefined) yield* this.#driver.settled(file.close());
    }
  }

  *#opened<T>(
    key: string,
    name: string,
    use: 'read' | 'write',
    perform: (file: StorageFile) => Body<T>,
  ): Body<T> {
    const file = yield* this.#driver.settled(this.#storage.open(name, use));
    if (this.#kept.has(key)) {
      // Somebody else opened it meanwhile; theirs stays.
      try {
        return yield* perform(file);
      } finally {
        yield* this.#driver.settled(file.close());
      }
    }
    const kept: Kept = { file, users: 1 };
    this.#kept.set(key, kept);
    try {
      return yield* perform(file);
    } finally {
      kept.users--;
      yield* this.#trim();
    }
  }

  *#trim(): Body<void> {
    if (this.#kept.size <= OPEN_MAXIMUM) return;
    for (const [key, { file, users }] of this.#kept) {
      if (users > 0) continue;
      this.#kept.delete(key);
      yield* this.#driver.settled(file.close());
      return;
    }
  }
}

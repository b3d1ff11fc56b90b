/**
 * A target as the load uses it. The operations are the same whether they answer with promises, as over a network, or at
 * once. A path answers at once, in the thread that asks. Promises would cost a synchronous call as much as the call
 * itself.
 */

import type { Now } from '../runtime/driver.ts';
import type { Attributes, Capabilities, Entry } from './target.ts';

/** The thread as those see it in whose calls it waits. */
export interface Thread {
  /** Until it has something else to do; below 0 where that is late, infinite where there is nothing. */
  readonly secondsUntilDue: number;
  /** To be called when it goes on after a call that it had to wait for. */
  goesOn(): void;
}

export interface StorageFile {
  read(offsetBytes: number, into: Uint8Array): Now<number>;
  write(offsetBytes: number, from: Uint8Array): Now<void>;
  commit(): Now<void>;
  close(): Now<void>;
}

/** See `Target` for what each operation promises. */
export interface Storage {
  readonly capabilities: Capabilities;
  /** Whether the thread waits in operations, all or some, where no message reaches it, rather than in its event loop. */
  readonly blocksThread?: boolean;
  /**
   * Lets the storage wait for its answers in the thread, for as long as the thread has nothing else to do. It wakes the
   * thread when one is there. Absent where the thread never waits, or where no call answers with a promise.
   */
  attend?(thread: Thread): void;
  lookup(path: string): Now<Attributes | undefined>;
  getattr(path: string): Now<Attributes>;
  access(path: string): Now<{ readonly read: boolean; readonly write: boolean }>;
  readdir(path: string): Now<readonly Entry[]>;
  create(path: string): Now<void>;
  open(path: string, use: 'read' | 'write'): Now<StorageFile>;
  rename(from: string, to: string): Now<void>;
  remove(path: string): Now<void>;
}

/**
 * A thread that begins a load with code that it has never run is late for its first second. So each performs a part of its share
 * beforehand, on nothing.
 */

import type { Storage, StorageFile } from '../targets/storage.ts';
import type { Attributes } from '../targets/target.ts';
import type { WaitableClock } from './clock.ts';
import { LoadSession, type SessionSettings } from './load-session.ts';

/** As many as it takes the compiler to have seen all of the path. */
const OPERATIONS = 20_000;
const SECONDS_MAX = 60;

const ATTRIBUTES: Attributes = { kind: 'file', bytes: 0, identity: '', modifiedSeconds: 0, links: 1 };

const FILE: StorageFile = {
  read: (_offsetBytes, into) => into.length,
  write: () => undefined,
  commit: () => undefined,
  close: () => undefined,
};

/** Answers at once that all is well. */
export const NOTHING: Storage = {
  capabilities: { atomicRename: true, randomWrite: true, directories: true },
  lookup: () => ATTRIBUTES,
  getattr: () => ATTRIBUTES,
  access: () => ({ read: true, write: true }),
  readdir: () => [],
  create: () => undefined,
  open: () => FILE,
  rename: () => undefined,
  remove: () => undefined,
};

class Over extends Error {}

/** Performs the first operations of a thread's share on nothing; nothing of it is recorded. */
export function rehearse(worker: number, settings: SessionSettings): void {
  let left = OPERATIONS;
  let session: LoadSession | null = null;
  const clock: WaitableClock = {
    get nowSeconds() {
      return session?.simulatedSeconds ?? 0;
    },
    spinUntil: (seconds) => seconds,
  };
  session = new LoadSession(
    worker,
    { ...settings, verify: false },
    {
      clock,
      storage: NOTHING,
      call: null,
      onSecond: () => undefined,
      // What waits for others is not rehearsed.
      onSignal: () => undefined,
      permit: () => {
        if (--left < 0) throw new Over();
        return true;
      },
    },
  );
  try {
    session.rehearse(Math.min(SECONDS_MAX, settings.studio.run.durationSeconds / settings.speed));
  } catch (error) {
    if (!(error instanceof Over)) throw error;
  }
}

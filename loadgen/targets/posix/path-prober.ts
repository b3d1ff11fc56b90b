/**
 * Questions to a target that never make the thread wait that asks them: a mount whose server is gone holds up every call, and it
 * is then that the thread that watches over a run has to act. For a path they go through the pool of libuv.
 */

import { constants, type FileHandle, open, stat, statfs } from 'node:fs/promises';
import { alignedBytes } from '../../data/aligned-memory.ts';
import { closing } from '../../first-error.ts';
import { openTarget, type TargetLocation, targetKindOf } from '../open-target.ts';
import type { Space } from '../target.ts';
import { spaceOf } from './attributes.ts';
import { EINVAL, errnoOf, failureOf } from './errno.ts';

const PROBE_BYTES = 4096;

export interface Questioner {
  space(): Promise<Space>;
  /**
   * Reads the first bytes of a file, as close to the device as can be; `null` asks for the attributes of the root instead. Rejects
   * with a TargetError.
   */
  probe(path: string | null): Promise<void>;
  close(): Promise<void>;
}

/** On connections of its own. Rejects with a TargetError. */
export async function openQuestioner(location: TargetLocation): Promise<Questioner> {
  if (targetKindOf(location.url) === 'posix') return localQuestioner(location.url);
  const target = await openTarget({ ...location, connections: 1 });
  const into = new Uint8Array(PROBE_BYTES);
  return {
    space: () => target.space(),
    probe: async (path) => {
      if (path === null) await target.getattr('');
      else await target.read(path, 0, into);
    },
    close: () => target.close(),
  };
}

function localQuestioner(root: string): Questioner {
  const into = alignedBytes(PROBE_BYTES);
  let direct: number = constants.O_DIRECT;
  const openFile = async (path: string): Promise<FileHandle> => {
    try {
      return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | direct);
    } catch (error) {
      // This file system has no reads past the page cache.
      if (direct === 0 || errnoOf(error) !== EINVAL) throw error;
      direct = 0;
      return openFile(path);
    }
  };
  return {
    space: () => named('', async () => spaceOf(await statfs(root))),
    probe: (path) =>
      named(path ?? '', async () => {
        if (path === null) {
          await stat(root);
          return;
        }
        const file = await openFile(`${root}/${path}`);
        await closing(
          () => file.read(into, 0, PROBE_BYTES, 0),
          () => file.close(),
        );
      }),
    close: () => Promise.resolve(),
  };
}

async function named<Result>(path: string, perform: () => Promise<Result>): Promise<Result> {
  try {
    return await perform();
  } catch (error) {
    throw failureOf(path, error);
  }
}

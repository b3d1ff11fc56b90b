/** Questions to a path through the pool of libuv, so that the thread that asks them does not wait. */

import { constants, type FileHandle, open, stat, statfs } from 'node:fs/promises';
import { alignedBytes } from '../../data/aligned-memory.ts';
import { closing } from '../../first-error.ts';
import { PROBE_BYTES, type TargetProber } from '../target-prober.ts';
import { spaceOf } from './attributes.ts';
import { EINVAL, errnoOf, failureOf } from './errno.ts';

/** Opens nothing yet: every question opens what it is about. */
export function openPathProber(root: string): TargetProber {
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

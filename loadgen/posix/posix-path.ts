/** Paths below the root of a target, taken apart and held against the rules of `target.ts`. */

import { TargetError } from '../target.ts';

export interface Place {
  /** Path of the directory; "" is the root. */
  readonly directory: string;
  readonly name: string;
}

const IMPOSSIBLE_PART = /(?:^|\/)\.{0,2}(?:\/|$)|\p{Cc}/u;
/** PATH_MAX of Linux. How long a name may be, the file system says. */
const MAXIMUM_PATH_BYTES = 4096;

/** Where a path leads; undefined for "", the root itself. Throws a TargetError for one that no entry can have. */
export function placeOf(path: string): Place | undefined {
  if (path === '') return undefined;
  // Half a character pair would silently become another name.
  if (IMPOSSIBLE_PART.test(path) || !path.isWellFormed()) {
    throw new TargetError(
      'permission',
      'a path has parts of printable text joined by "/", none of them empty, "." or ".."',
      { retryable: false },
    );
  }
  if (path.length * 3 > MAXIMUM_PATH_BYTES && Buffer.byteLength(path) > MAXIMUM_PATH_BYTES) {
    throw new TargetError('name-too-long', `a path has at most ${MAXIMUM_PATH_BYTES} bytes`, {
      retryable: false,
    });
  }
  const slash = path.lastIndexOf('/');
  return { directory: path.slice(0, Math.max(0, slash)), name: path.slice(slash + 1) };
}

/** Paths below the root of a target: taken apart, held against the rules of `target.ts`, put before what went wrong. */

import { TargetError } from '../target.ts';

export interface Place {
  /** Path of the directory; "" is the root. */
  readonly directory: string;
  readonly name: string;
}

const IMPOSSIBLE_PART = /(?:^|\/)\.{0,2}(?:\/|$)|\0/;
const MAXIMUM_NAME_BYTES = 255;

/**
 * Returns the place to which a path leads; undefined for "", the root itself. Throws a TargetError for one that no
 * entry can have.
 */
export function placeOf(path: string): Place | undefined {
  if (path === '') return undefined;
  if (IMPOSSIBLE_PART.test(path)) {
    throw new TargetError('permission', 'a path has parts joined by "/", none of them empty, "." or ".."', {
      retryable: false,
    });
  }
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  if (name.length * 3 > MAXIMUM_NAME_BYTES && Buffer.byteLength(name) > MAXIMUM_NAME_BYTES) {
    throw new TargetError('name-too-long', `a name has at most ${MAXIMUM_NAME_BYTES} bytes`, {
      retryable: false,
    });
  }
  return { directory: path.slice(0, Math.max(0, slash)), name };
}

/** Does something and puts the path before the words of its failure. */
export async function named<Result>(path: string, perform: () => Promise<Result>): Promise<Result> {
  try {
    return await perform();
  } catch (error) {
    throw withPath(path, error);
  }
}

/** A failure with the path before its words; an error of the program stays what it is. */
export function withPath(path: string, error: unknown): unknown {
  if (!(error instanceof TargetError)) return error;
  const { code, message, retryable } = error;
  const subject = path === '' ? 'the root of the target' : path;
  return new TargetError(code, `${subject}: ${message}`, { retryable, cause: error });
}

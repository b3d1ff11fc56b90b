import { libc } from './libc.ts';
import { LibcCalls } from './libc-calls.ts';
import { NodeCalls } from './node-calls.ts';
import type { SystemCalls } from './system-calls.ts';

/** The fastest that this machine has; those of Node everywhere. */
export function loadCalls(): SystemCalls {
  const library = libc();
  if (library === null) return new NodeCalls();
  try {
    return new LibcCalls(library);
  } catch {
    // A library without one of the calls, such as one older than statx.
    return new NodeCalls();
  }
}

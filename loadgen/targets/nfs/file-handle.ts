/** How a server names a file: up to 64 bytes that mean something to it alone (RFC 1813, section 2.5). */

import type { XdrReader } from './xdr.ts';

const MAXIMUM_BYTES = 64;

export interface FileHandle {
  readonly bytes: Uint8Array;
  /** The same bytes as text: equal for equal handles. */
  readonly text: string;
}

export function readHandle(results: XdrReader): FileHandle {
  const bytes = Buffer.from(results.opaque(MAXIMUM_BYTES));
  return { bytes, text: bytes.toString('hex') };
}

/** A handle that may be left out. */
export function readOptionalHandle(results: XdrReader): FileHandle | undefined {
  return results.boolean() ? readHandle(results) : undefined;
}

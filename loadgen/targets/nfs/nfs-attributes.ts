/** File attributes on the wire (RFC 1813, sections 2.5 and 2.6). */

import type { Attributes, EntryKind } from '../target.ts';
import type { FileHandle } from './file-handle.ts';
import { XdrError, type XdrReader, type XdrWriter } from './xdr.ts';

const REGULAR = 1;
const DIRECTORY = 2;
const LAST_TYPE = 7;
const ATTRIBUTE_BYTES = 84;
const WCC_BYTES = 24;
/** The mode; from the owner to the size; from there to the time of modification; from there to the end. */
const BEFORE_LINKS_BYTES = 4;
const BEFORE_SIZE_BYTES = 8;
const BEFORE_MODIFIED_BYTES = 40;
const AFTER_MODIFIED_BYTES = 8;

/** Attributes as the server gives them; the identity of the file is its handle, which stands elsewhere. */
export interface FileAttributes {
  readonly kind: EntryKind;
  readonly bytes: number;
  readonly links?: number;
  readonly modifiedSeconds: number;
}

export function readAttributes(results: XdrReader): FileAttributes {
  const type = results.uint32();
  if (type < REGULAR || type > LAST_TYPE) throw new XdrError(`an unknown type of file ${type}`);
  results.skip(BEFORE_LINKS_BYTES);
  const links = results.uint32();
  results.skip(BEFORE_SIZE_BYTES);
  const bytes = results.uint64();
  results.skip(BEFORE_MODIFIED_BYTES);
  const seconds = results.uint32();
  const nanoseconds = results.uint32();
  results.skip(AFTER_MODIFIED_BYTES);
  const kind = type === REGULAR ? 'file' : type === DIRECTORY ? 'directory' : 'other';
  return { kind, bytes, links, modifiedSeconds: seconds + nanoseconds * 1e-9 };
}

/** `post_op_attr`: attributes that a server may leave out. */
export function readOptionalAttributes(results: XdrReader): FileAttributes | undefined {
  return results.boolean() ? readAttributes(results) : undefined;
}

export function skipOptionalAttributes(results: XdrReader): void {
  if (results.boolean()) results.skip(ATTRIBUTE_BYTES);
}

/** `wcc_data`: what a file was before and after a call. Nothing here keeps attributes, so nothing needs it. */
export function skipWeakCacheConsistency(results: XdrReader): void {
  if (results.boolean()) results.skip(WCC_BYTES);
  skipOptionalAttributes(results);
}

/** `sattr3` that sets a mode, a size where one is given, and leaves the rest to the server. */
export function writeNewAttributes(out: XdrWriter, mode: number, bytes?: number): void {
  out.boolean(true);
  out.uint32(mode);
  out.boolean(false);
  out.boolean(false);
  out.boolean(bytes !== undefined);
  if (bytes !== undefined) out.uint64(bytes);
  out.uint32(0);
  out.uint32(0);
}

export function withIdentity(attributes: FileAttributes, { text }: FileHandle): Attributes {
  return { ...attributes, identity: text };
}

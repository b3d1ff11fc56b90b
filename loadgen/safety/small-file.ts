/** Files of the sandbox's own, read and written whole. */

import type { Attributes, Target } from '../targets/target.ts';

/** A regular file of one name; null for anything else of that name; undefined where there is nothing. */
export async function readSmallFile(
  target: Target,
  path: string,
  bytesMax: number,
): Promise<{ readonly text: string; readonly attributes: Attributes } | null | undefined> {
  const attributes = await target.lookup(path);
  if (attributes === undefined) return undefined;
  if (attributes.kind !== 'file' || attributes.bytes > bytesMax || (attributes.links ?? 1) !== 1) return null;
  const bytes = new Uint8Array(attributes.bytes);
  const length = await target.read(path, 0, bytes);
  return { text: Buffer.from(bytes.subarray(0, length)).toString('utf8'), attributes };
}

/** Writes a file that nothing is there of, and looks whether it is there; in parts, as a target need not take all at once. */
export async function writeSmallFile(target: Target, path: string, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  if (bytes.length === 0) throw new RangeError('there is nothing to write');
  await target.create(path);
  for (let at = 0; at < bytes.length; at += PART_BYTES) {
    await target.write(path, at, bytes.subarray(at, at + PART_BYTES));
  }
  await target.commit(path);
}

const PART_BYTES = 1024 * 1024;

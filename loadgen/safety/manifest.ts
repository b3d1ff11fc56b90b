/**
 * The manifest of a run: every name that it may make, written down on the target before the first of them is made. A run that goes
 * on to something else replaces it by one that says more. Whatever ends the run, the manifest says afterwards what could have come
 * from it.
 *
 * Lines of JSON: the run, then ranges of files, then a checksum of all before it, without which a manifest is none.
 */

import * as z from 'zod';
import { crc32c } from '../data/crc32c.ts';
import type { Target } from '../targets/target.ts';
import { OWNER } from './owner.ts';
import { type PlannedFiles, PlannedSet } from './planned-files.ts';
import type { RunPlace } from './run-place.ts';
import { readSmallFile, writeSmallFile } from './small-file.ts';

const FORMAT = 1;
export const MANIFEST_BYTES_MAX = 512 * 1024 * 1024;

const HEAD = z.object({
  headroomManifest: z.literal(FORMAT),
  run: z.string().min(1).max(200),
  /** Identity in the sandbox's marker. */
  sandbox: z.string(),
  /** Key of the content of the files (see `BlockData`). */
  runKey: z.string(),
  /** Seconds since 1970, by the clock of the machine that ran it. */
  startedAtSeconds: z.number(),
  owner: OWNER,
});
export type ManifestHead = z.infer<typeof HEAD>;

const count = z.number().int().nonnegative();
const RANGE = z.object({
  directory: z.string().refine((path) => path.split('/').every((part) => !/^\.{0,2}$|\p{Cc}/u.test(part))),
  firstFile: count,
  files: count,
  versionsMax: count,
  bytesMax: count,
});

export interface Manifest {
  readonly head: ManifestHead;
  readonly planned: PlannedSet;
}

export async function writeManifest(
  target: Target,
  path: string,
  { head, planned }: Manifest,
): Promise<void> {
  const lines = [JSON.stringify(head)];
  for (const range of planned.ranges()) lines.push(JSON.stringify(range));
  const text = `${lines.join('\n')}\n`;
  await writeSmallFile(target, path, `${text}${JSON.stringify({ crc32c: crc32c(Buffer.from(text)) })}\n`);
}

/** Writes a manifest in the place of one that is there: at any time one of the two is whole. */
export async function replaceManifest(
  target: Target,
  { manifest, nextManifest }: RunPlace,
  next: Manifest,
): Promise<void> {
  await writeManifest(target, nextManifest, next);
  await target.rename(nextManifest, manifest);
}

/** Undefined where there is none; null where it is not whole, or something else. */
export async function readManifest(target: Target, path: string): Promise<Manifest | null | undefined> {
  const file = await readSmallFile(target, path, MANIFEST_BYTES_MAX);
  return file === undefined ? undefined : file === null ? null : parseManifest(file.text);
}

export function parseManifest(text: string): Manifest | null {
  const end = text.lastIndexOf('\n', text.length - 2) + 1;
  const body = text.slice(0, end);
  const sum = z.object({ crc32c: z.number() }).safeParse(json(text.slice(end)));
  if (!sum.success || sum.data.crc32c !== crc32c(Buffer.from(body))) return null;
  const [first = '', ...rest] = body.trimEnd().split('\n');
  const head = HEAD.safeParse(json(first));
  if (!head.success) return null;
  const ranges: PlannedFiles[] = [];
  for (const line of rest) {
    const range = RANGE.safeParse(json(line));
    if (!range.success) return null;
    ranges.push(range.data);
  }
  return { head: head.data, planned: PlannedSet.of(ranges) };
}

/** A manifest is the first file of a run: where not even it is whole, this tells whether it was to become one. */
export function isBeginOfManifest(text: string): boolean {
  const begin = `{"headroomManifest":${FORMAT},`;
  return text.startsWith(begin) || begin.startsWith(text);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The marker of a sandbox: a file that says that its directory was given to Headroom. It names the directory, so that a
 * copy elsewhere grants nothing.
 */

import * as z from 'zod';
import type { Target } from '../targets/target.ts';
import type { PlaceIdentity } from './place.ts';
import { SafetyRefusal } from './refusal.ts';
import { readSmallFile, writeSmallFile } from './small-file.ts';

export const MARKER_NAME = '.headroom-sandbox';
const FORMAT = 1;
const BYTES_MAX = 16_384;

const MARKER = z.object({
  headroomSandbox: z.literal(FORMAT),
  /** Random; the manifests of its runs repeat it. */
  nonce: z.string().regex(/^[0-9a-f]{32}$/),
  /** The run that made it. */
  run: z.string().max(200),
  /** User id; null where the target knows none. */
  uid: z.number().int().nonnegative().nullable(),
  device: z.string().max(8192),
  /** Identity of the root on the target: an inode, or a file handle. */
  inode: z.string().max(1024),
});
export type Marker = z.infer<typeof MARKER>;

/** The marker of the place; undefined where there is none, or only the beginning of one. Rejects with a SafetyRefusal where it is not the place's own. */
export async function readMarker(target: Target, place: PlaceIdentity): Promise<Marker | undefined> {
  const file = await readSmallFile(target, MARKER_NAME, BYTES_MAX);
  if (file === undefined) return undefined;
  // Its writing was cut short: nothing else was made yet, and the place must be empty.
  if (file !== null && isBeginOfMarker(file.text)) return undefined;
  const marker = file === null ? undefined : parse(file.text);
  if (marker === undefined) {
    throw new SafetyRefusal(
      'marker-unreadable',
      `${MARKER_NAME} in ${target.url} cannot be read as a marker: name another, empty directory`,
    );
  }
  if (marker === 'another-version') {
    throw new SafetyRefusal(
      'marker-of-another-version',
      `${target.url} was prepared by another version of Headroom: clean it with that one, or name another directory`,
    );
  }
  if (marker.device !== place.device || marker.inode !== place.inode) {
    throw new SafetyRefusal(
      'marker-elsewhere',
      `${MARKER_NAME} in ${target.url} was made for another directory and copied here: name an empty directory`,
    );
  }
  if (marker.uid !== place.uid) {
    throw new SafetyRefusal(
      'marker-of-another-user',
      `${target.url} is the sandbox of user ${marker.uid}, and this is user ${place.uid}: name a directory of your own`,
    );
  }
  return marker;
}

/** Makes the marker of a place that has none. */
export async function writeMarker(
  target: Target,
  place: PlaceIdentity,
  run: string,
  nonce: string,
): Promise<Marker> {
  const { device, inode, uid } = place;
  const marker: Marker = { headroomSandbox: FORMAT, nonce, run, uid, device, inode };
  await writeSmallFile(target, MARKER_NAME, `${JSON.stringify(marker)}\n`);
  return marker;
}

function isBeginOfMarker(text: string): boolean {
  const begin = `{"headroomSandbox":${FORMAT},`;
  return !text.endsWith('\n') && (text.startsWith(begin) || begin.startsWith(text));
}

function parse(text: string): Marker | 'another-version' | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = MARKER.safeParse(value);
  if (parsed.success) return parsed.data;
  const version = z.object({ headroomSandbox: z.number() }).safeParse(value);
  return version.success && version.data.headroomSandbox !== FORMAT ? 'another-version' : undefined;
}

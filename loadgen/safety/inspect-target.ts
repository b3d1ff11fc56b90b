/**
 * Whether a target may be written to, found out without writing to it. Its root must be empty, or a sandbox by its own marker;
 * and it must be no place where a mistake would be dear.
 */

import type { Consents } from '../targets/consents.ts';
import { protocolOf } from '../targets/protocols.ts';
import type { Target } from '../targets/target.ts';
import type { TargetLocation } from '../targets/target-location.ts';
import { MARKER_NAME, type Marker, readMarker } from './marker.ts';
import type { PlaceIdentity } from './place.ts';
import { SafetyRefusal } from './refusal.ts';

export interface Inspection {
  readonly place: PlaceIdentity;
  /** Null at the first contact: the place is empty. */
  readonly marker: Marker | null;
}

/** Rejects with a SafetyRefusal that says what to do, or with the TargetError of a target that does not answer. */
export async function inspectTarget(
  location: Pick<TargetLocation, 'url'>,
  target: Target,
  consents: Consents,
): Promise<Inspection> {
  const place = await protocolOf(location.url).identify(location.url, target, consents);
  const marker = (await readMarker(target, place)) ?? null;
  const { read, write } = await target.access('');
  if (!read || !write) {
    throw new SafetyRefusal(
      'not-writable',
      `${target.url} cannot be ${read ? 'written' : 'read'} by this user: name a directory that can be, or change its owner or its export`,
    );
  }
  if (marker === null) await refuseUnlessEmpty(target);
  return { place, marker };
}

/** Only of an empty place can be said afterwards that it is as it was before. */
export async function refuseUnlessEmpty(target: Target): Promise<void> {
  const [first] = (await target.readdir('', 1)).filter(({ name }) => name !== MARKER_NAME);
  if (first === undefined) return;
  throw new SafetyRefusal(
    'not-empty',
    `${target.url} is not empty, it holds ${JSON.stringify(first.name)}: name an empty directory`,
  );
}

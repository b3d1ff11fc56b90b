import type { Located, LocatedEntry, LocatedMap } from './located.ts';
import { ARRIVAL_KINDS } from './schema/arrivals.ts';
import { DISTRIBUTION_KINDS } from './schema/distribution.ts';

const KIND_KEYS: ReadonlySet<string> = new Set([...DISTRIBUTION_KINDS, ...ARRIVAL_KINDS]);

/**
 * Lays an overlay over a base. Maps are merged key by key, everything else is replaced. A key written as `null` or `~`
 * is removed. A map with a key for its kind (a distribution, an arrival process) is replaced as a whole by an overlay
 * of another kind. The figures of one kind mean nothing to another.
 */
export function merge(base: Located, overlay: Located): Located {
  if (base.kind !== 'map' || overlay.kind !== 'map' || changesKind(base, overlay)) return overlay;
  const entries = new Map<string, LocatedEntry>(base.entries);
  for (const [key, { keyPlace, value }] of overlay.entries) {
    const existing = base.entries.get(key);
    if (isRemoval(value)) entries.delete(key);
    else entries.set(key, { keyPlace, value: existing === undefined ? value : merge(existing.value, value) });
  }
  return { kind: 'map', place: base.place, entries };
}

function changesKind(base: LocatedMap, overlay: LocatedMap): boolean {
  const before = kindsOf(base);
  const after = kindsOf(overlay);
  return before.length > 0 && after.length > 0 && !after.some((key) => before.includes(key));
}

function kindsOf(map: LocatedMap): string[] {
  return [...map.entries]
    .filter(([key, { value }]) => KIND_KEYS.has(key) && !isRemoval(value))
    .map(([key]) => key);
}

/** A null that is written out; a key without any value is a mistake, not a removal. */
function isRemoval(value: Located): boolean {
  return value.kind === 'scalar' && value.value === null && value.text !== '';
}

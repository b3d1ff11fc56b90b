/**
 * The located document: what a scenario says, as plain scalars, maps and lists, each knowing where it stands. Overlays are
 * merged on this form, so that after `extends`, variants and `--set` every value still points at the text it came from.
 */

import type { TextRange } from './diagnostic.ts';
import type { Place } from './source.ts';

export type ScalarValue = string | number | boolean | null;

export interface LocatedScalar {
  readonly kind: 'scalar';
  readonly place: Place;
  readonly value: ScalarValue;
  /** As written, without quotes. */
  readonly text: string;
  /** Offset in the source at which `text` stands letter by letter; null when escapes or folded lines lie between. */
  readonly textStart: number | null;
}

export interface LocatedMap {
  readonly kind: 'map';
  readonly place: Place;
  /** A Map, because keys are the user's and may be "__proto__". */
  readonly entries: ReadonlyMap<string, LocatedEntry>;
}

export interface LocatedEntry {
  readonly keyPlace: Place;
  readonly value: Located;
}

export interface LocatedList {
  readonly kind: 'list';
  readonly place: Place;
  readonly items: readonly Located[];
}

export type Located = LocatedScalar | LocatedMap | LocatedList;

/** Names of keys and indexes of list items, from the root. */
export type DocumentPath = readonly (string | number)[];

/** The value at a path; undefined where there is none. */
export function valueAt(root: Located, path: DocumentPath): Located | undefined {
  let node: Located | undefined = root;
  for (const step of path) {
    if (node?.kind === 'map') node = node.entries.get(String(step))?.value;
    else if (node?.kind === 'list') node = node.items[Number(step)];
    else return undefined;
  }
  return node;
}

/** Returns the place of the key of a path, or of the value where it has no key (a list item, the whole document). */
export function keyPlaceAt(root: Located, path: DocumentPath): Place {
  const parent = valueAt(root, path.slice(0, -1));
  const step = path.at(-1);
  if (parent?.kind === 'map' && step !== undefined) {
    const entry = parent.entries.get(String(step));
    if (entry !== undefined) return entry.keyPlace;
  }
  const value = valueAt(root, path);
  if (value !== undefined) return path.length > 0 ? value.place : startOf(value);
  return path.length > 0 ? keyPlaceAt(root, path.slice(0, -1)) : startOf(root);
}

/**
 * Returns the place at which to show a mistake in the value of a path: the value, or a range of its text. A value that
 * is left out or spans lines is shown at its key.
 */
export function placeAt(root: Located, path: DocumentPath, within: TextRange | null = null): Place {
  const value = valueAt(root, path);
  if (value === undefined) return keyPlaceAt(root, path);
  if (value.kind === 'scalar') return value.text === '' ? keyPlaceAt(root, path) : placeWithin(value, within);
  const { source, start, end } = value.place;
  return source.text.slice(start, end).includes('\n') ? keyPlaceAt(root, path) : value.place;
}

/** A range of a scalar's text as a place in its source; the whole scalar where the two differ letter by letter. */
export function placeWithin(scalar: LocatedScalar, within: TextRange | null): Place {
  if (within === null || scalar.textStart === null) return scalar.place;
  return {
    source: scalar.place.source,
    start: scalar.textStart + within.start,
    end: scalar.textStart + within.end,
  };
}

/** As plain JavaScript values. Objects have no prototype, so that no key of the user's means anything to them. */
export function plain(node: Located): unknown {
  switch (node.kind) {
    case 'scalar':
      // A whole number with three decimals may be meant in thousands: the text tells, the number does not.
      return typeof node.value === 'number' && /^[1-9]\d{0,2}\.000$/.test(node.text) ? node.text : node.value;
    case 'list':
      return node.items.map(plain);
    case 'map': {
      const object: Record<string, unknown> = Object.create(null);
      for (const [key, { value }] of node.entries) object[key] = plain(value);
      return object;
    }
    default:
      return node satisfies never;
  }
}

/** The first key of the document, which stands for the whole of it. */
function startOf(root: Located): Place {
  if (root.kind === 'map') {
    for (const { keyPlace } of root.entries.values()) return keyPlace;
  }
  return { source: root.place.source, start: root.place.start, end: root.place.start };
}

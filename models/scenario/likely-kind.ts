/** The likely kind of a stage whose own word for it is no kind. By it, the stage's other mistakes are found too. */

import * as z from 'zod';
import { findStageKind, stageKinds } from '../stages/stage-kinds.ts';
import { unwrapped } from './defaults.ts';
import { type Located, type LocatedMap, valueAt } from './located.ts';
import { closest } from './suggestion.ts';

/** Returns the name of the stage's kind, of the nearest kind in spelling, or of the one that has most of its keys. */
export function likelyKind(stage: Located): string | undefined {
  if (stage.kind !== 'map') return undefined;
  const given = valueAt(stage, ['kind']);
  const word = given?.kind === 'scalar' ? given.text : '';
  if (findStageKind(word) !== undefined) return word;
  const names = stageKinds().map(({ name }) => name);
  return closest(word, names) ?? kindByKeys(stage);
}

/** The kind that has more of the keys than any other. */
function kindByKeys(stage: LocatedMap): string | undefined {
  const counts = stageKinds().map(({ name, schema }) => {
    const inner = unwrapped(schema);
    const known = inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
    const own = known.filter((key) => key !== 'kind' && key !== 'storage' && stage.entries.has(key));
    return { name, count: own.length };
  });
  const [first, second] = counts.toSorted((one, other) => other.count - one.count);
  return first !== undefined && first.count > (second?.count ?? 0) ? first.name : undefined;
}

/** Returns the stage as one of a kind. */
export function ofKind(stage: LocatedMap, kind: string): LocatedMap {
  const { place } = stage;
  const keyPlace = stage.entries.get('kind')?.keyPlace ?? place;
  const value = { kind: 'scalar', place, value: kind, text: kind, textStart: null } as const;
  return { ...stage, entries: new Map([...stage.entries, ['kind', { keyPlace, value }]]) };
}

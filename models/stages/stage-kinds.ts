/** The registry of stage kinds: one line for each. */

import type { Asset } from '../assets/asset.ts';
import type { StageDefinition } from '../studio.ts';
import { EDITORIAL_KIND } from './editorial/kind.ts';
import { INGEST_KIND } from './ingest/kind.ts';
import { METADATA_KIND } from './metadata/kind.ts';
import { RENDER_KIND } from './render/kind.ts';
import type { StageKind } from './stage-kind.ts';

const KINDS = new Map<string, StageKind>();

registerStageKind(INGEST_KIND);
registerStageKind(RENDER_KIND);
registerStageKind(METADATA_KIND);
registerStageKind(EDITORIAL_KIND);

/**
 * Adds a kind of stage and returns a function that takes it away again. The program itself adds none while it runs, so that
 * every thread knows the same kinds. Throws for a name that is taken.
 */
export function registerStageKind(kind: StageKind): () => void {
  const { name } = kind;
  if (KINDS.has(name)) throw new Error(`there already is a stage kind "${name}"`);
  KINDS.set(name, kind);
  return () => KINDS.delete(name);
}

/** Returns all kinds, in the order in which they were registered. */
export function stageKinds(): readonly StageKind[] {
  return [...KINDS.values()];
}

/** Returns the kind of a name that may be of another version; undefined where there is none. */
export function findStageKind(name: string): StageKind | undefined {
  return KINDS.get(name);
}

/** Returns the kind of a stage of a studio. */
export function kindOf({ kind }: Pick<StageDefinition, 'kind'>): StageKind {
  const found = KINDS.get(kind);
  if (found === undefined) throw new Error(`there is no stage kind "${kind}"`);
  return found;
}

/** Returns the names of the storage systems that a stage works on, each once. */
export function systemsOf(stage: StageDefinition): readonly string[] {
  return kindOf(stage).storage?.(stage) ?? [stage.storage];
}

/** Returns the named assets that a stage reads. */
export function assetsOf(stage: StageDefinition): readonly Asset[] {
  return kindOf(stage).assets?.(stage) ?? [];
}

/** Returns the storage systems of a stage as a result states them: one by its name, several as a list. */
export function statedStorage(stage: StageDefinition): string | readonly string[] {
  const names = systemsOf(stage);
  return names.length === 1 ? names[0]! : names;
}

/** Returns the words for one unit of a stage's work: "a frame", "an interval". */
export function unitOf(stage: Pick<StageDefinition, 'kind'>): string {
  const [one] = kindOf(stage).unit;
  return `${/^[aeiou]/.test(one) ? 'an' : 'a'} ${one}`;
}

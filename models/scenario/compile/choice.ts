import type { StageBase } from '../../stages/stage-kind.ts';
import type { DocumentPath } from '../located.ts';
import type { Compilation } from './compilation.ts';

/** The storage or farm of a stage: as named, or the only one there is; undefined where that has been reported. */
export function chosen(name: string | undefined, known: readonly string[]): string | undefined {
  if (name === undefined) return known.length === 1 ? known[0] : undefined;
  return known.includes(name) ? name : undefined;
}

/**
 * Returns the storage of a payload, whose section stands at a path below its stage: as named there, or the stage's own.
 * Undefined where it names none that there is, which has been reported.
 */
export function payloadStorage(
  named: string | undefined,
  base: StageBase,
  path: DocumentPath,
  compilation: Compilation,
): string | undefined {
  const known = [...compilation.scenario.storage.keys()];
  if (named !== undefined) return known.includes(named) ? named : undefined;
  if (base.storage === '') return undefined;
  if (known.length > 1) {
    const keys = ['stages', base.name, ...path, 'storage'].map(String);
    compilation.assume(keys, base.storage, `the storage of ${base.name}`);
  }
  return base.storage;
}

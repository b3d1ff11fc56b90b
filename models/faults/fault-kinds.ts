/** The registry of fault kinds: one line for each. */

import type { FaultChange, FaultDefinition } from './fault.ts';
import type { FaultKind } from './fault-kind.ts';
import { NODE_FAULT } from './node/kind.ts';
import { RESOURCE_FAULT } from './resource/kind.ts';

const KINDS = new Map<string, FaultKind>();

registerFaultKind(NODE_FAULT);
registerFaultKind(RESOURCE_FAULT);

/**
 * Adds a kind of fault and returns a function that takes it away again. The program itself adds none while it runs, so that every
 * thread knows the same kinds. Throws for a name that is taken.
 */
export function registerFaultKind(kind: FaultKind): () => void {
  const { name } = kind;
  if (KINDS.has(name)) throw new Error(`there already is a fault kind "${name}"`);
  KINDS.set(name, kind);
  return () => KINDS.delete(name);
}

/** Returns all kinds, in the order in which they were registered. */
export function faultKinds(): readonly FaultKind[] {
  return [...KINDS.values()];
}

/** Returns the keys by which faults of any kind name their target, each once. */
export function faultVerbs(): readonly string[] {
  return [...new Set(faultKinds().flatMap(({ verbs }) => verbs))];
}

/**
 * Returns the kind of a fault by its verb and target: of those that claim the target, one that has the verb. Undefined
 * where no kind has the verb.
 */
export function faultKindOf(verb: string, target: string): FaultKind | undefined {
  const claiming = faultKinds().filter((kind) => kind.claims(target));
  const withVerb = faultKinds().filter(({ verbs }) => verbs.includes(verb));
  return claiming.find((kind) => withVerb.includes(kind)) ?? claiming[0] ?? withVerb[0];
}

/** Returns the kind of a fault of a studio. */
export function kindOfFault({ kind }: Pick<FaultDefinition, 'kind'>): FaultKind {
  const found = KINDS.get(kind);
  if (found === undefined) throw new Error(`there is no fault kind "${kind}"`);
  return found;
}

/** Returns what a fault does, in order of time. */
export function changesOf(fault: FaultDefinition): readonly FaultChange[] {
  return kindOfFault(fault).changes(fault);
}

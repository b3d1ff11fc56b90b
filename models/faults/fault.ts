/** A compiled fault of a studio; the rest is its kind's own, which reads it (see fault-kinds.ts). */
export interface FaultDefinition {
  /** Name of the kind of fault. */
  readonly kind: string;
  readonly name: string;
  /** The part of the studio that it strikes, as a scenario names it: "compute.farm.node[3]". */
  readonly target: string;
  /** When it begins, in seconds since the start of the run. */
  readonly atSeconds: number;
  /** When it is repaired, in seconds since the start of the run; Infinity where it never is. */
  readonly repairedAtSeconds: number;
}

/** The compiled part of a fault that does not depend on its kind. */
export type FaultBase = Omit<FaultDefinition, 'kind'>;

/** Effect on a target: it stops, it keeps a share of its capacity, or it is as it was at the start. */
export type FaultAction =
  | { readonly kind: 'fail' }
  | { readonly kind: 'degrade'; readonly share: number }
  | { readonly kind: 'repair' };

/** A change that a fault makes to a target at one time, in seconds since the start of the run. */
export interface FaultChange {
  readonly atSeconds: number;
  /** A resource, all resources of a group, or a node of a farm: "network.core", "network.uplinks", "compute.farm.node[3]". */
  readonly target: string;
  readonly action: FaultAction;
}

/** Returns the changes of a target that something is done to at one time, and that is as it was once the fault is repaired. */
export function untilRepaired(
  { target, atSeconds, repairedAtSeconds }: FaultBase,
  action: FaultAction,
): readonly FaultChange[] {
  const begins = { atSeconds, target, action };
  if (!Number.isFinite(repairedAtSeconds)) return [begins];
  return [begins, { atSeconds: repairedAtSeconds, target, action: { kind: 'repair' } }];
}

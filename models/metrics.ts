/**
 * Metrics of stages, by the name used in objectives: `<stage>.<metric>`. Each kind of stage has its own. Response times of
 * storage operations are measured by the runtime, all others are observed by the stage itself.
 */

import type { OperationKind } from './operations.ts';
import type { Unit } from './result.ts';

/** The work for which a stage observes a metric, each once: every unit, or every wave of them. */
export type ObservedPer = 'unit' | 'wave';

/** The recorder of a metric: the stage by `observe`, or the runtime for the operations of these kinds in one step. */
export type MetricSource =
  | {
      readonly kind: 'stage';
      readonly per: ObservedPer;
      /** Whether the time leaves out what the work spends on its farm: in its queue, and computing. */
      readonly withoutFarm: boolean;
    }
  | { readonly kind: 'operations'; readonly step: string; readonly operations: readonly OperationKind[] };

export interface MetricDefinition {
  readonly unit: Unit;
  readonly source: MetricSource;
  /** A phrase for reports and for the list of metrics. */
  readonly meaning: string;
}

/** The metrics of a kind of stage, by name. */
export type Metrics = Readonly<Record<string, MetricDefinition>>;

/** Defines a time that the stage observes itself. */
export function observed(
  meaning: string,
  per: ObservedPer = 'unit',
  { withoutFarm } = { withoutFarm: false },
): MetricDefinition {
  return { unit: 'seconds', source: { kind: 'stage', per, withoutFarm }, meaning };
}

/** Defines the response time of the operations of some kinds in one step. */
export function response(
  step: string,
  operations: readonly OperationKind[],
  meaning: string,
): MetricDefinition {
  return { unit: 'seconds', source: { kind: 'operations', step, operations }, meaning };
}

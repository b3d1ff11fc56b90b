/**
 * The metrics that each kind of stage yields, by the name used in objectives: `<stage>.<metric>`. Response times of storage
 * operations are measured by the runtime, all others are observed by the stage itself.
 */

import { METADATA_KINDS, type OperationKind } from './operations.ts';
import type { Unit } from './result.ts';
import type { StageDefinition } from './studio.ts';

/** Who records a metric: the stage by `observe`, or the runtime for the operations of these kinds in one step. */
export type MetricSource =
  | { readonly kind: 'stage' }
  | { readonly kind: 'operations'; readonly step: string; readonly operations: readonly OperationKind[] };

export interface MetricDefinition {
  readonly unit: Unit;
  readonly source: MetricSource;
  /** A phrase for reports and for the list of metrics. */
  readonly meaning: string;
  /** Counted from the first minute, because each observation is an event of its own and not part of a steady state. */
  readonly wholeRun: boolean;
}

function observed(meaning: string): MetricDefinition {
  return { unit: 'seconds', source: { kind: 'stage' }, meaning, wholeRun: true };
}

function response(
  step: string,
  operations: readonly OperationKind[],
  meaning: string,
  { wholeRun }: { wholeRun: boolean },
): MetricDefinition {
  return { unit: 'seconds', source: { kind: 'operations', step, operations }, meaning, wholeRun };
}

const EVENT = { wholeRun: true };
const STEADY = { wholeRun: false };

export const STAGE_METRICS: Readonly<
  Record<StageDefinition['kind'], Readonly<Record<string, MetricDefinition>>>
> = {
  ingest: {
    completion: observed('from the arrival of the cards to the last one copied and verified'),
    write: response('copy', ['write'], 'response time of one write of the copy', EVENT),
  },
  render: {
    turnaround: observed('from the release of a frame to its publication'),
    makespan: observed('from the release of a wave to its last published frame'),
    startLatency: observed('from the release of a frame to its start on a node'),
    storageWait: observed('time that a frame holds its GPU without computing'),
    locate: response('locate', METADATA_KINDS, 'response time of one metadata operation of a frame', EVENT),
    read: response('read', ['read'], 'response time of one read of a frame', EVENT),
    write: response('write', ['write'], 'response time of one write of a frame', EVENT),
  },
  metadata: {
    latency: response('churn', METADATA_KINDS, 'response time of one metadata operation', STEADY),
    read: response('churn', ['read'], 'response time of one small read', STEADY),
  },
  editorial: {
    scrub: response('scrub', ['read'], 'response time of one read while scrubbing', STEADY),
  },
};

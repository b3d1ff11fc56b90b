/**
 * The metrics that each kind of stage yields, by the name used in objectives: `<stage>.<metric>`. Response times of storage
 * operations are measured by the runtime, all others are observed by the stage itself.
 */

import type { ArrivalProcess } from './arrivals/arrival-process.ts';
import { METADATA_KINDS, type OperationKind } from './operations.ts';
import type { Unit } from './result.ts';
import type { StageDefinition } from './studio.ts';

/** What a stage observes a metric of its work for, each once: every unit, or every wave of them. */
export type ObservedPer = 'unit' | 'wave';

/** Who records a metric: the stage by `observe`, or the runtime for the operations of these kinds in one step. */
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

function observed(
  meaning: string,
  per: ObservedPer = 'unit',
  { withoutFarm } = { withoutFarm: false },
): MetricDefinition {
  return { unit: 'seconds', source: { kind: 'stage', per, withoutFarm }, meaning };
}

function response(step: string, operations: readonly OperationKind[], meaning: string): MetricDefinition {
  return { unit: 'seconds', source: { kind: 'operations', step, operations }, meaning };
}

export const STAGE_METRICS: Readonly<
  Record<StageDefinition['kind'], Readonly<Record<string, MetricDefinition>>>
> = {
  ingest: {
    completion: observed('from the arrival of the cards to the last one copied and verified'),
    write: response('copy', ['write'], 'response time of one write of the copy'),
  },
  render: {
    turnaround: observed('from the release of a frame to its publication'),
    makespan: observed('from the release of a wave to its last published frame', 'wave'),
    startLatency: observed('from the release of a frame to its start on a node'),
    storageWait: observed('time that a frame holds its GPU without computing', 'unit', { withoutFarm: true }),
    locate: response('locate', METADATA_KINDS, 'response time of one metadata operation of a frame'),
    read: response('read', ['read'], 'response time of one read of a frame'),
    write: response('write', ['write'], 'response time of one write of a frame'),
  },
  metadata: {
    latency: response('churn', METADATA_KINDS, 'response time of one metadata operation'),
    read: response('churn', ['read'], 'response time of one small read'),
  },
  editorial: {
    scrub: response('scrub', ['read'], 'response time of one read while scrubbing'),
  },
};

/**
 * Whether a stage goes on all the time, so that what it does at the start of a run is a warm-up to be left out. Planned
 * work, such as a delivery at nine or a wave in the evening, is an event of its own and counts whenever it happens.
 */
export function isSteady(stage: StageDefinition): boolean {
  switch (stage.kind) {
    case 'ingest':
      return isRandom(stage.arrivals);
    case 'render':
      return isRandom(stage.release);
    case 'metadata':
    case 'editorial':
      return true;
  }
}

function isRandom({ kind }: ArrivalProcess): boolean {
  return kind === 'poisson' || kind === 'bursts' || kind === 'daily-profile';
}

/**
 * The metrics that each kind of stage yields, by the name used in objectives: `<stage>.<metric>`. The latencies of storage
 * operations are measured by the runtime, all others are observed by the stage itself.
 */

import type { StageDefinition } from './studio.ts';
import type { Unit } from './result.ts';

export interface MetricDefinition {
  readonly unit: Unit;
  /** Who records it: the stage by `observe`, or the runtime for each operation of that step of `perform`. */
  readonly source: 'stage' | 'operations';
  /** A sentence for reports and for the catalogue of metrics. */
  readonly meaning: string;
  /** Counted from the first minute, because each is an event of its own and not part of a steady state. */
  readonly wholeRun: boolean;
}

type StageMetrics = Readonly<Record<StageDefinition['kind'], Readonly<Record<string, MetricDefinition>>>>;

export const STAGE_METRICS: StageMetrics = {
  ingest: {
    completion: {
      unit: 'seconds', source: 'stage', wholeRun: true,
      meaning: 'from the arrival of the cards to the last one copied and verified',
    },
    write: { unit: 'seconds', source: 'operations', wholeRun: true, meaning: 'response time of one write of the copy' },
  },
  render: {
    turnaround: { unit: 'seconds', source: 'stage', wholeRun: true, meaning: 'from the release of a frame to its publication' },
    makespan: { unit: 'seconds', source: 'stage', wholeRun: true, meaning: 'from the release of a wave to its last published frame' },
    startLatency: { unit: 'seconds', source: 'stage', wholeRun: true, meaning: 'from the release of a frame to the start on a node' },
    storageWait: { unit: 'seconds', source: 'stage', wholeRun: true, meaning: 'time a frame holds its GPU without computing' },
    locate: { unit: 'seconds', source: 'operations', wholeRun: true, meaning: 'response time of one metadata operation of a frame' },
    read: { unit: 'seconds', source: 'operations', wholeRun: true, meaning: 'response time of one read of a frame' },
    write: { unit: 'seconds', source: 'operations', wholeRun: true, meaning: 'response time of one write of a frame' },
  },
  metadata: {
    latency: { unit: 'seconds', source: 'operations', wholeRun: false, meaning: 'response time of one metadata operation' },
    read: { unit: 'seconds', source: 'operations', wholeRun: false, meaning: 'response time of one small read' },
  },
  editorial: {
    scrub: { unit: 'seconds', source: 'operations', wholeRun: false, meaning: 'response time of one read while scrubbing' },
  },
};

/** Studios that are one storage system and one kind of load, to hold the flow granularity against operations and theory. */

import type { Distribution } from '../../../models/distributions/distribution.ts';
import type { StorageEnvelope } from '../../../models/hardware/envelope.ts';
import { Histogram } from '../../../models/histogram.ts';
import type { EditorialStage } from '../../../models/stages/editorial/definition.ts';
import type { MetadataStage } from '../../../models/stages/metadata/definition.ts';
import type { Fidelity, StageDefinition, Studio } from '../../../models/studio.ts';
import { simulateReplication } from '../../../sim/studio/replication.ts';
import { CHURN, SCRUB, SMALL_ARRAY, smallStudio } from './small-studio.ts';

/** Lanes of some servers, and the seconds for which a small operation occupies one of them. */
export interface Lanes {
  readonly lanes: number;
  readonly servers: number;
  readonly seconds: number;
  readonly variability?: number;
}

/** Operations per second that the lanes complete at most. */
export function capacityOf({ lanes, servers, seconds }: Lanes): number {
  return (lanes * servers) / seconds;
}

/** A storage system of one service in which every small operation costs the same, and bytes next to nothing. */
export function arrayOf(system: Lanes, changes: Partial<StorageEnvelope> = {}): StorageEnvelope {
  const { lanes, servers: serversPerLane, seconds, variability = 0.78 } = system;
  const law = { lanes, serversPerLane, variability, idleResponseSeconds: seconds };
  const rate = capacityOf(system);
  return {
    ...SMALL_ARRAY,
    readBytesPerSecond: 1e13,
    writeBytesPerSecond: 1e13,
    streamBytesPerSecond: 1e13,
    readOperationsPerSecond: rate,
    writeOperationsPerSecond: rate,
    metadataOperationsPerSecond: rate,
    metadataIsolated: false,
    data: law,
    metadata: law,
    ...changes,
  };
}

/** A studio on that storage, behind a network that takes no time unless it is told to. */
export function studioOn(
  envelope: StorageEnvelope,
  stages: readonly StageDefinition[],
  run: { readonly durationSeconds: number; readonly fidelity?: Fidelity; readonly seed?: string },
  roundTripSeconds = 0,
): Studio {
  const studio = smallStudio(stages, run);
  return {
    ...studio,
    storage: [{ name: 'hot', device: 'custom', envelope }],
    network: {
      racks: 1,
      hostBytesPerSecond: 1e13,
      uplinkBytesPerSecond: 1e15,
      coreBytesPerSecond: 1e15,
      roundTripSeconds,
    },
  };
}

/** Getattr operations at a rate that is drawn anew each second. */
export function churnAt(operationsPerSecond: number, burst: Distribution): MetadataStage {
  return {
    ...CHURN,
    files: 1_000_000_000,
    mix: { getattr: 1 },
    rate: {
      level: { kind: 'constant', value: operationsPerSecond },
      levelSeconds: 3600,
      burst,
      burstSeconds: 1,
    },
  };
}

/** Editors whose gestures, of equal reads of one file, come at random. */
export function scrubAt(
  gesturesPerSecond: number,
  reads: number,
  bytes: number,
  outstanding: number,
): EditorialStage {
  const seats = 100;
  return {
    ...SCRUB,
    seats,
    files: 100_000,
    outstanding,
    gestures: { kind: 'poisson', ratePerSecond: gesturesPerSecond / seats },
    readsPerGesture: { kind: 'constant', value: reads },
    bytesPerRead: { kind: 'constant', value: bytes },
  };
}

/** Everything observed of a metric in some replications. */
export function observed(studio: Studio, stage: string, metric: string, replications: number): Histogram {
  const merged = new Histogram();
  for (let replication = 0; replication < replications; replication++) {
    const outcome = simulateReplication(studio, replication).stages.find(({ name }) => name === stage)!;
    for (const slice of outcome.observations[metric]!) if (slice !== null) merged.merge(slice);
  }
  return merged;
}

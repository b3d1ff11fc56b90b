import type { StorageEnvelope } from '../../../models/hardware/envelope.ts';
import type { EditorialStage } from '../../../models/stages/editorial/definition.ts';
import type { IngestStage } from '../../../models/stages/ingest/definition.ts';
import type { MetadataStage } from '../../../models/stages/metadata/definition.ts';
import type { RenderStage } from '../../../models/stages/render/definition.ts';
import type { StageDefinition, Studio } from '../../../models/studio.ts';
import type { ShippedStage } from '../../shipped-stage.ts';

const GIB = 2 ** 30;

/** A small array with round figures: 10 GB/s read, 5 GB/s written, 200,000 reads/s, 100,000 getattr/s. */
export const SMALL_ARRAY: StorageEnvelope = {
  readBytesPerSecond: 10e9,
  writeBytesPerSecond: 5e9,
  readOperationsPerSecond: 200_000,
  writeOperationsPerSecond: 100_000,
  streamBytesPerSecond: 1e9,
  metadataOperationsPerSecond: 100_000,
  metadataCost: { lookup: 1, getattr: 1, access: 1, readdir: 15, create: 3, rename: 4, remove: 4 },
  metadataIsolated: true,
  data: { lanes: 40, serversPerLane: 1, variability: 1, idleResponseSeconds: 0.2e-3 },
  metadata: { lanes: 20, serversPerLane: 1, variability: 1, idleResponseSeconds: 0.2e-3 },
  evidence: {},
};

export const INGEST: IngestStage = {
  kind: 'ingest',
  name: 'dailies',
  storage: 'hot',
  arrivals: { kind: 'scheduled', timesSeconds: [5] },
  cards: 2,
  bytesPerCard: { kind: 'constant', value: 2e9 },
  bytesPerFile: 10e6,
  readerBytesPerSecond: 500e6,
  outstanding: 4,
  verify: true,
};

export const RENDER: RenderStage = {
  kind: 'render',
  name: 'overnight',
  storage: 'hot',
  farm: 'farm',
  release: { kind: 'scheduled', timesSeconds: [10] },
  framesPerWave: 40,
  priority: 0,
  computeSeconds: { kind: 'exponential', mean: 5 },
  gpuMemoryBytes: 8 * GIB,
  reads: { storage: 'hot', bytes: { kind: 'constant', value: 200e6 }, files: 50 },
  writes: { storage: 'hot', bytes: { kind: 'constant', value: 20e6 }, files: 2 },
  metadata: { getattr: 400, access: 200, lookup: 100 },
  outstanding: 8,
  verify: true,
};

export const CHURN: MetadataStage = {
  kind: 'metadata',
  name: 'pipeline',
  storage: 'hot',
  rate: {
    level: { kind: 'constant', value: 2000 },
    levelSeconds: 60,
    burst: { kind: 'constant', value: 1 },
    burstSeconds: 1,
  },
  mix: { getattr: 0.6, access: 0.25, lookup: 0.05, read: 0.09, write: 0.01 },
  readBytes: { kind: 'constant', value: 16_384 },
  writeBytes: { kind: 'constant', value: 8192 },
  files: 100_000,
  clients: 50,
};

export const SCRUB: EditorialStage = {
  kind: 'editorial',
  name: 'review',
  storage: 'hot',
  seats: 4,
  gestures: { kind: 'poisson', ratePerSecond: 0.5 },
  readsPerGesture: { kind: 'constant', value: 8 },
  bytesPerRead: { kind: 'constant', value: 1_048_576 },
  outstanding: 2,
  files: 20,
};

/** A studio of the given stages that runs for a minute. */
export function smallStudio(
  stages: readonly (ShippedStage | StageDefinition)[],
  changes: Partial<Studio['run']> = {},
): Studio {
  return {
    name: 'small studio',
    run: {
      durationSeconds: 60,
      startSecondsOfDay: 0,
      warmup: { kind: 'given', seconds: 0 },
      replications: 2,
      seed: 'small',
      fidelity: 'flows',
      ...changes,
    },
    storage: [{ name: 'hot', device: 'custom', envelope: SMALL_ARRAY }],
    network: {
      racks: 2,
      hostBytesPerSecond: 3.125e9,
      uplinkBytesPerSecond: 12.5e9,
      coreBytesPerSecond: 50e9,
      roundTripSeconds: 100e-6,
    },
    farms: [{ name: 'farm', nodes: 8, gpusPerNode: 1, gpuMemoryBytes: 48 * GIB }],
    stages,
    objectives: [],
    policies: [],
  };
}

/** A studio small enough to be performed for real within seconds, in memory. */

import type { EditorialStage } from '../../../models/stages/editorial/definition.ts';
import type { IngestStage } from '../../../models/stages/ingest/definition.ts';
import type { MetadataStage } from '../../../models/stages/metadata/definition.ts';
import type { RenderStage } from '../../../models/stages/render/definition.ts';
import type { StageDefinition, Studio } from '../../../models/studio.ts';
import type { ShippedStage } from '../../shipped-stage.ts';
import { CHURN, INGEST, RENDER, SCRUB, smallStudio } from '../../sim/studio/small-studio.ts';

export const SMALL_INGEST: IngestStage = {
  ...INGEST,
  arrivals: { kind: 'scheduled', timesSeconds: [0.5, 1, 3] },
  bytesPerCard: { kind: 'uniform', minimum: 1e6, maximum: 8e6 },
  bytesPerFile: 1e6,
  readerBytesPerSecond: 50e6,
};

/** Cards that are copied from one storage system to another, in files of several blocks each, and requests beyond the files. */
export const SMALL_COPY: IngestStage = {
  ...SMALL_INGEST,
  name: 'restore',
  from: 'archive',
  bytesPerFile: 3e6,
  readerBytesPerSecond: Number.POSITIVE_INFINITY,
  outstanding: 5,
};

export const SMALL_RENDER: RenderStage = {
  ...RENDER,
  release: { kind: 'scheduled', timesSeconds: [0.5, 2] },
  framesPerWave: 12,
  computeSeconds: { kind: 'exponential', mean: 0.5 },
  reads: { storage: 'hot', bytes: { kind: 'constant', value: 500_000 }, files: 5 },
  writes: { storage: 'hot', bytes: { kind: 'uniform', minimum: 50_000, maximum: 3_000_000 }, files: 2 },
  metadata: { getattr: 40, access: 20, lookup: 10 },
};

/** Of few files and all kinds of operations, so that they meet on the same files. */
export const SMALL_CHURN: MetadataStage = {
  ...CHURN,
  rate: {
    level: { kind: 'uniform', minimum: 150, maximum: 250 },
    levelSeconds: 2,
    burst: { kind: 'gamma', shape: 2, scale: 0.5 },
    burstSeconds: 0.5,
  },
  mix: {
    getattr: 0.4,
    access: 0.1,
    lookup: 0.05,
    readdir: 0.01,
    read: 0.15,
    write: 0.1,
    create: 0.05,
    commit: 0.05,
    rename: 0.05,
    remove: 0.04,
  },
  readBytes: { kind: 'uniform', minimum: 100, maximum: 20_000 },
  writeBytes: { kind: 'uniform', minimum: 100, maximum: 20_000 },
  files: 300,
};

export const SMALL_SCRUB: EditorialStage = {
  ...SCRUB,
  gestures: { kind: 'poisson', ratePerSecond: 2 },
  readsPerGesture: { kind: 'uniform', minimum: 1, maximum: 8 },
  bytesPerRead: { kind: 'uniform', minimum: 50_000, maximum: 1_000_000 },
};

/** The stages that work on one storage system. */
export const SMALL_STAGES = [SMALL_INGEST, SMALL_RENDER, SMALL_CHURN, SMALL_SCRUB] as const;

/** Takes `durationSeconds` of the scenario's time. */
export function smallLoad(
  stages: readonly (ShippedStage | StageDefinition)[],
  durationSeconds: number,
  changes: Partial<Studio['run']> = {},
): Studio {
  return smallStudio(stages, { durationSeconds, ...changes });
}

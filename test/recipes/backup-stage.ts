/**
 * A kind of stage from outside: at regular intervals the files of a project are read and written into one archive. It has all
 * that a folder below models/stages has, in one file.
 */

import type * as z from 'zod';
import type { ArrivalProcess } from '../../models/arrivals/arrival-process.ts';
import { expectedArrivals } from '../../models/arrivals/expected-arrivals.ts';
import { timesOfDays } from '../../models/arrivals/repeated-day.ts';
import { type Distribution, mean, sampler } from '../../models/distributions/distribution.ts';
import {
  type Client,
  count,
  now,
  observe,
  perform,
  type Stage,
  start,
  waitUntil,
} from '../../models/effects.ts';
import { observed, response } from '../../models/metrics.ts';
import { compileArrivals } from '../../models/scenario/compile/arrivals.ts';
import { limitArrivals } from '../../models/scenario/compile/work-limit.ts';
import { arrivals } from '../../models/scenario/schema/arrivals.ts';
import { distribution } from '../../models/scenario/schema/distribution.ts';
import { POSITIVE } from '../../models/scenario/schema/fields.ts';
import { files, outstanding, stageSection } from '../../models/scenario/schema/stage-fields.ts';
import { averaged, ONCE } from '../../models/stages/average.ts';
import { leastStatistic } from '../../models/stages/least-possible.ts';
import { paceOf } from '../../models/stages/pace.ts';
import { scaledCount } from '../../models/stages/scaled-count.ts';
import { daysOf, type StageContext } from '../../models/stages/stage-context.ts';
import type { StageKind } from '../../models/stages/stage-kind.ts';
import { closedLoop, readCounts, transferCount, writeCounts } from '../../models/stages/transfer-size.ts';
import type { StageDefinition } from '../../models/studio.ts';

interface BackupStage extends StageDefinition {
  readonly kind: 'backup';
  readonly begins: ArrivalProcess;
  readonly bytes: Distribution;
  readonly files: number;
  readonly outstanding: number;
}

const schema = stageSection('backup', 'files of a project copied into an archive', {
  begins: arrivals.describe('when a backup begins'),
  bytes: distribution('bytes', POSITIVE, 'data of one backup'),
  files: files('files over which it is spread'),
  outstanding: outstanding('requests that a backup keeps in flight').prefault(4),
});

/** The backup's own computer moves no more than this. */
const BYTES_PER_SECOND = 200e6;

function* backups(stage: BackupStage, context: StageContext): Stage {
  const { streams } = context;
  const times = timesOfDays(stage.begins, streams.stream(stage.name, 'begins'), daysOf(context));
  const drawBytes = sampler(stage.bytes, streams.stream(stage.name, 'bytes'));
  let number = 0;
  for (const atSeconds of times) {
    const bytes = Math.round(drawBytes());
    yield* waitUntil(atSeconds, 'arrival');
    yield* start(`${stage.name}[${number}]`, backup(stage, number, bytes));
    number++;
  }
}

function* backup(stage: BackupStage, number: number, bytes: number): Stage {
  const { name, storage } = stage;
  const client: Client = { kind: 'workstation', stage: name, seat: number };
  const shared = {
    readBytes: 0,
    writeBytes: 0,
    pacing: closedLoop(stage.outstanding),
    firstFile: 0,
    clientBytesPerSecond: BYTES_PER_SECOND,
  };
  yield* count('arrived', 1);
  const beganAtSeconds = yield* now();
  yield* perform('collect', client, {
    ...shared,
    dataset: { storage, directory: `${name}/project`, files: stage.files },
    counts: readCounts(bytes, stage.files),
    readBytes: bytes,
    distinctFiles: stage.files,
  });
  yield* perform('archive', client, {
    ...shared,
    dataset: { storage, directory: `${name}/${number}`, files: 1 },
    counts: writeCounts(bytes, 1),
    writeBytes: bytes,
    distinctFiles: 1,
  });
  yield* observe('duration', (yield* now()) - beganAtSeconds);
  yield* count('finished', 1);
}

export const BACKUP_KIND: StageKind<BackupStage, z.output<typeof schema>> = {
  name: 'backup',
  unit: ['backup', 'backups'],
  loop: { kind: 'closed', outstanding: (stage) => stage.outstanding },
  metrics: {
    duration: observed('from the beginning of a backup to its end'),
    collect: response('collect', ['read'], 'response time of one read of a backup'),
  },
  schema,
  references: [],
  compile: (base, section, run, compilation) => {
    const path = ['stages', base.name, 'begins'];
    const begins = compileArrivals(section.begins, run, path, compilation);
    if (begins === undefined) return undefined;
    limitArrivals(path, begins, 1, run, compilation);
    const { bytes } = section;
    return { ...base, kind: 'backup', begins, bytes, files: section.files, outstanding: section.outstanding };
  },
  perform: backups,
  traits: ({ begins }) => ({ pace: paceOf(begins), farm: null, readerBytesPerSecond: BYTES_PER_SECOND }),
  scale: (stage, factor) => ({ ...stage, files: scaledCount(stage.files, factor) }),
  workload: (stage, { run }) => {
    const units = expectedArrivals(stage.begins, run.durationSeconds);
    return {
      averageUnit: { ...stage, begins: ONCE, bytes: averaged(stage.bytes) },
      averageUnitSeconds: 1,
      units,
      unitsAtOnce: units,
      arrivals: units,
      clients: 0,
      draws: 0,
      largestUnit: 1,
    };
  },
  payloadBytes: ({ bytes, files: spread }, kind) =>
    mean(bytes) / transferCount(mean(bytes), kind === 'read' ? spread : 1),
  operationWeight: () => 1,
  leastPossible: ({ bytes }, metric, statistic) =>
    metric === 'duration'
      ? { seconds: leastStatistic(bytes, statistic) / BYTES_PER_SECOND, what: 'reading the data alone' }
      : undefined,
  terms: ({ finished, elapsedSeconds }) => [
    {
      name: 'backups',
      unit: 'count',
      value: (finished / elapsedSeconds) * 3600,
      meaning: `per hour, ${finished} in all`,
    },
  ],
};

/**
 * The cost of the runtime itself per operation: generators, effects, processes, the ledger, locks, recording. Its
 * storage answers every call at once with success, so nothing else is in the figure. The figure is CPU time, as the
 * machine may be busy, less the CPU time spent waiting for the next operation to come due.
 */

import { RealClock } from '../../loadgen/runtime/clock.ts';
import { LoadSession } from '../../loadgen/runtime/load-session.ts';
import { NOTHING } from '../../loadgen/runtime/rehearsal.ts';
import type { Storage } from '../../loadgen/targets/storage.ts';
import type { MetadataStage } from '../../models/stages/metadata/definition.ts';
import type { RenderStage } from '../../models/stages/render/definition.ts';
import type { StageDefinition } from '../../models/studio.ts';
import { CHURN, RENDER, smallStudio } from '../../test/sim/studio/small-studio.ts';

const ROUNDS = 7;
const DURATION_SECONDS = 2;

const FRAMES: RenderStage = {
  ...RENDER,
  release: { kind: 'scheduled', timesSeconds: [0] },
  framesPerWave: 8,
  computeSeconds: { kind: 'constant', value: 0 },
  verify: false,
};

/** A closed loop of as many frames as there are GPUs, each with many operations. */
const CLOSED_METADATA: RenderStage = {
  ...FRAMES,
  reads: { storage: 'hot', bytes: { kind: 'constant', value: 1 }, files: 100 },
  metadata: { getattr: 50_000 },
};

const CLOSED_READS: RenderStage = {
  ...FRAMES,
  reads: { storage: 'hot', bytes: { kind: 'constant', value: 50_000 * 2 ** 20 }, files: 100 },
  metadata: {},
};

const OPEN: MetadataStage = {
  ...CHURN,
  rate: { ...CHURN.rate, level: { kind: 'constant', value: 100_000 } },
  mix: { getattr: 0.6, access: 0.4 },
  files: 1_000_000,
};

/** The same answers, as promises. */
const PROMISED: Storage = {
  ...NOTHING,
  getattr: async (path) => NOTHING.getattr(path),
  access: async (path) => NOTHING.access(path),
};

interface Cost {
  readonly operations: number;
  readonly microseconds: number;
}

async function costOf(stage: StageDefinition, storage: Storage): Promise<Cost> {
  let operations = 0;
  const studio = smallStudio([stage], { durationSeconds: DURATION_SECONDS });
  const settings = {
    studio,
    workers: 1,
    directory: 'run',
    runKey: 'bench',
    verify: false,
    speed: 1,
    retrySeconds: 1,
    drainSeconds: 60,
  };
  const session = new LoadSession(0, settings, {
    clock: new RealClock(process.hrtime.bigint()),
    storage,
    call: null,
    onSignal: () => undefined,
    onSecond: (_at, { tallies }) => {
      for (const { answered } of tallies) operations += answered;
    },
  });
  const before = process.cpuUsage();
  await session.run();
  const { user, system } = process.cpuUsage(before);
  return { operations, microseconds: (user + system - session.idleSeconds * 1e6) / operations };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

for (const [name, stage, storage] of [
  ['closed loop, getattr, answered at once', CLOSED_METADATA, NOTHING],
  ['closed loop, read 1 MiB, answered at once', CLOSED_READS, NOTHING],
  ['closed loop, getattr, answered by a promise', CLOSED_METADATA, PROMISED],
  ['open loop at 100,000 a second, answered at once', OPEN, NOTHING],
  ['open loop at 100,000 a second, answered by a promise', OPEN, PROMISED],
] as const) {
  const costs: Cost[] = [];
  for (let round = 0; round < ROUNDS; round++) costs.push(await costOf(stage, storage));
  const sorted = costs.map(({ microseconds }) => microseconds).toSorted((a, b) => a - b);
  process.stdout.write(
    `${name}: ${median(sorted).toFixed(2)} us (${sorted[0]!.toFixed(2)} to ${sorted.at(-1)!.toFixed(2)}), ${costs[0]!.operations} operations\n`,
  );
}

/** Loads within the test's own process: one session for each worker, on a directory in memory, with real files and a real clock. */

import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LoadRecord } from '../../../loadgen/measure/load-record.ts';
import { KeptFiles } from '../../../loadgen/plan/kept-files.ts';
import { type LoadPlan, planLoad } from '../../../loadgen/plan/load-plan.ts';
import { prepareFiles } from '../../../loadgen/run/prepare-files.ts';
import { RealClock } from '../../../loadgen/runtime/clock.ts';
import type { Checked } from '../../../loadgen/runtime/file-client.ts';
import { LoadSession, type SessionSettings } from '../../../loadgen/runtime/load-session.ts';
import { SignalCoordinator } from '../../../loadgen/runtime/shared-signals.ts';
import { PosixTarget } from '../../../loadgen/targets/posix/posix-target.ts';
import type { Storage } from '../../../loadgen/targets/storage.ts';
import type { Target } from '../../../loadgen/targets/target.ts';
import type { CacheTotals } from '../../../models/caches/cache.ts';
import type { Operation } from '../../../models/operations.ts';
import type { Studio } from '../../../models/studio.ts';
import type { SimulatedOperation } from '../../models/stages/simulated-operations.ts';

const START_DELAY_NANOSECONDS = 20_000_000n;

/** An operation as a worker issued it. */
export interface Issued extends SimulatedOperation {
  readonly worker: number;
}

export interface InProcessLoad {
  readonly plan: LoadPlan;
  /** In the order in which each worker issued them. */
  readonly issued: readonly Issued[];
  readonly record: LoadRecord;
  readonly checked: readonly Checked[];
  /** The requests to the caches of each worker's nodes. */
  readonly caches: readonly (readonly CacheTotals[])[];
}

export interface LoadOptions {
  readonly workers?: number;
  readonly speed?: number;
  readonly drainSeconds?: number;
  readonly retrySeconds?: number;
  /** Puts another storage before the files of the directory. */
  readonly behind?: (files: Storage) => Storage;
  /** Asked before each operation is sent. */
  readonly permit?: (operation: Operation) => boolean;
  /** Called when the files are there, before the load. */
  readonly onPrepared?: (root: string) => void;
}

/** Makes the files that a studio's load needs in a directory in memory, performs the load there, and removes all of it. */
export async function loadInProcess(studio: Studio, options: LoadOptions = {}): Promise<InProcessLoad> {
  const root = temporaryDirectory();
  try {
    return await loadIn(root, studio, options);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** A directory in memory, where the machine has such a place. */
export function temporaryDirectory(): string {
  return mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'headroom-load-'));
}

/** As `loadInProcess`, in a directory that is there, of which nothing is removed. */
export async function loadIn(root: string, studio: Studio, options: LoadOptions): Promise<InProcessLoad> {
  const { workers = 1, speed = 1, drainSeconds = 30, retrySeconds = 5, behind, permit, onPrepared } = options;
  const plan = await planLoad(studio, drainSeconds * speed);
  const settings: SessionSettings = {
    studio,
    workers,
    directory: 'run',
    runKey: 'in process',
    verify: true,
    speed,
    retrySeconds,
    drainSeconds,
  };
  mkdirSync(path.join(root, settings.directory));
  const target = new PosixTarget(root, { syncOnCommit: false });
  await makeFiles(target, settings, plan);
  onPrepared?.(path.join(root, settings.directory));

  const record = new LoadRecord(workers);
  const issued: Issued[] = [];
  const startNanoseconds = process.hrtime.bigint() + START_DELAY_NANOSECONDS;
  const clock = new RealClock(startNanoseconds);
  const targets = Array.from({ length: workers }, () => new PosixTarget(root, { syncOnCommit: false }));
  const signals = new SignalCoordinator(workers);
  const sessions: readonly LoadSession[] = targets.map(({ files }, worker) => {
    return new LoadSession(worker, settings, {
      clock,
      storage: behind === undefined ? files : behind(files),
      call: null,
      onSecond: (atSeconds, recorded) => record.add(atSeconds, recorded),
      onSignal: (part) => {
        const given = signals.add(part);
        // As between threads, everybody hears of it later.
        if (given !== null) setImmediate(() => sessions.forEach((session) => session.hearSignal(given)));
      },
      observer: (task, step, operation) => {
        issued.push({ worker, task, step, operation, atSeconds: clock.nowSeconds });
      },
      ...(permit !== undefined && { permit }),
    });
  });
  await Promise.all(sessions.map((session) => session.run()));
  for (const each of [target, ...targets]) each.files.close();
  return {
    plan,
    issued,
    record,
    checked: sessions.map(({ checked }) => checked),
    caches: sessions.map(({ caches }) => caches),
  };
}

async function makeFiles(
  target: Target,
  { directory, runKey }: SessionSettings,
  plan: LoadPlan,
): Promise<void> {
  for (const each of plan.directories) await target.mkdir(`${directory}/${each}`);
  await prepareFiles(
    target,
    { directory, runKey, ...new KeptFiles().missing(plan, true) },
    () => undefined,
    () => true,
  );
}

/** Loads that follow each other in one sandbox, with threads of their own, as the probes of a ramp do. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesToMake, type LoadPlan, planLoad } from '../../../loadgen/plan/load-plan.ts';
import type { LoadOutcome } from '../../../loadgen/run/load-outcome.ts';
import { LoadSafety } from '../../../loadgen/run/load-safety.ts';
import { LoadSandbox } from '../../../loadgen/run/load-sandbox.ts';
import { runInSandbox } from '../../../loadgen/run/run-in-sandbox.ts';
import { type WorkerPool, workerPool } from '../../../loadgen/run/workers.ts';
import { Budget } from '../../../loadgen/safety/budget.ts';
import type { SpaceFloor } from '../../../loadgen/safety/space-guard.ts';
import { scaleStudio } from '../../../models/scale-studio.ts';
import { SMALL_CHURN, SMALL_SCRUB, smallLoad } from '../runtime/small-load.ts';
import { CONSENTS, type Folder, makeFolder } from '../safety/sandboxes.ts';
import { quickLocationOf, totalsOf } from './performed-load.ts';

const THREADS = 2;
const SPEED = 4;
const STUDIO = smallLoad([SMALL_CHURN, SMALL_SCRUB], 3);
const UNLIMITED = { bytesMax: Number.POSITIVE_INFINITY, operationsMax: Number.POSITIVE_INFINITY };
const FLOOR = { freeBytesMin: 0, freeFractionMin: 0, freeFilesMin: 0 };

let folder: Folder;
let pool: WorkerPool;
let sandbox: LoadSandbox;
beforeAll(async () => {
  folder = makeFolder();
  pool = workerPool(THREADS);
  sandbox = await LoadSandbox.open(quickLocationOf(folder.root), CONSENTS, 'seed');
});
afterAll(async () => {
  await sandbox?.close();
  await pool?.destroy();
  folder?.remove();
});

interface Performed {
  readonly plan: LoadPlan;
  readonly outcome: LoadOutcome;
}

interface Options {
  readonly within?: LoadSandbox;
  readonly floor?: SpaceFloor;
  readonly budget?: Budget;
  readonly onPreparing?: () => void;
}

async function perform(
  multiple: number,
  {
    within = sandbox,
    floor = FLOOR,
    budget = Budget.of(UNLIMITED),
    onPreparing = () => undefined,
  }: Options = {},
): Promise<Performed> {
  const studio = scaleStudio(STUDIO, multiple);
  const plan = await planLoad(studio, 20 * SPEED);
  const limits = { budget: UNLIMITED, floor, victimSecondsP99: null, victim: null };
  const safety = await LoadSafety.open(quickLocationOf(folder.root), limits, budget);
  const settings = { studio, verify: true, speed: SPEED, retrySeconds: 5, drainSeconds: 20 };
  const events = {
    onPreparing,
    onPrepared: () => undefined,
    onStart: () => undefined,
    onSecond: () => undefined,
  };
  const load = {
    plan,
    safety,
    threads: THREADS,
    pool,
    scale: multiple,
    drills: [],
    allowedLatenessSeconds: 0.001,
    settings,
  };
  try {
    return { plan, outcome: await within.load(load, events, new AbortController().signal) };
  } finally {
    await safety.close();
  }
}

/** Paths of the run's files on this machine. */
function filesThere(): readonly string[] {
  return readdirSync(folder.root, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() && /^\d{6}/.test(entry.name) ? [path.join(entry.parentPath, entry.name)] : [],
  );
}

test('makes nothing, not even a marker, where there is no room for a load', async () => {
  const floor = { ...FLOOR, freeBytesMin: 2 ** 60 };
  await expect(perform(1, { floor })).rejects.toMatchObject({ code: 'no-room' });
  expect(await sandbox.clean(() => undefined)).toBeNull();
  expect(readdirSync(folder.root)).toEqual([]);
});

describe('a load after another', () => {
  /** What came of the two, what was there between them, and bytes and operations that the two may not exceed. */
  let first: Performed;
  let second: Performed;
  let between: readonly string[] = [];
  let budget: Budget;

  beforeAll(async () => {
    budget = Budget.of(UNLIMITED);
    first = await perform(1, { budget });
    second = await perform(2, { budget, onPreparing: () => (between = filesThere()) });
  });

  test('makes only what is not there by then', () => {
    const anew = filesToMake(second.plan);
    const [one, two] = [first.outcome.prepared, second.outcome.prepared];
    expect(one).toEqual(filesToMake(first.plan));
    const empty = anew.files - second.plan.bases.size;
    const [kept, needed] = [first.plan.bases, [...second.plan.bases]];
    const short = needed.filter(([file, bytes]) => (kept.get(file) ?? -1) < bytes);
    expect(two.files).toBe(short.length + empty);
    expect(two.files).toBeLessThan(0.8 * anew.files);
    expect(two.bytes).toBeLessThan(0.4 * anew.bytes);
  });

  test('finds of the one before it what was only looked at, and nothing that was changed', () => {
    const names = between.map((file) => file.slice(file.indexOf('/data/') + '/data/'.length));
    expect(names.toSorted()).toEqual([...first.plan.bases.keys()].toSorted());
  });

  test('reads what was written, by itself and before it', () => {
    for (const { plan, outcome } of [first, second]) {
      expect(totalsOf(outcome)).toMatchObject({ answered: plan.operations, failed: 0 });
      expect(outcome.integrity).toMatchObject({ bytesVerified: plan.readBytes, regions: 0 });
    }
    expect(new Set([first.outcome.runId, second.outcome.runId]).size).toBe(1);
  });

  test('counts on the budget of both what was written, and no more', () => {
    const made = [first, second].map(({ plan, outcome }) => ({
      bytes: plan.writeBytes + outcome.prepared.bytes,
      operations: plan.operations + outcome.prepared.files,
    }));
    const total = (of: (each: (typeof made)[number]) => number) =>
      made.reduce((sum, each) => sum + of(each), 0);
    expect(budget.taken).toEqual({
      bytes: total(({ bytes }) => bytes),
      operations: total(({ operations }) => operations),
    });
  });

  test('is told where a file that was kept is no longer what it was', async () => {
    const [damaged = ''] = between.filter((file) => readFileSync(file).length > 50_000);
    const content = readFileSync(damaged);
    const changed = Buffer.from(content);
    changed.write('damage', 100);
    writeFileSync(damaged, changed);
    const { outcome } = await perform(2);
    // Clean-up would leave what others have changed.
    writeFileSync(damaged, content);
    expect(outcome.integrity.found).toContainEqual(
      expect.objectContaining({
        finding: 'corrupt',
        offsetBytes: 100,
        file: expect.stringMatching(/\d{6}$/),
      }),
    );
  });

  test('is cleaned with the others: nothing is left but the marker of the place', async () => {
    expect(await sandbox.clean(() => undefined)).toMatchObject({ leftCount: 0, complete: true });
    expect(readdirSync(folder.root)).toEqual(['.headroom-sandbox']);
  });
});

test('what loads have made is taken away where one of them fails, and the failure is told', async () => {
  const failure = new Error('the next one failed');
  const told: string[] = [];
  let made = 0;
  const run = runInSandbox(
    {
      location: quickLocationOf(folder.root),
      consents: CONSENTS,
      seed: 'seed',
      keepFiles: true,
      onCleaning: () => told.push('cleaning'),
    },
    async (within) => {
      await perform(0.1, { within });
      made = filesThere().length;
      throw failure;
    },
  );
  await expect(run).rejects.toBe(failure);
  expect(made).toBeGreaterThan(0);
  expect(told).toEqual(['cleaning']);
  expect(readdirSync(folder.root)).toEqual(['.headroom-sandbox']);
});

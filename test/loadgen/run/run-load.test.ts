import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LoadSecond } from '../../../loadgen/run/load-outcome.ts';
import { temporaryDirectory } from '../runtime/in-process-load.ts';
import { SMALL_CHURN, SMALL_STAGES, smallLoad } from '../runtime/small-load.ts';
import { type PerformedLoad, performLoad, quickLocationOf, totalsOf } from './performed-load.ts';

let root: string;
beforeAll(() => {
  root = temporaryDirectory();
});
afterAll(() => rmSync(root, { recursive: true }));

describe('a load run by two threads', () => {
  const seconds: LoadSecond[] = [];
  let started = 0;
  let load: PerformedLoad;

  beforeAll(async () => {
    load = await performLoad(quickLocationOf(root), smallLoad(SMALL_STAGES, 6), {
      speed: 2,
      onStart: () => started++,
      onSecond: (second) => seconds.push(second),
    });
  });

  test('performs what was planned, all of it, and finds everything right', () => {
    const { plan, outcome } = load;
    const { operations } = plan;
    expect(totalsOf(outcome)).toEqual({
      offered: operations,
      sent: operations,
      answered: operations,
      retries: 0,
      failed: 0,
    });
    for (const { stage, operations: planned } of plan.stages) {
      const tallies = outcome.tallies.filter((tally) => tally.stage === stage);
      expect(
        tallies.reduce((sum, { answered }) => sum + answered, 0),
        stage,
      ).toBe(planned);
    }
    expect(outcome.integrity).toMatchObject({ bytesVerified: plan.readBytes, regions: 0, found: [] });
    expect(outcome.ending).toEqual({ kind: 'finished' });
    // A busy machine may leave the target without an answer for a while; nothing is lost by that.
    expect(outcome.outages.filter(({ failed, retried }) => failed + retried > 0)).toEqual([]);
    expect(outcome.target).toEqual({ url: root, kind: 'posix' });
    expect(outcome.busiestThreadFraction).toBeGreaterThan(0);
    expect(outcome.busiestThreadFraction).toBeLessThanOrEqual(1);
  });

  test('makes before it what the plan needs, and in it what the plan says', () => {
    const { plan, outcome } = load;
    const empty = [...plan.versions.values()].reduce((sum, each) => sum + each.empty.length, 0);
    expect(outcome.prepared).toEqual({ files: plan.bases.size + empty, bytes: plan.baseBytes });
    const made = readdirSync(path.join(root, outcome.runId), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(path.join(root, outcome.runId), path.join(entry.parentPath, entry.name)));
    const isPlanned = (file: string) => {
      const [base = '', version = 'v0'] = file.split(/\.(?=v\d)/);
      const number = Number.parseInt(version.slice(1), 10);
      return number === 0 ? plan.bases.has(base) : number <= plan.versions.get(base)!.versions;
    };
    expect(made.length).toBeGreaterThan(0);
    expect(made.filter((file) => !isPlanned(file))).toEqual([]);
  });

  test('counts the work of each stage', () => {
    for (const { stage, arrived, finished } of load.outcome.work) {
      expect(arrived, stage).toBeGreaterThan(0);
      expect(finished, stage).toBe(arrived);
    }
  });

  test('tells of every second once, as it passes, and of all of them at the end', () => {
    expect(started).toBe(1);
    const { outcome } = load;
    expect(seconds.map(({ atSeconds }) => atSeconds)).toEqual(seconds.map((_, index) => index));
    expect(outcome.seconds.length).toBeGreaterThanOrEqual(seconds.length);
    const offered = outcome.seconds
      .flatMap(({ tallies }) => tallies)
      .reduce((sum, tally) => sum + tally.offered, 0);
    expect(offered).toBe(totalsOf(outcome).offered);
    expect(outcome.elapsedSeconds).toBeGreaterThan(2);
  });
});

describe('a load run', () => {
  const endless = smallLoad([SMALL_CHURN], 1000);

  test('is stopped by a watch, for the reason that it gives', async () => {
    let looks = 0;
    const watch = { name: 'free space', check: async () => (++looks > 4 ? 'there is none left' : null) };
    const { outcome } = await performLoad(quickLocationOf(root), endless, { threads: 1, watches: [watch] });
    expect(outcome.ending).toEqual({ kind: 'guard', guard: 'free space', reason: 'there is none left' });
    expect(outcome.elapsedSeconds).toBeLessThan(1000);
  });

  test('is stopped by its user, and tells of what was done', async () => {
    const stop = new AbortController();
    const { outcome } = await performLoad(quickLocationOf(root), endless, {
      threads: 1,
      stop: stop.signal,
      onSecond: ({ atSeconds }) => atSeconds === 0 && stop.abort(),
    });
    expect(outcome.ending).toEqual({ kind: 'interrupted' });
    const { offered, answered } = totalsOf(outcome);
    expect(answered).toBeGreaterThan(0);
    expect(offered).toBeGreaterThanOrEqual(answered);
    expect(outcome.tallies.every((tally) => tally.sent <= tally.offered)).toBe(true);
  });

  test('runs the operator’s commands at their times, once each, and says how they ended', async () => {
    const file = path.join(root, 'commands');
    const drills = [
      { atSeconds: 0.8, command: `echo second >> ${file}; exit 3` },
      { atSeconds: 0.2, command: `echo first >> ${file}` },
      { atSeconds: 900, command: `echo never >> ${file}` },
    ];
    const stop = new AbortController();
    // Two seconds after both have done what they do, they have ended.
    let secondsAfter = 0;
    const { outcome } = await performLoad(quickLocationOf(root), endless, {
      threads: 1,
      drills,
      stop: stop.signal,
      onSecond: () => {
        if (existsSync(file) && readFileSync(file, 'utf8').includes('second')) secondsAfter++;
        if (secondsAfter === 2) stop.abort();
      },
    });
    expect(readFileSync(file, 'utf8')).toBe('first\nsecond\n');
    expect(outcome.drills).toMatchObject([
      { atSeconds: 0.2, exitCode: 0 },
      { atSeconds: 0.8, exitCode: 3 },
    ]);
    for (const { atSeconds, startedSeconds } of outcome.drills) {
      expect(startedSeconds).toBeGreaterThanOrEqual(atSeconds - 0.002);
    }
  });

  test('that cannot make its files fails with the error of the target', async () => {
    const location = quickLocationOf(path.join(root, 'nowhere'));
    await expect(performLoad(location, smallLoad([SMALL_CHURN], 1))).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

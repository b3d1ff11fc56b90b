/** A target stands for one storage system, of a scenario that may have several. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { EXIT } from '../../cli/exit-codes.ts';
import { type Failure, messageOf } from '../../cli/failure.ts';
import { loadScenarioOf } from '../../cli/load-scenario.ts';
import { forProbes, rampSettingsOf } from '../../cli/ramp.ts';
import { standsForOf } from '../../cli/target-storage.ts';
import { planLoad } from '../../loadgen/plan/load-plan.ts';
import { targetSchema } from '../../models/load-section-schema.ts';
import type { ResultDocument } from '../../models/result.ts';
import { leftOutText } from '../../models/stands-for.ts';
import { headroom } from '../capabilities/program.ts';

/** churn works on hot all the time, copies on archive, and a delivery comes to archive at 20:00. */
const TWO = path.join(import.meta.dirname, 'two-storage.yaml');

type Options = Parameters<typeof loadScenarioOf>[1];

const loaded = (options: Partial<Options> = {}) => loadScenarioOf(TWO, { set: [], ...options } as Options);

async function standsFor(options: Partial<Options> = {}) {
  const { studio, asked } = loaded(options);
  return standsForOf(TWO, await planLoad(studio, 0), asked);
}

function failureOf(action: () => unknown): Pick<Failure, 'exitCode' | 'message' | 'hint'> {
  try {
    action();
  } catch (error) {
    const { exitCode, hint } = error as Failure;
    return { exitCode, message: messageOf(error), hint };
  }
  throw new Error('nothing was thrown');
}

describe('work on several storage systems', () => {
  it('is refused with the systems, the stages on each, and the ways to choose', async () => {
    await expect(standsFor()).rejects.toMatchObject({
      exitCode: EXIT.usage,
      message: `${TWO} works on 2 storage systems, and a target stands for one: hot (churn) and archive (copies)`,
      hint: 'choose with --storage hot or --storage archive, or by stages such as --stages churn',
    });
  });

  it('names a stage only in the part of the day in which it works', async () => {
    const evening = { from: '19:59:59', duration: '2s' };
    await expect(standsFor(evening)).rejects.toThrow('hot (churn) and archive (copies, delivery)');
    await expect(standsFor({ ...evening, stages: 'churn,delivery' })).rejects.toThrow('archive (delivery)');
    expect(await standsFor({ stages: 'churn,delivery' })).toEqual({
      storage: 'hot',
      leftOut: [{ stage: 'delivery', storage: 'archive' }],
    });
  });

  it('is performed on the one that was chosen, and the rest is named', async () => {
    const hot = await standsFor({ storage: 'hot' });
    expect(loaded({ storage: 'hot' }).studio.stages.map(({ name }) => name)).toEqual(['churn']);
    expect(hot.storage).toBe('hot');
    expect(leftOutText(hot)).toBe(
      'left out, as they work on other storage: copies (archive), delivery (archive)',
    );
    expect(leftOutText(await standsFor({ storage: 'archive' }))).toBe(
      'left out, as it works on other storage: churn (hot)',
    );
  });

  it('leaves out only what was asked for', async () => {
    expect(await standsFor({ stages: 'churn' })).toEqual({ storage: 'hot', leftOut: [] });
    expect(await standsFor({ stages: 'copies', storage: 'archive' })).toEqual({
      storage: 'archive',
      leftOut: [],
    });
  });
});

describe('a storage system that cannot be chosen', () => {
  test('is unknown', () => {
    expect(failureOf(() => loaded({ storage: 'archve' }))).toEqual({
      exitCode: EXIT.usage,
      message: '--storage: there is no storage system "archve"',
      hint: 'did you mean archive?',
    });
    expect(failureOf(() => loaded({ storage: 'tape' })).hint).toBe('there are hot, archive');
  });

  test('has no stage among those that were asked for', () => {
    expect(failureOf(() => loaded({ storage: 'hot', stages: 'copies,delivery' }))).toEqual({
      exitCode: EXIT.usage,
      message: '--storage: no stage to be performed works on "hot"',
      hint: 'they work on archive (copies, delivery)',
    });
  });
});

describe('a ramp', () => {
  const settings = rampSettingsOf({ ramp: true })!;

  it('needs an objective of a stage that it performs', () => {
    const delivery = loaded({ stages: 'delivery' });
    expect(failureOf(() => forProbes(delivery, settings))).toMatchObject({
      exitCode: EXIT.invalid,
      message: `${TWO}: a ramp ends where an objective breaks, and there is none on delivery`,
    });
    expect(forProbes(loaded({ stages: 'copies' }), settings).studio.run.durationSeconds).toBe(20);
  });
});

describe('headroom loadgen on two storage systems', () => {
  let folder: string;
  let target: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'headroom-storage-'));
    target = path.join(folder, 'target');
    mkdirSync(target);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const HERE = ['--allow-system-device', '--keep-free', '100MB', '--no-victim', '--threads', '1'];
  const load = (...words: readonly string[]) =>
    headroom('loadgen', TWO, '--target', target, ...HERE, ...words);

  test('does nothing to the target, nor for a ramp', async () => {
    const { exitCode, stdout, stderr } = await load('--ramp', '--yes');
    expect(exitCode).toBe(EXIT.usage);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/hot \(churn\) and archive \(copies\)\n.*--storage hot or --storage archive/);
    expect(readdirSync(target)).toEqual([]);
  });

  test('says beforehand what the target stands for, and what a load does not heed', async () => {
    const { stdout } = await load('--dry-run', '--storage', 'archive');
    expect(stdout).toContain(
      '  storage  the target stands for archive; left out, as it works on other storage: churn (hot)\n',
    );
    expect(stdout).toContain('  note     run.warmup: a load leaves nothing out of its figures');
    expect(stdout).not.toMatch(/^ +churn/m);
  });

  test('performs and judges the work on the chosen one, and tells what it stood for', async () => {
    const out = path.join(folder, 'out');
    const words = ['--yes', '--storage', 'hot', '--allowed-lateness', '1min', '--quiet', '--out', out];
    const { stdout, exitCode } = await load(...words);
    expect(exitCode).toBe(EXIT.undecided);
    const result = JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8')) as ResultDocument;
    expect(result.load!.target.standsFor).toEqual({
      storage: 'hot',
      leftOut: [
        { stage: 'copies', storage: 'archive' },
        { stage: 'delivery', storage: 'archive' },
      ],
    });
    expect(new Set(result.load!.operations.map(({ stage }) => stage))).toEqual(new Set(['churn']));
    expect(result.objectives.map(({ metric, met, value }) => [metric, met, value !== null])).toEqual([
      ['churn.latency', true, true],
      ['copies.latency', false, false],
    ]);
    expect(result.objectives[1]!.unjudged).toBe('copies was not part of this run');
    expect(result.load!.command).toContain('--storage hot');
    expect(result.warnings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['other-storage', 'ignored-setting']),
    );
    const told = stdout.replaceAll(/\s+/g, ' ');
    expect(told).toContain('(a mounted path) in place of hot');
    expect(told).toContain('copies (archive), delivery (archive) [other-storage]');
    expect(readFileSync(path.join(out, 'report.html'), 'utf8')).toContain('(a mounted path) in place of hot');
    // What is kept of it when it is read back.
    expect(targetSchema.parse(result.load!.target)).toEqual(result.load!.target);
  });
});

/** `headroom loadgen` and `headroom clean` as their users meet them, on a directory of this machine. */

import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EXIT } from '../../cli/exit-codes.ts';
import { plainEnvironment, ROOT, runProcess } from './run-process.ts';

const TINY_LOAD = path.join(import.meta.dirname, 'tiny-load.yaml');
/** The temporary directory may be on the system's own device, and a test needs little room on it. */
const HERE = ['--allow-system-device', '--keep-free', '100MB', '--no-victim', '--threads', '2'];

let folder: string;
let target: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'headroom-loadgen-'));
  target = path.join(folder, 'target');
  mkdirSync(target);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const load = (...words: readonly string[]) =>
  runProcess(['loadgen', TINY_LOAD, '--target', target, ...HERE, ...words]);

/** Kills or interrupts a run of a load when it says that the load starts; resolves to its exit code. */
function loadUntilStart(signal: NodeJS.Signals): Promise<{ exitCode: number | null }> {
  const words = ['loadgen', TINY_LOAD, '--target', target, ...HERE, '--yes', '--duration', '60s'];
  const child = spawn(process.execPath, [path.join(ROOT, 'cli', 'main.ts'), ...words], {
    cwd: ROOT,
    env: plainEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  let signalled = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    // A second signal would end it at once.
    if (signalled || !stderr.includes('starting')) return;
    signalled = true;
    setTimeout(() => child.kill(signal), 500);
  });
  return new Promise((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode }));
  });
}

describe('the first contact with a target', () => {
  test('says what would be done, where and how much, and does nothing', async () => {
    const { exitCode, stdout, stderr } = await load();
    expect(exitCode).toBe(EXIT.refused);
    expect(stdout).toContain(target);
    expect(stdout).toMatch(/before +\d+ files are made .*[kM]B/);
    expect(stdout).toMatch(/wave +\d+ +\d/);
    expect(stderr).toContain('--yes');
    expect(readdirSync(target)).toEqual([]);
  });

  test('is one document with --json, and no refusal when only that was asked for', async () => {
    const { exitCode, stdout } = await load('--dry-run', '--json');
    const preview = JSON.parse(stdout);
    expect(exitCode).toBe(EXIT.done);
    expect(preview.target).toMatchObject({ url: target, kind: 'posix', firstContact: true });
    expect(preview.load.operations).toBeGreaterThan(200);
    expect(preview.prepared.files).toBeGreaterThan(50);
  });
});

describe('a load with a victim elsewhere', () => {
  const watching = HERE.filter((word) => word !== '--no-victim');
  const watched = (...words: readonly string[]) =>
    runProcess(['loadgen', TINY_LOAD, '--target', target, ...watching, '--yes', ...words]);

  test('is stopped when the victim fails, and takes its files away', async () => {
    const victim = path.join(folder, 'file of others');
    writeFileSync(victim, 'theirs');
    const { exitCode, stdout } = await watched(
      '--victim',
      victim,
      '--at',
      '500ms',
      `rm '${victim}'`,
      '--duration',
      '60s',
    );
    expect(exitCode).toBe(EXIT.guarded);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('questions of the victim probe failed');
    expect(readdirSync(target)).toEqual(['.headroom-sandbox']);
  });

  test('is not begun where the victim does not answer, or is not to be watched', async () => {
    const nowhere = await watched('--victim', path.join(folder, 'nothing'));
    expect(nowhere.exitCode).toBe(EXIT.invalid);
    expect(nowhere.stderr).toMatch(/^headroom: --victim: .*nothing/m);
    expect(readdirSync(target)).toEqual([]);
    const both = await load('--victim', folder);
    expect(both.exitCode).toBe(EXIT.usage);
    expect(both.stderr).toContain('--victim and --no-victim contradict each other');
  });
});

describe('a load', () => {
  test('is told in the document of simulate, with the same metrics, and leaves only its marker', async () => {
    const { exitCode, stdout, stderr } = await load('--yes', '--json', '--no-gate');
    expect(stderr).not.toContain('bug');
    expect(exitCode).toBe(EXIT.done);
    const result = JSON.parse(stdout);
    const simulated = JSON.parse((await runProcess(['simulate', TINY_LOAD, '--json', '--no-gate'])).stdout);
    const names = (document: { metrics: readonly { name: string }[] }) =>
      document.metrics.map(({ name }) => name);
    expect(names(result)).toEqual(names(simulated));
    expect(result.load.ending).toEqual({ kind: 'finished' });
    expect(result.load.integrity).toMatchObject({ regions: 0 });
    expect(result.load.integrity.readsVerified).toBeGreaterThan(40);
    expect(result.stages.map(({ arrived, finished }: Record<string, number>) => [arrived, finished])).toEqual(
      [
        [4, 4],
        [2, 2],
      ],
    );
    expect(readdirSync(target)).toEqual(['.headroom-sandbox']);

    const cleaned = await runProcess(['clean', '--target', target]);
    expect(cleaned.exitCode).toBe(EXIT.done);
    expect(readdirSync(target)).toEqual([]);
  });

  test('of one stage, a part of its actors, at another speed; its files stay on request', async () => {
    const out = path.join(folder, 'out');
    const { exitCode, stdout } = await load(
      '--yes',
      '--stages',
      'churn',
      '--scale',
      '0.5',
      '--speed',
      '2',
      '--keep-files',
      '--out',
      out,
      '--no-gate',
    );
    expect(exitCode).toBe(EXIT.done);
    expect(stdout).toContain('Report:');
    const result = JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8'));
    expect(result.load).toMatchObject({ speed: 2, scale: 0.5 });
    expect(result.stages.map(({ name }: { name: string }) => name)).toEqual(['churn']);
    expect(result.stages[0].operations).toBe(100);
    for (const name of ['report.html', 'timeline.csv', 'metrics.csv', 'objectives.csv', 'latency.hlog']) {
      expect(existsSync(path.join(out, name)), name).toBe(true);
    }
    const again = path.join(folder, 'again');
    expect((await runProcess(['report', out, '--out', again, '--no-gate'])).exitCode).toBe(EXIT.done);
    for (const report of [out, again]) {
      expect(readFileSync(path.join(report, 'report.html'), 'utf8')).toMatch(
        /<code>headroom loadgen \S+ --target \S+ .*--stages churn --scale 0\.5 --speed 2/,
      );
    }
    expect(readdirSync(target).toSorted()).toEqual(['.headroom-sandbox', 'runs']);
    await runProcess(['clean', '--target', target]);
    expect(readdirSync(target)).toEqual([]);
  });

  test('that comes to its budget is stopped by it, and told of', async () => {
    const { exitCode, stdout } = await load('--yes', '--max-operations', '250', '--json');
    expect(exitCode).toBe(EXIT.guarded);
    const { load: section } = JSON.parse(stdout);
    expect(section.ending).toMatchObject({ kind: 'guard', guard: 'budget' });
    const sent = section.operations.reduce((sum: number, each: { sent: number }) => sum + each.sent, 0);
    expect(sent).toBeLessThanOrEqual(250);
    expect(readdirSync(target)).toEqual(['.headroom-sandbox']);
  });

  test('runs a command of the operator, tells how it ended, and keeps its secrets', async () => {
    const touched = path.join(folder, 'touched');
    const out = path.join(folder, 'out');
    const { exitCode, stdout, stderr } = await load(
      '--yes',
      '--json',
      '--no-gate',
      // Time for a command to end on a busy machine.
      '--duration',
      '6s',
      '--at',
      '500ms',
      `touch ${touched}; exit 3`,
      '--at',
      '0s',
      'true -H "Authorization: Bearer hunter2hunter2" -u bob:hunter2 -phunter2 https://bob:hunter2@filer/?key=hunter2',
      '--out',
      out,
    );
    expect(exitCode).toBe(EXIT.done);
    expect(existsSync(touched)).toBe(true);
    const again = await runProcess(['report', out, '--out', out, '--no-gate']);
    expect(again).toMatchObject({ exitCode: EXIT.done, stderr: '' });
    const written = readdirSync(out).map((name) => readFileSync(path.join(out, name), 'utf8'));
    for (const text of [stdout, stderr, again.stdout, ...written]) expect(text).not.toContain('hunter2');
    const [, drill] = JSON.parse(stdout).load.drills;
    expect(drill).toMatchObject({
      atSeconds: 0.5,
      command: 'touch ...',
      exitCode: 3,
    });
  });

  test('that is interrupted cleans up', async () => {
    const { exitCode } = await loadUntilStart('SIGINT');
    expect(exitCode).toBe(130);
    expect(readdirSync(target)).toEqual(['.headroom-sandbox']);
  });

  test('that is killed leaves what the next one tells of, and clean takes away', async () => {
    await loadUntilStart('SIGKILL');
    expect(readdirSync(path.join(target, 'runs'))).toHaveLength(1);
    const { stderr } = await load('--dry-run');
    expect(stderr).toMatch(/run \S+ left files there: headroom clean --target/);
    const cleaned = await runProcess(['clean', '--target', target, '--json']);
    expect(cleaned.exitCode).toBe(EXIT.done);
    expect(readdirSync(target)).toEqual([]);
  });
});

describe('what cannot be loaded is refused in one line that says what to do', () => {
  const refusals: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    ['no target', [], EXIT.usage, /--target is missing/],
    ['the root', ['--target', '/'], EXIT.refused, /empty directory/],
    ['a missing directory', ['--target', '/nowhere/at/all'], EXIT.invalid, /nothing has this name/],
    ['an unknown scheme', ['--target', 'ftp://host/x'], EXIT.invalid, /ftp:\/\//],
    [
      'a server that is not there',
      ['--target', 'nfs://127.0.0.1:9/export?mountport=9'],
      EXIT.invalid,
      /refuses/,
    ],
    ['an unknown stage', ['--target', '/tmp', '--stages', 'chrun'], EXIT.usage, /did you mean churn/],
    ['a scale of nothing', ['--target', '/tmp', '--scale', '0'], EXIT.usage, /--scale takes a number/],
    ['a command without a time', ['--target', '/tmp', '--at', 'reboot'], EXIT.usage, /--at takes a time/],
    ['a time that is none', ['--target', '/tmp', '--retry', 'long'], EXIT.usage, /--retry takes a duration/],
    ['an idle hour', ['--from', '03:00', '--stages', 'wave'], EXIT.invalid, /no stage does anything/],
  ];

  test.each(refusals)('%s', async (name, words, exitCode, message) => {
    const place = name === 'an idle hour' ? ['--target', target, ...HERE] : [];
    const run = await runProcess(['loadgen', TINY_LOAD, ...place, ...words]);
    expect(run.stderr).toMatch(message);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr).not.toMatch(/^ +at /m);
  });

  test('a directory that holds something of others', async () => {
    writeFileSync(path.join(target, 'precious'), 'mine');
    const { exitCode, stderr } = await load('--yes');
    expect(exitCode).toBe(EXIT.refused);
    expect(stderr).toContain('precious');
    expect(readFileSync(path.join(target, 'precious'), 'utf8')).toBe('mine');
    expect(readdirSync(target)).toEqual(['precious']);
  });
});

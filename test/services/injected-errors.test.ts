/**
 * What the kernel may answer in the middle of a load: a file system that is full, a quota that is used up, a device that fails, a
 * handle that is stale. Real where that is cheap; the others by a library before the program's own (faulty-libc.c), switched on and
 * off by the load's own drills; a server that is gone; and Ctrl-C twice.
 */

import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EXIT } from '../../cli/exit-codes.ts';
import { plainEnvironment, ROOT, runProcess } from '../cli/run-process.ts';
import { missingTool } from './child-process.ts';
import { skipUnlessInstalled } from './installed.ts';
import { type Mounted, mountMemory, whyNoMounts } from './posix-mount.ts';
import { quietly } from './quietly.ts';

const TINY_LOAD = path.join(ROOT, 'test/cli/tiny-load.yaml');
const WHY_NO_COMPILER = missingTool(['gcc']) === undefined ? null : 'gcc is not installed';

let folder: string;
let target: string;
let library: string;

test('there is a compiler, and file systems can be mounted', ({ skip }) => {
  for (const whyNot of [WHY_NO_COMPILER, whyNoMounts()]) {
    skipUnlessInstalled(skip, whyNot);
    expect(whyNot).toBeNull();
  }
});

beforeEach(() => {
  target = path.join(folder, 'target');
  mkdirSync(target);
});
afterEach(() => rmSync(target, { recursive: true }));
beforeAll(() => {
  folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'headroom-errors-'));
  library = path.join(folder, 'faulty-libc.so');
  if (WHY_NO_COMPILER !== null) return;
  const source = path.join(import.meta.dirname, 'faulty-libc.c');
  execFileSync('gcc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl']);
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Told {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly warnings: readonly string[];
  /** The `load` section of the result. */
  readonly load: {
    readonly operations: readonly {
      readonly kind: string;
      readonly failed: number;
      readonly retries: number;
      readonly response: { readonly max: number | null };
    }[];
    readonly integrity: { readonly regions: number; readonly readsVerified: number };
    readonly outages: readonly { readonly recoveredSeconds: number | null; readonly retried: number }[];
    readonly generator: { readonly loopLagSecondsP99: number };
    readonly ending: { readonly kind: string; readonly guard?: string };
  };
}

const HERE = ['--allow-system-device', '--no-victim', '--threads', '2', '--yes', '--no-gate'];

async function load(
  root: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Told> {
  const out = path.join(folder, 'out');
  const all = ['loadgen', TINY_LOAD, '--target', root, ...HERE, '--duration', '6s', '--out', out, ...words];
  const { exitCode, stdout, stderr } = await runProcess(all, { environment });
  const result = JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8'));
  rmSync(out, { recursive: true });
  const warnings = result.warnings.map(({ message }: { message: string }) => message);
  return { exitCode, stdout, stderr, warnings, load: result.load };
}

/** From half a second until a second of the load, these calls fail. */
function loadWith(errno: number, calls: string, words: readonly string[] = []): Promise<Told> {
  const file = path.join(folder, 'faulty');
  return load(
    target,
    ['--keep-free', '100MB', '--at', '500ms', `touch ${file}`, '--at', '1s', `rm ${file}`, ...words],
    { LD_PRELOAD: library, FAULT_WHILE: file, FAULT_CALLS: calls, FAULT_ERRNO: String(errno) },
  );
}

function sum(told: Told['load'], of: 'failed' | 'retries'): number {
  return told.operations.reduce((total, operation) => total + operation[of], 0);
}

function expectNothingWrongNorLeft({ load: { integrity } }: Told): void {
  expect(integrity.regions).toBe(0);
  expect(integrity.readsVerified).toBeGreaterThan(40);
  expect(readdirSync(target)).toEqual(['.headroom-sandbox']);
}

describe.skipIf(WHY_NO_COMPILER !== null)('a load whose writes fail for a while', () => {
  test.each([
    ['ENOSPC', constants.errno.ENOSPC, 'no-space'],
    ['EDQUOT', constants.errno.EDQUOT, 'quota'],
  ] as const)('with %s gives them up at once, and tells how many', async (_, errno, code) => {
    const told = await loadWith(errno, 'pwrite');
    const failed = sum(told.load, 'failed');
    expect(failed).toBeGreaterThan(0);
    expect(sum(told.load, 'retries')).toBe(0);
    expect(told.warnings).toContainEqual(
      expect.stringMatching(
        new RegExp(`^${failed} of \\d+ operations were given up \\(${code} ${failed}\\)`),
      ),
    );
    expect(told.load.ending).toEqual({ kind: 'finished' });
    expect(told.exitCode).toBe(EXIT.done);
    expect(told.stderr).not.toContain('bug');
    expectNothingWrongNorLeft(told);
  });

  test.each([
    ['EIO', constants.errno.EIO],
    ['ESTALE', constants.errno.ESTALE],
  ] as const)(
    'with %s tries them again, reads too, until all are done, and tells of an outage',
    async (_, errno) => {
      const told = await loadWith(errno, 'pread,pwrite');
      const retries = sum(told.load, 'retries');
      expect(retries).toBeGreaterThan(0);
      expect(sum(told.load, 'failed')).toBe(0);
      expect(told.load.outages).toMatchObject([{ retried: retries, recoveredSeconds: expect.any(Number) }]);
      expect(told.warnings.filter((warning) => warning.includes('given up'))).toEqual([]);
      expect(told.exitCode).toBe(EXIT.done);
      expectNothingWrongNorLeft(told);
    },
  );

  test('with EIO for longer than they are tried again gives them up', async () => {
    const told = await loadWith(constants.errno.EIO, 'pread,pwrite', ['--retry', '100ms']);
    const failed = sum(told.load, 'failed');
    expect(failed).toBeGreaterThan(0);
    expect(sum(told.load, 'retries')).toBeGreaterThan(0);
    expect(told.warnings).toContainEqual(expect.stringContaining(`given up (io ${failed})`));
    expectNothingWrongNorLeft(told);
  });
});

describe.skipIf(WHY_NO_COMPILER !== null)('a load on a target that takes 50 ms to open a file', () => {
  test('does not say that its own thread was late, which had to wait for that', async () => {
    const attempt = () => loadWith(0, 'openat', ['--set', 'stages.churn.files=1000']);
    // A machine that is busy with other things makes the generator late.
    const told = await quietly(attempt, ({ load: { generator } }) => generator.loopLagSecondsP99 < 0.01);
    expect(told.load.generator.loopLagSecondsP99).toBeLessThan(0.01);
    const slowest = Math.max(...told.load.operations.map(({ response }) => response.max ?? 0));
    expect(slowest).toBeGreaterThan(0.05);
  });
});

describe.skipIf(whyNoMounts() !== null)('a file system that somebody else fills', () => {
  let mounted: Mounted;
  beforeEach(() => {
    mounted = mountMemory('tmpfs', 'size=64m');
  });
  afterEach(() => mounted.stop());

  test('ends the load, which says so, and is left as it was', async () => {
    const root = path.join(mounted.path, 'target');
    const others = path.join(mounted.path, 'others');
    mkdirSync(root);
    const fill = `head -c 64M /dev/zero > ${others}`;
    const told = await load(root, ['--keep-free', '1MB', '--at', '1s', fill]);
    expect(told.exitCode).toBe(EXIT.guarded);
    expect(told.load.ending).toMatchObject({ kind: 'guard' });
    expect(told.warnings).toContainEqual(expect.stringMatching(/^the guard “.*” stopped the run after/));
    expect(told.load.integrity.regions).toBe(0);
    expect(readdirSync(root)).toEqual(['.headroom-sandbox']);
    expect(existsSync(others)).toBe(true);
  });
});

describe.skipIf(WHY_NO_COMPILER !== null)('a load that is interrupted twice', () => {
  test('leaves at once, in the middle of cleaning up; what it leaves is known, and clean takes it away', async () => {
    const slow = path.join(folder, 'slow');
    writeFileSync(slow, '');
    const words = [
      'loadgen',
      TINY_LOAD,
      '--target',
      target,
      ...HERE,
      '--keep-free',
      '100MB',
      '--duration',
      '60s',
    ];
    const child = spawn(process.execPath, [path.join(ROOT, 'cli/main.ts'), ...words], {
      cwd: ROOT,
      env: { ...plainEnvironment(), LD_PRELOAD: library, FAULT_WHILE: slow, FAULT_CALLS: 'unlinkat' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const closed = new Promise<NodeJS.Signals | null>((resolve) => {
      child.on('close', (_, signal) => resolve(signal));
    });
    while (!stderr.includes('starting') && child.exitCode === null) await sleep(20);
    await sleep(500);
    const made = filesIn(target);
    child.kill('SIGINT');
    while (filesIn(target) >= made && child.exitCode === null) await sleep(20);
    // It takes 50 ms for each file: it is not done soon.
    await sleep(500);
    child.kill('SIGINT');
    expect(await closed).toBe('SIGINT');
    const left = filesIn(target);
    expect(left).toBeGreaterThan(made / 4);
    expect(left).toBeLessThan(made);
    const [run = ''] = readdirSync(path.join(target, 'runs'));
    expect(readdirSync(path.join(target, 'runs', run))).toContain('manifest');

    const cleaned = await runProcess(['clean', '--target', target]);
    expect({ exitCode: cleaned.exitCode, stderr: cleaned.stderr }).toEqual({
      exitCode: EXIT.done,
      stderr: '',
    });
    expect(readdirSync(target)).toEqual([]);
  });
});

describe.skipIf(WHY_NO_COMPILER !== null)('a directory whose server is gone', () => {
  test.each([
    ['loadgen', ['loadgen', TINY_LOAD]],
    ['clean', ['clean']],
  ])('does not hold %s against Ctrl-C', async (_, words) => {
    const gone = path.join(folder, 'gone');
    writeFileSync(gone, '');
    try {
      const { exitCode, stderr } = await runProcess([...words, '--target', target], {
        environment: { LD_PRELOAD: library, FAULT_WHILE: gone, FAULT_CALLS: 'statx' },
        signalAfterFirstLine: 'SIGINT',
      });
      expect(stderr).toBe(`headroom: waiting for ${target}; Ctrl-C gives up\nheadroom: interrupted\n`);
      // By the signal itself: a shell makes 130 of it.
      expect(exitCode).toBeNull();
    } finally {
      rmSync(gone);
    }
  });
});

function filesIn(root: string): number {
  return readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
}

/**
 * Every command on every kind of output that fails: one message, the right exit code, and no success that is not whole. They all write
 * through one module: `slow` tries every kind with a few commands and every command with one kind, `night` all with all.
 */

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from '../../cli/exit-codes.ts';
import { plainEnvironment, ROOT, runProcess, TINY } from '../cli/run-process.ts';
import { byPatience } from '../patience.ts';

const TINY_LOAD = path.join(ROOT, 'test', 'cli', 'tiny-load.yaml');
const FULL = '/dev/full';
const PAGES = 8192;

let folder: string;
let small: string;
let hasSmall = false;
beforeAll(async () => {
  folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'headroom-outputs-'));
  small = path.join(folder, 'small');
  for (const name of ['small', 'target', 'cleaned']) mkdirSync(path.join(folder, name));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${PAGES}`, 'none', small], { stdio: 'ignore' });
    hasSmall = true;
  } catch {
    // Only root may mount.
  }
  await runProcess(['simulate', TINY, '--json', '--quiet', '--out', path.join(folder, 'stored')]);
});
afterAll(() => {
  if (hasSmall) execFileSync('umount', [small]);
  rmSync(folder, { recursive: true });
});

interface Case {
  readonly words: (place: string) => readonly string[];
  /** Its exit code where nothing fails. */
  readonly exitCode: number;
  /** What it prints does not fit on the small disk. */
  readonly isLong: boolean;
}

const HERE = ['--allow-system-device', '--keep-free', '1MB', '--no-victim', '--threads', '2', '--quiet'];
const target = () => ['--target', path.join(folder, 'target'), ...HERE];

const CASES: Readonly<Record<string, Case>> = {
  '--version': { words: () => ['--version'], exitCode: EXIT.done, isLong: false },
  '--help': { words: () => ['--help'], exitCode: EXIT.done, isLong: false },
  'loadgen --help': { words: () => ['loadgen', '--help'], exitCode: EXIT.done, isLong: false },
  catalog: { words: () => ['catalog', '--json'], exitCode: EXIT.done, isLong: true },
  schema: { words: () => ['schema'], exitCode: EXIT.done, isLong: true },
  completion: { words: () => ['completion', 'bash'], exitCode: EXIT.done, isLong: false },
  check: { words: () => ['check', TINY], exitCode: EXIT.done, isLong: false },
  simulate: {
    words: () => ['simulate', TINY, '--json', '--quiet', '--threads', '1'],
    exitCode: EXIT.done,
    isLong: true,
  },
  compare: {
    words: () => ['compare', stored(), TINY, '--json', '--quiet', '--threads', '1'],
    exitCode: EXIT.done,
    isLong: true,
  },
  report: { words: () => ['report', stored(), '--json'], exitCode: EXIT.done, isLong: true },
  'loadgen --dry-run': {
    words: () => ['loadgen', TINY_LOAD, ...target(), '--dry-run'],
    exitCode: EXIT.done,
    isLong: false,
  },
  loadgen: {
    words: () => ['loadgen', TINY_LOAD, ...target(), '--yes', '--no-gate', '--json'],
    exitCode: EXIT.done,
    isLong: true,
  },
  clean: {
    words: () => ['clean', '--target', path.join(folder, 'cleaned')],
    exitCode: EXIT.done,
    isLong: false,
  },
  init: {
    words: (place) => ['init', path.join(place, `${process.hrtime.bigint()}.yaml`)],
    exitCode: EXIT.done,
    isLong: false,
  },
};

function stored(): string {
  return path.join(folder, 'stored', 'result.json');
}

/** A short answer, a long one, a simulation and a load. */
const FEW: readonly string[] = ['check', 'schema', 'simulate', 'loadgen'];
const isTried = byPatience<(name: string) => boolean>({
  slow: (name) => FEW.includes(name),
  night: () => true,
});
const TRIED = Object.entries(CASES).filter(([name]) => isTried(name));

const ONE_MESSAGE = /^headroom: cannot write standard output: [^\n]+\n$/;

describe.each(Object.entries(CASES))('%s', (name, { words }) => {
  test.runIf(existsSync(FULL))('on a full device says so', async () => {
    const run = await runProcess(words(folder), { to: { stdout: FULL } });
    expect(run.exitCode).toBe(EXIT.output);
    expect(name === 'init' ? run.stderr.split('\n')[0] + '\n' : run.stderr).toMatch(ONE_MESSAGE);
  });
});

describe.each(TRIED)('%s', (_, { words, exitCode, isLong }) => {
  test.runIf(existsSync(FULL))('gives its result where standard error is full', async () => {
    const run = await runProcess(words(folder), { to: { stderr: FULL } });
    expect(run.exitCode).toBe(exitCode);
    expect(run.stdout.length).toBeGreaterThan(1);
  });

  test('on a disk of 8 kB is whole, or told to be cut', async ({ skip }) => {
    if (!hasSmall) skip();
    const file = path.join(small, 'stdout');
    const run = await runProcess(words(folder), { to: { stdout: file } });
    const { size } = statSync(file);
    rmSync(file);
    expect(run.exitCode).toBe(isLong ? EXIT.output : exitCode);
    const cut = `cannot write standard output: after ${size} of `;
    expect({ isWhole: size < PAGES, isCutTold: run.stderr.includes(cut) }).toEqual({
      isWhole: !isLong,
      isCutTold: isLong,
    });
  });

  test('through a pipe that is not waited for comes whole to a reader that is slow', async () => {
    const { exitCode: code, text } = await readSlowly(words(folder));
    expect(code).toBe(exitCode);
    expect(text.length).toBeGreaterThan(1);
    expect(text.endsWith('\n')).toBe(true);
  });

  test('whose reader goes away early ends as if it had stayed', async () => {
    const run = await readOnce(words(folder));
    expect(run).toMatchObject({ exitCode, trace: null });
  });
});

describe('a full disk', () => {
  test.each(['simulate', 'compare', 'report', 'loadgen'])(
    'under --out of %s keeps the result',
    async (name) => {
      if (!hasSmall) return;
      const out = path.join(small, 'out');
      const run = await runProcess([...CASES[name]!.words(folder), '--out', out]);
      const left = readdirSync(out);
      rmSync(out, { recursive: true });
      expect(run.exitCode).toBe(EXIT.output);
      expect(run.stderr).toMatch(/^headroom: cannot write \S+\.json, .*report\.html.*: no space is left/m);
      expect(run.stderr).not.toMatch(/^ +at /m);
      expect(left.filter((file) => file.endsWith('.tmp'))).toEqual([]);
      JSON.parse(run.stdout);
    },
  );

  test('under init leaves no part of a scenario', async () => {
    if (!hasSmall) return;
    const fill = path.join(small, 'fill');
    execFileSync('dd', ['if=/dev/zero', `of=${fill}`, 'bs=1024', 'count=7'], { stdio: 'ignore' });
    const run = await runProcess(['init', path.join(small, 'studio.yaml')]);
    const left = readdirSync(small);
    rmSync(fill);
    expect(run).toMatchObject({ exitCode: EXIT.output, stdout: '' });
    expect(left).toEqual(['fill']);
  });
});

/** Python opens what Node does not: a pipe whose end for writing does not wait, and one whose reader leaves. */
const SLOW_READER = `
import fcntl, os, subprocess, sys, time
read, write = os.pipe()
fcntl.fcntl(write, fcntl.F_SETFL, fcntl.fcntl(write, fcntl.F_GETFL) | os.O_NONBLOCK)
child = subprocess.Popen(sys.argv[2:], stdout=write, stderr=subprocess.DEVNULL)
os.close(write)
if sys.argv[1] == 'once':
    os.close(read)
else:
    while True:
        part = os.read(read, 4096)
        if not part: break
        os.write(1, part)
        time.sleep(0.001)
sys.exit(child.wait())
`;

function throughPython(how: 'slowly' | 'once', words: readonly string[]) {
  const program = [process.execPath, path.join(ROOT, 'cli', 'main.ts'), ...words];
  const child = spawn('python3', ['-c', SLOW_READER, how, ...program], {
    cwd: ROOT,
    env: plainEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [text, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    errors += part;
  });
  return new Promise<{ exitCode: number | null; text: string; trace: string | null }>((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode, text, trace: errors === '' ? null : errors }));
  });
}

const readSlowly = (words: readonly string[]) => throughPython('slowly', words);
const readOnce = (words: readonly string[]) => throughPython('once', words);

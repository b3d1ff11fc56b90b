/**
 * What only a process of its own can show: standard input, a shell, signals, colours in a pipe, a reader that leaves. All else that the
 * program says is in program.test.ts.
 */

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { headroom } from '../capabilities/program.ts';
import { byPatience, isPatient } from '../patience.ts';
import { plainEnvironment, ROOT, runProcess, TINY } from './run-process.ts';

const execute = promisify(execFile);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'headroom-process-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What every run has that is only about its results. One thread saves starting others; a busy machine may want to show progress. */
const ONE = ['--threads', '1', '--quiet'];
const COLOR = `${String.fromCharCode(27)}[`;

test('standard input is read as a file is, and named where it is wrong', async () => {
  const input = readFileSync(TINY, 'utf8').replace('name: Tiny', 'nam: Tiny');
  const { exitCode, stdout, stderr } = await runProcess(['check', TINY, '-'], { input });
  expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: '' });
  expect(stdout).toMatch(
    /tiny\.yaml: valid\n[^]*<stdin>:3:1 - error HR\d{3}[^]*\n-: invalid: \d+ errors?\n$/,
  );
});

if (isPatient)
  test('simulate reads standard input', async () => {
    const input = readFileSync(TINY, 'utf8');
    const { exitCode, stdout, stderr } = await runProcess(['simulate', '-', '--json', ...ONE], { input });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      scenario: { name: 'Tiny', file: '-' },
      engine: { wallSeconds: null },
    });
  });

test('wrong usage is one message and an exit code', async () => {
  expect(await runProcess(['simulat'])).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: 'headroom: unknown command simulat\n  did you mean simulate?\n',
  });
});

test('the command in a report, pasted into a shell, gives the same result', async () => {
  const out = path.join(folder, 'out');
  await headroom('simulate', TINY, '--seed', "it's", '--out', out, ...ONE);
  const report = readFileSync(path.join(out, 'report.html'), 'utf8');
  const command = unescaped(/headroom (simulate [^<\n]+)/.exec(report)?.[1] ?? '');
  const program = `'${path.join(ROOT, 'cli', 'headroom.mjs')}'`;
  const shell = await execute('sh', ['-c', `${program} ${command} --json`]);
  expect(shell.stdout).toBe(readFileSync(path.join(out, 'result.json'), 'utf8'));
});

function unescaped(text: string): string {
  const characters = { '&#39;': "'", '&quot;': '"', '&lt;': '<', '&gt;': '>', '&amp;': '&' };
  return Object.entries(characters).reduce(
    (result, [entity, character]) => result.replaceAll(entity, character),
    text,
  );
}

const SIGNALS = byPatience<readonly (readonly [signal: NodeJS.Signals, exitCode: number])[]>({
  fast: [['SIGINT', 130]],
  slow: [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ],
});

test.each(SIGNALS)('%s ends it, with its workers, and with exit code %i', async (signal, expected) => {
  const words = ['simulate', TINY, '--duration', '365d', '--replications', '4'];
  const { exitCode, stdout, stderr } = await runProcess(words, { signalAfterFirstLine: signal });
  expect({ exitCode, stdout }).toEqual({ exitCode: expected, stdout: '' });
  expect(stderr).toMatch(/^(headroom: (about|0 of 4 replications,) .*\n)+headroom: interrupted\n$/);
});

test('there is colour in a pipe only if it is forced', async () => {
  const forced = { FORCE_COLOR: '1' };
  expect((await runProcess(['catalog'])).stdout).not.toContain(COLOR);
  expect((await runProcess(['catalog'], { environment: forced })).stdout).toContain(COLOR);
  expect((await runProcess(['catalog', '--no-color'], { environment: forced })).stdout).not.toContain(COLOR);
});

const LONG_ANSWERS = byPatience<readonly string[]>({
  fast: ['catalog --json'],
  slow: ['catalog --json', 'schema', `simulate '${TINY}' --threads 1 --quiet --json`],
});

test.each(LONG_ANSWERS)('a reader of %s that leaves early is no error', async (command) => {
  const program = `'${process.execPath}' '${path.join(ROOT, 'cli', 'main.ts')}'`;
  const script = `set -o pipefail; ${program} ${command} | head -n 1 | wc -l`;
  const run = await execute('bash', ['-c', script], { env: plainEnvironment() });
  expect(run).toEqual({ stdout: '1\n', stderr: '' });
});

/**
 * The program where its output cannot be written: a few real processes, one of each kind. What every command does on every kind of
 * failure is tried in test/slow/output-errors.test.ts, and the module that they all write through in test/cli/output/.
 */

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from '../../cli/exit-codes.ts';
import { runProcess, TINY } from './run-process.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'headroom-output-errors-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const FULL = '/dev/full';
const ONE = ['--threads', '1', '--quiet'];

describe.runIf(existsSync(FULL))('a full device', () => {
  test('under standard output is told in one line, and has an exit code of its own', async () => {
    expect(await runProcess(['--version'], { to: { stdout: FULL } })).toEqual({
      exitCode: EXIT.output,
      stdout: '',
      stderr:
        'headroom: cannot write standard output: no space is left there; make room, or write elsewhere\n',
    });
  });

  test('under standard output leaves what was simulated in the folder', async () => {
    const out = path.join(folder, 'kept');
    const { exitCode, stderr } = await runProcess(['simulate', TINY, ...ONE, '--out', out], {
      to: { stdout: FULL },
    });
    expect(exitCode).toBe(EXIT.output);
    expect(stderr).toContain(`Report: ${out}/report.html\n`);
    expect(JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8')).replications).toBe(3);
  });

  test('under standard error takes nothing from the result', async () => {
    const run = await runProcess(['check', TINY], { to: { stderr: FULL } });
    expect(run.exitCode).toBe(EXIT.done);
    expect(run.stdout).toContain(`${TINY}: valid\n`);
    const refused = await runProcess(['nonsense'], { to: { stderr: FULL } });
    expect(refused.exitCode).toBe(EXIT.usage);
  });
});

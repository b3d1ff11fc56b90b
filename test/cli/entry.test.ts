/** The entry of the package, as npx and a shell start it; test/slow/packaging.test.ts installs the package. */

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ROOT, runProcess, TINY } from './run-process.ts';

const execute = promisify(execFile);

test('npx finds the program in a clone', async () => {
  const { stdout } = await execute('npx', ['headroom', '--version'], { cwd: ROOT });
  expect(stdout).toBe((await runProcess(['--version'])).stdout);
});

test('the entry passes signals and exit codes through', async () => {
  const entry = path.join(ROOT, 'cli', 'headroom.mjs');
  await expect(execute(entry, ['simulate', 'missing.yaml'])).rejects.toMatchObject({ code: 3 });
  const endless = execFile(entry, ['simulate', TINY, '--duration', '365d']);
  endless.stderr?.once('data', () => endless.kill('SIGINT'));
  const exitCode = await new Promise((resolve) => {
    endless.on('exit', resolve);
  });
  expect(exitCode).toBe(130);
});

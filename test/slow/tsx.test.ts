/** Where the pinned Node cannot be had, tsx runs the program on the Node at hand, workers included. */

import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { plainEnvironment, ROOT, TINY } from '../cli/run-process.ts';

test('under tsx the program gives the same bytes, on worker threads too', () => {
  const run = (...loader: string[]) =>
    spawnSync(
      process.execPath,
      [...loader, 'cli/main.ts', 'simulate', TINY, '--json', '--no-gate', '--threads', '2'],
      { cwd: ROOT, env: plainEnvironment(), encoding: 'utf8' },
    );
  // Without its own support for TypeScript, Node depends on tsx alone.
  const loaded = run('--no-strip-types', '--import', 'tsx');
  expect(loaded.stderr).not.toMatch(/error/i);
  expect(loaded.status).toBe(0);
  expect(loaded.stdout).toBe(run().stdout);
});

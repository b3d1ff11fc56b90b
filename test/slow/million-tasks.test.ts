/** A million tasks that wait, for threads or for nodes of a farm, leave the memory to those that run. */

import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

test.each(['pool', 'one-submission', 'many-submissions'])('a million tasks: %s', (what) => {
  const program = path.join(import.meta.dirname, 'million-tasks.ts');
  const { done, mebibytes } = JSON.parse(
    // The collector waits for as long as there is room: what it could have freed is not what tasks take.
    execFileSync(process.execPath, ['--max-old-space-size=320', program, what], { encoding: 'utf8' }),
  ) as {
    done: number;
    mebibytes: number;
  };
  expect(done).toBe(1_000_000);
  expect(mebibytes).toBeLessThan(500);
});

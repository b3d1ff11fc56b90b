import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const MEBIBYTE = 2 ** 20;
const LIVE_MEBIBYTES = 500;

test.each(['holding', 'queueing'])('a million processes %s fit in 500 MiB', (what) => {
  const program = path.join(import.meta.dirname, 'waiting-processes.ts');
  const words = ['--expose-gc', `--max-old-space-size=${LIVE_MEBIBYTES}`, program, what];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const { waiting, liveBytes } = JSON.parse(stdout) as Record<string, number>;
  expect(waiting).toBe(1_000_000);
  // What is outside of the heap, as the calendar's arrays, is not limited by it.
  expect(liveBytes! / MEBIBYTE).toBeLessThan(LIVE_MEBIBYTES);
});

/** The same scenario and seed give the same bytes: on any number of threads, in any time zone and locale. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProcess } from './run-process.ts';

const SETTINGS = [
  { threads: '1', environment: { TZ: 'UTC', LC_ALL: 'C' } },
  { threads: '2', environment: { TZ: 'UTC', LC_ALL: 'C' } },
  { threads: '2', environment: { TZ: 'Asia/Kolkata', LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' } },
];

/** As varied as the day of which it is a part, and a tenth of the work. */
const A_SMALL_DAY = ['--duration', '12h', '--set', 'stages.overnight.release.frames=60'];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'headroom-determinism-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe.each([
  ['simulate', ['simulate', 'scenarios/small-studio.yaml', '--replications', '3', ...A_SMALL_DAY]],
  ['compare', ['compare', 'test/cli/tiny.yaml']],
])('%s', (name, words) => {
  test('prints and stores the same bytes everywhere', async () => {
    const runs: Record<string, string>[] = [];
    for (const [index, { threads, environment }] of SETTINGS.entries()) {
      const out = path.join(folder, `${name}-${index}`);
      const run = await runProcess([...words, '--no-gate', '--threads', threads, '--out', out], {
        environment,
      });
      expect(run.exitCode).toBe(0);
      const files = readdirSync(out).map((file) => [file, readFileSync(path.join(out, file), 'utf8')]);
      runs.push({ stdout: run.stdout.replaceAll(out, ''), ...Object.fromEntries(files) });
    }
    const [first, ...others] = runs;
    expect(Object.keys(first ?? {}).length).toBeGreaterThan(4);
    for (const other of others) expect(other).toEqual(first);
  });
});

test('another seed gives another result', async () => {
  const results = await Promise.all(
    ['a', 'b'].map((seed) => runProcess(['simulate', 'test/cli/tiny.yaml', '--json', '--seed', seed])),
  );
  const means = results.map(({ stdout }) => JSON.parse(stdout).metrics[0].mean);
  expect(means[0]).not.toBe(means[1]);
});

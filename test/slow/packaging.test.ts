/** What `npm pack` makes, installed in an empty folder, is the program: same commands, same bytes. */

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { ROOT, runProcess, TINY } from '../cli/run-process.ts';

const execute = promisify(execFile);
const PACKED = z.tuple([z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) })]);
const NO_NETWORK = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED)\b/;

let folder: string;
let packed: z.infer<typeof PACKED>[0];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'headroom-packed-'));
  const { stdout } = await execute('npm', ['pack', '--json', '--pack-destination', folder], { cwd: ROOT });
  [packed] = PACKED.parse(JSON.parse(stdout));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('the package holds the built program, scenarios and documents, and no sources or tests', () => {
  const files = packed.files.map((file) => file.path);
  const expected = [
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'cli/headroom.mjs',
    'dist/cli/main.js',
    'package.json',
  ];
  expect(files).toEqual(expect.arrayContaining(expected));
  expect(files).toContain('dist/cli/replication-worker.js');
  expect(files).toContain('scenarios/small-studio.yaml');
  expect(
    files.filter((file) => !/^(dist\/(models|sim|loadgen|reports|cli)|scenarios)\//.test(file)).toSorted(),
  ).toEqual(expected.filter((file) => !file.startsWith('dist/')).toSorted());
  expect(files.filter((file) => file.endsWith('.ts'))).toEqual([]);
});

test('installed in an empty folder it gives the same bytes as the clone', async (context) => {
  const cwd = path.join(folder, 'empty');
  await execute('mkdir', [cwd]);
  const install = [
    'install',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    path.join('..', packed.filename),
  ];
  try {
    await execute('npm', install, { cwd });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    context.skip(
      process.env['CI'] === undefined && NO_NETWORK.test(reason),
      'the npm registry cannot be reached',
    );
    throw error;
  }
  const headroom = path.join(cwd, 'node_modules', '.bin', 'headroom');
  const words = ['simulate', TINY, '--json'];
  const installed = await execute(headroom, words, { cwd, maxBuffer: 2 ** 27 });
  expect(installed.stdout).toBe((await runProcess(words)).stdout);

  await execute(headroom, ['init', 'mine.yaml'], { cwd });
  const ours = readFileSync(path.join(ROOT, 'scenarios', 'small-studio.yaml'), 'utf8');
  expect(readFileSync(path.join(cwd, 'mine.yaml'), 'utf8')).toBe(ours);
  await execute(headroom, ['simulate', 'mine.yaml', '--replications', '1', '--no-gate', '--out', 'out'], {
    cwd,
  });
  expect(readFileSync(path.join(cwd, 'out', 'report.html'), 'utf8')).toContain('<svg');
});

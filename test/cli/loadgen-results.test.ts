/** What was measured is told whatever becomes of the files afterwards: a load on a server without some of S3. */

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EXIT } from '../../cli/exit-codes.ts';
import {
  type Asked,
  NOT_IMPLEMENTED,
  type Refusal,
  startMemoryServer,
} from '../loadgen/targets/s3/memory-server.ts';
import { ROOT, runProcess } from './run-process.ts';

let out: string;
beforeEach(() => {
  out = mkdtempSync(path.join(tmpdir(), 'headroom-measured-'));
});
afterEach(() => {
  rmSync(out, { recursive: true });
});

const FILES = ['latency.hlog', 'metrics.csv', 'objectives.csv', 'report.html', 'result.json', 'timeline.csv'];

async function load(refuse: (asked: Asked) => Refusal | null) {
  const server = await startMemoryServer(refuse);
  const target = `s3://bucket/load?endpoint=${server.endpoint}`;
  const scenario = path.join(ROOT, 'test', 'cli', 'tiny-load.yaml');
  const words = ['loadgen', scenario, '--target', target, '--yes', '--no-victim', '--no-gate', '--out', out];
  const environment = { AWS_ACCESS_KEY_ID: 'ID', AWS_SECRET_ACCESS_KEY: 'secret' };
  const run = await runProcess([...words, '--quiet', '--threads', '1', '--stages', 'wave'], { environment });
  await server.close();
  return { ...run, left: [...server.objects.keys()] };
}

const isListingUploads = ({ parameters, method }: Asked) => method === 'GET' && parameters.has('uploads');

test('a server that lists no uploads serves like the others', async () => {
  const run = await load((asked) => (isListingUploads(asked) ? NOT_IMPLEMENTED : null));
  expect({ exitCode: run.exitCode, stderr: run.stderr }).toEqual({ exitCode: EXIT.done, stderr: '' });
  expect(run.stdout).toContain('Objectives');
  expect(readdirSync(out).toSorted()).toEqual(FILES);
  expect(run.left).toEqual(['load/.headroom-sandbox']);
});

test('a clean-up that fails is told beside the figures, with what to do', async () => {
  const run = await load((asked) => (isListingUploads(asked) ? { status: 400 } : null));
  expect(run.stdout).toContain('Objectives');
  expect(readdirSync(out).toSorted()).toEqual(FILES);
  expect(run.stderr).toMatch(
    /^headroom: the files of run \S+ could not all be taken away: [^\n]+\n {2}try again: /,
  );
  expect(run.exitCode).toBe(EXIT.invalid);
  expect(run.left.length).toBeGreaterThan(2);
});

test('a load whose generator was the limit says so, what its machine was busy with, and what to do', async () => {
  // Whatever is sent is late by a nanosecond.
  const place = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'headroom-late-'));
  const scenario = path.join(ROOT, 'test', 'cli', 'tiny-load.yaml');
  const here = ['--allow-system-device', '--keep-free', '100MB', '--no-victim', '--threads', '1', '--quiet'];
  const strict = [
    '--allowed-lateness',
    '1ns',
    '--stages',
    'churn',
    '--duration',
    '1s',
    '--yes',
    '--out',
    out,
  ];
  const run = await runProcess(['loadgen', scenario, '--target', place, ...here, ...strict]);
  rmSync(place, { recursive: true });
  expect({ exitCode: run.exitCode, stderr: run.stderr }).toEqual({
    exitCode: EXIT.generatorLimit,
    stderr: '',
  });
  const text = run.stdout.replaceAll(/\s+/g, ' ');
  expect(text).toMatch(/^Tiny load INVALID RUN: the generator was the limit/);
  expect(text).toMatch(/0\.000001 ms is allowed.* Next: .*--allowed-lateness \d+/);
  expect(text).toMatch(/event loop late by [\d.]+ .s \(1 ns allowed\)/);
  const { generator } = JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8')).load;
  expect(generator).toMatchObject({ allowedLatenessSeconds: 1e-9, valid: false });
  expect(generator).toHaveProperty('host');
});

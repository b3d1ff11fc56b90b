import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT } from './run-process.ts';

let clone: string;
const at = (...names: string[]) => path.join(clone, ...names);

/** A clone whose npm writes down how it was called, makes node_modules, and ends with the exit code in a file. */
beforeEach(() => {
  clone = mkdtempSync(path.join(tmpdir(), 'headroom-setup-'));
  mkdirSync(at('cli'));
  mkdirSync(at('bin'));
  copyFileSync(path.join(ROOT, 'cli', 'setup.mjs'), at('cli', 'setup.mjs'));
  writeFileSync(at('package-lock.json'), '{"lockfileVersion": 3}');
  writeFileSync(at('calls'), '');
  writeFileSync(at('exit-code'), '0');
  writeFileSync(
    at('bin', 'npm'),
    '#!/bin/sh\nmkdir -p node_modules\necho "$@" >> calls\nexit "$(cat exit-code)"\n',
  );
  chmodSync(at('bin', 'npm'), 0o755);
});
afterEach(() => {
  rmSync(clone, { recursive: true });
});

function setUp() {
  const { npm_execpath: _npm, ...environment } = process.env;
  const env = { ...environment, PATH: `${at('bin')}:${process.env['PATH']}` };
  return spawnSync(process.execPath, [at('cli', 'setup.mjs')], { env, encoding: 'utf8' });
}

const calls = () =>
  readFileSync(at('calls'), 'utf8')
    .split('\n')
    .filter((line) => line !== '');

test('what is missing is installed once, as the lock file says, and again only when that changes', () => {
  expect(setUp()).toMatchObject({ status: 0, stdout: '', stderr: expect.stringContaining('installing') });
  expect(calls()).toEqual([expect.stringMatching(/^ci --include=dev/)]);
  expect(setUp()).toMatchObject({ status: 0, stdout: '', stderr: '' });
  expect(calls()).toHaveLength(1);
  writeFileSync(at('package-lock.json'), '{"lockfileVersion": 3, "packages": {}}');
  expect(setUp().status).toBe(0);
  expect(calls()).toHaveLength(2);
  rmSync(at('node_modules'), { recursive: true });
  expect(setUp().status).toBe(0);
  expect(calls()).toHaveLength(3);
});

test('an install that fails ends with its exit code, and is tried again', () => {
  writeFileSync(at('exit-code'), '7');
  expect(setUp()).toMatchObject({ status: 7, stderr: expect.stringContaining('npm ci failed') });
  expect(setUp().status).toBe(7);
  expect(calls()).toHaveLength(2);
});

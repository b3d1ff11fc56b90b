/** Whatever the moment at which a run is killed, the clean-up after it leaves the target as it was, with what others put there. */

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cleanTarget } from '../../loadgen/safety/clean-target.ts';
import { inspectTarget } from '../../loadgen/safety/inspect-target.ts';
import { openTarget } from '../../loadgen/targets/protocols.ts';
import { S3Target } from '../../loadgen/targets/s3/s3-target.ts';
import type { Target } from '../../loadgen/targets/target.ts';
import { plainEnvironment, ROOT, runProcess } from '../cli/run-process.ts';
import { locationOf } from '../loadgen/location-of.ts';
import { CONSENTS, type Folder, makeFolder, treeOf } from '../loadgen/safety/sandboxes.ts';
import { type Ganesha, startGanesha, whyNoGanesha } from './ganesha.ts';
import { skipUnlessInstalled } from './installed.ts';
import { type Mounted, mountExt4, whyNoMounts } from './posix-mount.ts';
import { Radosgw, whyNoRadosgw } from './radosgw.ts';
import { environmentOf, makeBucket } from './s3-bucket.ts';
import { inParallel } from './target-conformance.ts';

/** On this machine, as test 19 of the promises asks. */
const KILLS = 200;
const KILLS_OF_SERVERS = 24;
const KILLS_OF_PROGRAM = 6;

test('what is needed is installed', ({ skip }) => {
  for (const whyNot of [whyNoMounts(), whyNoGanesha(), whyNoRadosgw()]) {
    skipUnlessInstalled(skip, whyNot);
    expect(whyNot).toBeNull();
  }
});

interface Ending {
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(url: string, kill: number, before: boolean): Promise<Ending> {
  const words = [path.join(import.meta.dirname, 'killed-run.ts'), JSON.stringify({ url, kill, before })];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (text: Buffer) => (texts.stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (texts.stderr += text.toString()));
  return new Promise((resolve) => {
    child.on('close', (_code, signal) => resolve({ signal, ...texts }));
  });
}

/** Numbers from 1 to `most`, the same in every run: each once before any twice. */
function moments(count: number, most: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => 1 + (Math.floor((index * most) / count) % most));
}

async function callsOf(url: string): Promise<number> {
  const { signal, stdout, stderr } = await run(url, 0, false);
  expect({ signal, stderr }).toEqual({ signal: null, stderr: '' });
  expect(Number(stdout)).toBeGreaterThan(100);
  return Number(stdout);
}

async function cleaned(url: string): Promise<void> {
  const location = locationOf(url);
  const target = await openTarget(location);
  try {
    const report = await cleanTarget(target, await inspectTarget(location, target, CONSENTS));
    for (const each of report.cleaned) expect(each).toMatchObject({ complete: true });
    expect(report.spared).toEqual([]);
  } finally {
    await target.close();
  }
}

/** Where the files of the one run are, if it came so far. */
function dataOf(root: string): string {
  const runs = path.join(root, 'runs');
  const [first = ''] = existsSync(runs) ? readdirSync(runs) : [];
  return path.join(runs, first, 'data');
}

describe('a directory', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = makeFolder();
  });
  afterEach(() => folder.remove());

  test('is as it was after a run that was killed, at each of 200 moments', async () => {
    const calls = await callsOf(folder.root);
    expect(treeOf(folder.root)).toEqual({});
    const ends: string[] = [];
    await inParallelOf(4, moments(KILLS, calls), async (kill, index) => {
      const root = path.join(folder.folder, `root-${index}`);
      mkdirSync(root);
      const { signal, stderr } = await run(root, kill, index % 2 === 0);
      expect({ signal, stderr }).toEqual({ signal: 'SIGKILL', stderr: '' });
      // Every other time somebody has put something there meanwhile.
      const planted = path.join(dataOf(root), 'wave/assets/000003.note');
      const isPlanted = index % 4 < 2 && existsSync(path.dirname(planted));
      if (isPlanted) writeFileSync(planted, 'precious');
      await cleaned(root);
      const after = treeOf(root);
      expect(Object.keys(after).length > 0).toBe(isPlanted);
      expect(after[path.relative(root, planted)]).toBe(isPlanted ? '1 cHJlY2lvdXM=' : undefined);
      expect(Object.values(after).filter((what) => what !== 'directory').length).toBeLessThanOrEqual(2);
      ends.push(root);
      rmSync(root, { recursive: true });
    });
    expect(ends).toHaveLength(KILLS);
  });

  test('is as it was after the program itself was killed in the middle of a load', async () => {
    const words = ['--allow-system-device', '--keep-free', '1MB', '--threads', '2', '--quiet', '--yes'];
    for (let turn = 0; turn < KILLS_OF_PROGRAM; turn++) {
      const load = [
        'loadgen',
        'scenarios/load-check.yaml',
        '--target',
        folder.root,
        '--scale',
        '0.1',
        ...words,
      ];
      const child = spawn(process.execPath, [path.join(ROOT, 'cli/main.ts'), ...load], {
        cwd: ROOT,
        env: plainEnvironment(),
        stdio: 'ignore',
      });
      const closed = new Promise((resolve) => {
        child.on('close', resolve);
      });
      // From the moment at which it has begun to write, some time more each turn.
      while (!existsSync(path.join(folder.root, 'runs')) && child.exitCode === null) await sleep(5);
      await sleep(turn * 400);
      child.kill('SIGKILL');
      await closed;
      expect(child.signalCode).toBe('SIGKILL');
      const { exitCode, stderr } = await runProcess(['clean', '--target', folder.root]);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(treeOf(folder.root)).toEqual({});
    }
  });
});

describe.skipIf(whyNoMounts() !== null)('a file system of its own', () => {
  let mounted: Mounted;
  beforeEach(() => {
    mounted = mountExt4(128);
  });
  afterEach(() => mounted.stop());

  test('is as it was after a ramp that was killed when its second probe began, among the files of the first', async () => {
    const root = path.join(mounted.path, 'target');
    mkdirSync(root);
    const before = treeOf(mounted.path);
    const load = ['loadgen', 'test/cli/tiny-load.yaml', '--target', root, '--yes', '--threads', '2'];
    const words = [...load, '--keep-free', '1MB', '--no-victim', '--ramp', '--probe', '5s', '--events'];
    const child = spawn(process.execPath, [path.join(ROOT, 'cli/main.ts'), ...words], {
      cwd: ROOT,
      env: plainEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const closed = new Promise((resolve) => {
      child.on('close', resolve);
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const manifest = () => path.join(path.dirname(dataOf(root)), 'manifest');
    const isProbed = () => stderr.includes('{"event":"probe"');
    while (!isProbed() && child.exitCode === null) await sleep(20);
    const first = statSync(manifest()).ino;
    // Another manifest has taken its place: what the second probe lacks is about to be made.
    while (statSync(manifest()).ino === first) await sleep(2);
    child.kill('SIGKILL');
    await closed;
    expect(child.signalCode, stderr).toBe('SIGKILL');
    const left = Object.keys(treeOf(dataOf(root)));
    expect(left.filter((name) => /\/\d{6}$/.test(name)).length).toBeGreaterThan(20);
    const cleaning = await runProcess(['clean', '--target', root]);
    expect({ exitCode: cleaning.exitCode, stderr: cleaning.stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(treeOf(mounted.path)).toEqual(before);
  });
});

describe.skipIf(whyNoGanesha() !== null)('an NFS export', () => {
  let server: Ganesha;
  beforeAll(async () => {
    server = await startGanesha();
  });
  afterAll(() => server?.stop());

  test('is as it was after a run that was killed', async () => {
    const urlOf = (index: number) => {
      mkdirSync(path.join(server.folder, `root-${index}`));
      return `nfs://127.0.0.1/export/root-${index}?${server.options}`;
    };
    const calls = await callsOf(urlOf(-1));
    const ends: string[] = [];
    await inParallelOf(3, moments(KILLS_OF_SERVERS, calls), async (kill, index) => {
      const url = urlOf(index);
      expect((await run(url, kill, index % 2 === 0)).signal).toBe('SIGKILL');
      await cleaned(url);
      expect(treeOf(path.join(server.folder, `root-${index}`))).toEqual({});
      ends.push(url);
    });
    expect(ends).toHaveLength(KILLS_OF_SERVERS);
  });
});

describe.skipIf(whyNoRadosgw() !== null)('a prefix of a bucket', () => {
  let server: Radosgw;
  let environment: Readonly<Record<string, string>> = {};

  beforeAll(async () => {
    server = await Radosgw.start();
    const user = await server.addUser('artist');
    await makeBucket(server.endpoint, user, 'show');
    environment = environmentOf(user);
    Object.assign(process.env, environment);
  });
  afterAll(async () => {
    for (const name of Object.keys(environment)) delete process.env[name];
    await server?.stop();
  });

  const urlOf = (prefix: string) => `s3://show/${prefix}?endpoint=${server.endpoint}`;
  const openAt = async (prefix: string) => {
    const target: Target = await openTarget(locationOf(urlOf(prefix)));
    expect(target).toBeInstanceOf(S3Target);
    return target;
  };

  test('is as it was after a run that was killed, without parts of uploads that nobody sees', async () => {
    const calls = await callsOf(urlOf('root'));
    const ends: string[] = [];
    await inParallelOf(3, moments(KILLS_OF_SERVERS, calls), async (kill, index) => {
      const prefix = `root-${index}`;
      expect((await run(urlOf(prefix), kill, index % 2 === 0)).signal).toBe('SIGKILL');
      await cleaned(urlOf(prefix));
      const target = await openAt(prefix);
      expect(await target.readdir('')).toEqual([]);
      expect(await target.discardUncommitted?.('', () => true)).toBe(0);
      await target.close();
      ends.push(prefix);
    });
    expect(ends).toHaveLength(KILLS_OF_SERVERS);
  });

  test('keeps the uploads of others', async () => {
    const target = await openAt('shared');
    const inspection = await inspectTarget({ url: urlOf('shared') }, target, CONSENTS);
    await target.write('big', 0, new Uint8Array(9 * 2 ** 20));
    await cleanTarget(target, inspection);
    await target.commit('big');
    expect((await target.getattr('big')).bytes).toBe(9 * 2 ** 20);
    await target.close();
  });
});

/** Does something for each of many, so many at a time. */
async function inParallelOf<T>(
  atOnce: number,
  items: readonly T[],
  perform: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  await inParallel(atOnce, async () => {
    for (let index = next++; index < items.length; index = next++) await perform(items[index]!, index);
  });
}

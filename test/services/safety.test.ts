/** Sandboxes on real servers and file systems: which places are refused, and that clean-up leaves what others put there. */

import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BlockData } from '../../loadgen/data/block-data.ts';
import { cleanRun } from '../../loadgen/safety/clean-run.ts';
import { inspectTarget } from '../../loadgen/safety/inspect-target.ts';
import { SafetyRefusal } from '../../loadgen/safety/refusal.ts';
import { openSandbox, type RunSandbox } from '../../loadgen/safety/sandbox.ts';
import { openNfsTarget } from '../../loadgen/targets/nfs/nfs-target.ts';
import { PosixTarget } from '../../loadgen/targets/posix/posix-target.ts';
import { openS3Target } from '../../loadgen/targets/s3/open-s3-target.ts';
import type { Target } from '../../loadgen/targets/target.ts';
import { CONSENTS, RUN_KEY, STARTED_AT_SECONDS, treeOf, writeRunFile } from '../loadgen/safety/sandboxes.ts';
import { changedFilesKept } from './changed-files.ts';
import { type Ganesha, startGanesha, whyNoGanesha } from './ganesha.ts';
import { skipUnlessInstalled } from './installed.ts';
import { type Mounted, mountExt4, mountMemory, whyNoMounts } from './posix-mount.ts';
import { Radosgw, type RadosgwUser, whyNoRadosgw } from './radosgw.ts';
import { environmentOf, makeBucket } from './s3-bucket.ts';
import { get, put } from './target-conformance.ts';

const PLANNED = [{ directory: 'wave/assets', firstFile: 0, files: 8, versionsMax: 2, bytesMax: 9000 }];

test('what is needed is installed', ({ skip }) => {
  for (const whyNot of [whyNoMounts(), whyNoGanesha(), whyNoRadosgw()]) {
    skipUnlessInstalled(skip, whyNot);
    expect(whyNot).toBeNull();
  }
});

async function codeOf(outcome: Promise<unknown>): Promise<unknown> {
  return outcome.then(
    () => null,
    (error: unknown) => {
      if (error instanceof SafetyRefusal) return error.code;
      throw error;
    },
  );
}

function open(target: Target, inspection: Awaited<ReturnType<typeof inspectTarget>>, run: string) {
  return openSandbox(target, inspection, {
    run,
    runKey: RUN_KEY,
    planned: PLANNED,
    startedAtSeconds: STARTED_AT_SECONDS,
  });
}

/** What others put beside the files of a run: planned names and others, with what the run never wrote. */
const plants = fc.uniqueArray(
  fc.record({
    name: fc
      .tuple(fc.nat(9), fc.constantFrom('', '.v1', '.v3', '.done', '.note'))
      .map(([file, end]) => `00000${file}${end}`),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
  }),
  { selector: ({ name }) => name, maxLength: 6 },
);
const ours = fc.uniqueArray(fc.record({ file: fc.nat(7), bytes: fc.nat(9000) }), {
  selector: ({ file }) => file,
  maxLength: 6,
});

/** Runs clean-up among what others have put there, through nothing but the target; answers how often they survived. */
async function survivals(
  openRun: (run: string) => Promise<{ target: Target; sandbox: RunSandbox }>,
  runs: number,
): Promise<number> {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(ours, plants, async (files, others) => {
      const { target, sandbox } = await openRun(`run-${++run}`);
      const at = (name: string) => `${sandbox.directory}/wave/assets/${name}`;
      const taken = new Set<string>();
      for (const { file, bytes } of files) {
        taken.add(`00000${file}`);
        await writeRunFile(target, sandbox.directory, { name: `wave/assets/00000${file}`, bytes });
      }
      const planted = others.filter(({ name }) => !taken.has(name));
      for (const { name, bytes } of planted) await put(target, at(name), bytes);
      const report = await sandbox.clean('remove');
      expect(report).toMatchObject({ removedFiles: files.length, leftCount: planted.length });
      for (const { name, bytes } of planted) expect(await get(target, at(name))).toEqual(bytes);
      for (const name of taken) expect(await target.lookup(at(name))).toBeUndefined();
      for (const { name } of planted) await target.remove(at(name));
      // Now that they are gone, another clean-up leaves nothing.
      await sandbox.clean('remove');
      const root = path.dirname(sandbox.directory);
      for (const left of [at('').slice(0, -1), path.dirname(at('')), sandbox.directory]) {
        await target.rmdir(left).catch(() => undefined);
      }
      if ((await target.lookup(`${root}/manifest`)) !== undefined) await target.remove(`${root}/manifest`);
      await target.rmdir(root).catch(() => undefined);
    }),
    { numRuns: runs },
  );
  return run;
}

describe.skipIf(whyNoMounts() !== null)('a path', () => {
  let mounted: Mounted;
  let root: string;
  const inspect = async (at: string, consents = CONSENTS) => {
    const target = new PosixTarget(at);
    try {
      return await inspectTarget({ url: at }, target, consents);
    } finally {
      await target.close();
    }
  };

  beforeEach(() => {
    mounted = mountExt4(16);
    root = path.join(mounted.path, 'target');
    mkdirSync(root);
  });

  afterEach(() => mounted.stop());

  test('on a file system of its own is taken without consent', async () => {
    expect(await codeOf(inspect(root, { network: false, systemDevice: false }))).toBeNull();
  });

  test('that is the root of a file system is refused, though it is empty', async () => {
    rmSync(path.join(mounted.path, 'lost+found'), { recursive: true });
    rmSync(root, { recursive: true });
    expect(await codeOf(inspect(mounted.path))).toBe('mount-root');
  });

  test('with another file system in it is refused', async () => {
    const inside = path.join(root, 'inside');
    mkdirSync(inside);
    execFileSync('mount', ['-t', 'tmpfs', 'none', inside]);
    expect(await codeOf(inspect(root))).toBe('other-device');
    execFileSync('umount', [inside]);
  });

  test('that is read-only is refused, also where only this place is', async () => {
    execFileSync('mount', ['--bind', root, root]);
    expect(await codeOf(inspect(root))).toBe('mount-root');
    execFileSync('umount', [root]);
    mounted.remount('ro');
    expect(await codeOf(inspect(root))).toBe('read-only');
    mounted.remount('rw');
  });

  test('on the device of this machine needs consent', async () => {
    const here = path.join(import.meta.dirname, `safety-${process.pid}`);
    mkdirSync(here);
    try {
      expect(await codeOf(inspect(here, { network: true, systemDevice: false }))).toBe('system-device');
      expect(await codeOf(inspect(here))).toBeNull();
    } finally {
      rmSync(here, { recursive: true });
    }
  });

  test('of a sandbox on another device is refused: a copied marker gives nothing', async () => {
    const target = new PosixTarget(root);
    const sandbox = await open(target, await inspectTarget({ url: root }, target, CONSENTS), 'run-1');
    await sandbox.clean('keep');
    await target.close();
    const memory = mountMemory('tmpfs', 'size=1m');
    const copy = path.join(memory.path, 'target');
    try {
      execFileSync('cp', ['-a', root, copy]);
      expect(await codeOf(inspect(copy))).toBe('marker-elsewhere');
    } finally {
      memory.stop();
    }
  });

  test('that this user may not write is refused, and one that another user owns', async () => {
    // As a user with no rights of the administrator's.
    const code = `
      import { inspectTarget } from ${JSON.stringify(new URL('../../loadgen/safety/inspect-target.ts', import.meta.url).href)};
      import { PosixTarget } from ${JSON.stringify(new URL('../../loadgen/targets/posix/posix-target.ts', import.meta.url).href)};
      process.setgid(65534);
      process.setuid(65534);
      const url = ${JSON.stringify(root)};
      const code = await inspectTarget({ url }, new PosixTarget(url), { network: true, systemDevice: true }).then(() => null, (error) => error.code);
      process.stdout.write(String(code));`;
    const outcome = () =>
      execFileSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' });
    chmodSync(mounted.path, 0o755);
    chmodSync(path.dirname(mounted.path), 0o755);
    chmodSync(root, 0o755);
    expect(outcome()).toBe('not-writable');
    chmodSync(root, 0o777);
    expect(outcome()).toBe('null');
    const target = new PosixTarget(root);
    const sandbox = await open(target, await inspectTarget({ url: root }, target, CONSENTS), 'run-1');
    await sandbox.clean('keep');
    await target.close();
    expect(outcome()).toBe('marker-of-another-user');
  });
});

describe.skipIf(whyNoGanesha() !== null)('an NFS export', () => {
  let server: Ganesha;
  let root: string;
  /** Of each test its own: the server remembers for a while what is changed behind its back. */
  let name = '';
  let tests = 0;
  const targets: Target[] = [];

  beforeAll(async () => {
    server = await startGanesha();
  });

  afterAll(() => server?.stop());

  beforeEach(() => {
    name = `target-${++tests}`;
    root = path.join(server.folder, name);
    mkdirSync(root);
  });

  afterEach(async () => {
    for (const target of targets.splice(0)) await target.close();
    rmSync(root, { recursive: true });
  });

  const connect = async (directory = `export/${name}`, more = '') => {
    const url = `nfs://127.0.0.1/${directory}?${server.options}${more}`;
    const target = await openNfsTarget(url);
    targets.push(target);
    return { target, inspection: inspectTarget({ url }, target, CONSENTS) };
  };
  const codeAt = async (directory: string, more = '') => codeOf((await connect(directory, more)).inspection);

  test('is taken where it is empty, and as a sandbox', async () => {
    const { target, inspection } = await connect();
    await (await open(target, await inspection, 'run-1')).clean('keep');
    expect(readdirSync(root)).toEqual(['.headroom-sandbox']);
    expect(await codeAt(`export/${name}`)).toBeNull();
  });

  test('is refused where it is not empty, or read-only, or not for this user', async () => {
    expect(await codeAt('export')).toBe('not-empty');
    expect(await codeAt(`sealed/${name}`)).toBe('not-writable');
    expect(await codeAt(`export/${name}`, '&uid=4242&gid=4242')).toBe('not-writable');
  });

  test('is refused where the marker is of another user, or of another directory', async () => {
    chmodSync(root, 0o777);
    const { target, inspection } = await connect();
    await (await open(target, await inspection, 'run-1')).clean('keep');
    expect(await codeAt(`export/${name}`, '&uid=4242&gid=4242')).toBe('marker-of-another-user');
    const copy = path.join(server.folder, `copy-of-${name}`);
    execFileSync('cp', ['-a', root, copy]);
    expect(await codeAt(`export/copy-of-${name}`)).toBe('marker-elsewhere');
    rmSync(copy, { recursive: true });
  });

  test('keeps what others put there', async () => {
    const { target, inspection } = await connect();
    const inspected = await inspection;
    const openRun = async (run: string) => ({ target, sandbox: await open(target, inspected, run) });
    expect(await survivals(openRun, 40)).toBe(40);
  });

  test('keeps what others changed there', async () => {
    const { target, inspection } = await connect();
    const sandbox = await open(target, await inspection, 'run-1');
    const { marker } = await (await connect()).inspection;
    expect(await changedFilesKept(target, sandbox, marker!.nonce)).toBe(3);
  });

  test('keeps links, and files with other names', async () => {
    const { target, inspection } = await connect();
    const sandbox = await open(target, await inspection, 'run-1');
    const assets = path.join(root, sandbox.directory, 'wave/assets');
    await writeRunFile(target, sandbox.directory, { name: 'wave/assets/000001', bytes: 5000 });
    // Before the server sees it, as it remembers how many names a file had.
    const content = new Uint8Array(5000);
    new BlockData(RUN_KEY).generate(content, 'wave/assets/000002', 0, 0);
    writeFileSync(path.join(assets, '000002'), content);
    writeFileSync(path.join(root, 'precious'), 'precious');
    symlinkSync(path.join(root, 'precious'), path.join(assets, '000003'));
    linkSync(path.join(root, 'precious'), path.join(assets, '000004'));
    linkSync(path.join(assets, '000002'), path.join(root, 'another-name'));
    const before = treeOf(root);
    const report = await sandbox.clean('remove');
    const left = report.left.map((each) => `${path.basename(each.path)}: ${each.reason}`);
    expect(new Set(left)).toEqual(
      new Set(['000003: another-kind', '000004: several-names', '000002: several-names']),
    );
    const after = treeOf(root);
    for (const each of Object.keys(after)) expect(after[each]).toBe(before[each]);
    expect(existsSync(path.join(assets, '000001'))).toBe(false);
  });

  test('is cleaned though the server is restarted meanwhile', async () => {
    const { target, inspection } = await connect();
    const sandbox = await open(target, await inspection, 'run-1');
    for (let file = 0; file < 8; file++) {
      await writeRunFile(target, sandbox.directory, { name: `wave/assets/00000${file}`, bytes: 9000 });
    }
    const cleaning = sandbox.clean('remove').catch((error: unknown) => error);
    await server.kill();
    await server.start();
    await cleaning;
    // Whether it came through or not: one after it leaves nothing.
    const { target: again, inspection: next } = await connect();
    const { marker } = await next;
    if (marker !== null) await cleanRun(again, 'run-1', marker.nonce);
    expect(existsSync(path.join(root, 'runs/run-1'))).toBe(false);
  });
});

describe.skipIf(whyNoRadosgw() !== null)('a prefix of a bucket', () => {
  let server: Radosgw;
  let user: RadosgwUser;
  const environment = { ...process.env };

  beforeAll(async () => {
    server = await Radosgw.start();
    user = await server.addUser('artist');
    await makeBucket(server.endpoint, user, 'show');
    Object.assign(process.env, environmentOf(user));
  });

  afterAll(async () => {
    for (const name of Object.keys(environmentOf(user))) delete process.env[name];
    Object.assign(process.env, environment);
    await server?.stop();
  });

  const connect = (prefix: string) => {
    const url = `s3://show/${prefix}?endpoint=${server.endpoint}`;
    const target = openS3Target(url);
    return { target, inspect: () => inspectTarget({ url }, target, CONSENTS) };
  };

  test('is taken where there is nothing yet, and as a sandbox', async () => {
    const { target, inspect } = connect('one/place');
    const sandbox = await open(target, await inspect(), 'run-1');
    await sandbox.clean('keep');
    expect(await inspect()).toMatchObject({
      marker: { run: 'run-1', device: 's3 show', inode: 'one/place/' },
    });
    const second = await open(target, await inspect(), 'run-2');
    await second.clean('remove');
    expect(await target.readdir('')).toEqual([]);
  });

  test('is refused where it is the whole bucket, or not empty, or the marker is of another', async () => {
    expect(await codeOf(connect('').inspect())).toBe('bucket-root');
    const taken = connect('taken');
    await put(taken.target, 'scene.ma', new Uint8Array([1]));
    expect(await codeOf(taken.inspect())).toBe('not-empty');
    const made = connect('made');
    await (await open(made.target, await made.inspect(), 'run-1')).clean('keep');
    const copied = connect('copied');
    await put(copied.target, '.headroom-sandbox', await get(made.target, '.headroom-sandbox'));
    expect(await codeOf(copied.inspect())).toBe('marker-elsewhere');
  });

  test('keeps what others put there', async () => {
    const { target, inspect } = connect('others');
    const inspected = await inspect();
    const openRun = async (run: string) => ({ target, sandbox: await open(target, inspected, run) });
    expect(await survivals(openRun, 25)).toBe(25);
  });

  test('keeps what others changed there', async () => {
    const { target, inspect } = connect('changed');
    const sandbox = await open(target, await inspect(), 'run-1');
    const { marker } = await inspect();
    expect(await changedFilesKept(target, sandbox, marker!.nonce)).toBe(3);
  });
});

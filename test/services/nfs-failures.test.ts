/** What a real NFS server does to a client: refusals, a crash under load, a freeze. */

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type NfsTarget, openNfsTarget } from '../../loadgen/targets/nfs/nfs-target.ts';
import { TargetError } from '../../loadgen/targets/target.ts';
import { until } from '../until.ts';
import { whileFrozen } from './freeze.ts';
import { freePort, type Ganesha, startGanesha, whyNoGanesha } from './ganesha.ts';
import { skipUnlessInstalled } from './installed.ts';
import { failureOf, get, patternOf, put } from './target-conformance.ts';

const WHY_NOT = whyNoGanesha();

test('nfs-ganesha is installed', ({ skip }) => {
  skipUnlessInstalled(skip, WHY_NOT);
  expect(WHY_NOT).toBeNull();
});

describe.skipIf(WHY_NOT !== null)('an NFS server', () => {
  let server: Ganesha;
  const opened: NfsTarget[] = [];

  beforeAll(async () => {
    server = await startGanesha();
  });

  afterEach(async () => {
    for (const target of opened.splice(0)) await target.close();
  });

  afterAll(() => server?.stop());

  async function open(below = '/export', options = ''): Promise<NfsTarget> {
    const target = await openNfsTarget(`nfs://127.0.0.1${below}?${server.options}${options}`);
    opened.push(target);
    return target;
  }

  describe('says clearly', () => {
    test('which exports there are, where the wanted one is not', async () => {
      const { code, message } = await failureOf(open('/wrong'));
      expect(code).toBe('not-found');
      expect(message).toMatch(/does not export \/wrong to this client; it exports .*\/export/);
    });

    test('that an export is for other clients', async () => {
      expect((await failureOf(open('/foreign'))).message).toMatch(/does not export \/foreign to this client/);
    });

    test('that there is no such directory in the export', async () => {
      expect(await failureOf(open('/export/nothing'))).toMatchObject({ code: 'not-found' });
    });

    test('that a user may not write', async () => {
      const target = await open('/export', '&uid=4321&gid=4321');
      expect(await target.access('')).toMatchObject({ write: false });
      expect(await failureOf(target.create('file'))).toMatchObject({
        code: 'permission',
        message: expect.stringMatching(/^file: .*uid= and gid=/),
      });
    });

    test('that an export is read-only', async () => {
      const target = await open('/sealed');
      expect(await target.access('')).toEqual({ read: true, write: false });
      expect(await failureOf(target.create('file'))).toMatchObject({ code: 'read-only', retryable: false });
      expect(await failureOf(target.mkdir('directory'))).toMatchObject({ code: 'read-only' });
    });

    test('that nobody listens at a port', async () => {
      const port = await freePort();
      const failure = await failureOf(
        openNfsTarget(`nfs://127.0.0.1/export?nfsport=${port}&mountport=${port}`),
      );
      expect(failure).toMatchObject({ code: 'unreachable', retryable: true });
      expect(failure.message).toContain(`127.0.0.1:${port} refuses the connection`);
    });

    test('that MOUNT is not where it is looked for', async () => {
      const failure = await failureOf(
        openNfsTarget(`nfs://127.0.0.1/export?nfsport=${server.nfsPort}&mountport=${server.nfsPort}`),
      );
      expect(failure).toMatchObject({ code: 'protocol', message: expect.stringContaining('MOUNT') });
    });
  });

  test('lets a directory below the export be the root', async () => {
    const whole = await open();
    await whole.mkdir('below');
    const part = await open('/export/below');
    await put(part, 'file', patternOf(100));
    expect(await get(whole, 'below/file')).toEqual(patternOf(100));
  });

  test('is found by the port mapper', () => {
    const question = `
      const { portOf } = await import(${JSON.stringify(path.join(import.meta.dirname, '../../loadgen/targets/nfs/portmapper.ts'))});
      const server = { host: '127.0.0.1', credential: new Uint8Array(16), timeoutSeconds: 5 };
      for (const program of [100_003, 100_005]) console.log(await portOf(server, { name: 'it', program, version: 3 }));
      console.log(await portOf(server, { name: 'Nobody', program: 200_000, version: 3 }).catch((error) => error.message));
    `;
    const [command, ...rest] = [
      ...server.portmapper.inside,
      process.execPath,
      '--input-type=module',
      '-e',
      question,
    ];
    const { stdout, stderr } = spawnSync(command, rest, { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout.split('\n')).toEqual([
      String(server.nfsPort),
      String(server.mountPort),
      '127.0.0.1 offers no Nobody version 3 over TCP',
      '',
    ]);
  });

  test('that crashes and loses what was not committed is written to again', async () => {
    const target = await open();
    const length = 3_000_000;
    await target.create('unstable');
    await target.write('unstable', 0, patternOf(length));
    await server.kill();
    // What a crash of the machine does to a disk that the data had not reached.
    writeFileSync(path.join(server.folder, 'unstable'), Buffer.alloc(length));
    // Its write verifier is the second in which it started.
    await sleep(1100);
    await server.start();
    await retried(() => target.commit('unstable'));
    const onDisk = readFileSync(path.join(server.folder, 'unstable'));
    expect(Buffer.compare(onDisk, patternOf(length))).toBe(0);
  });

  test('that freezes makes calls time out, and is used again when it goes on', async () => {
    // On a busy machine a server that goes on may take longer, too.
    const target = await retried(() => open('/export', '&timeout=500ms'));
    await retried(() => put(target, 'frozen', patternOf(1000)));
    await whileFrozen(server, async () => {
      const start = performance.now();
      const failures = await Promise.all(
        Array.from({ length: 10 }, () => failureOf(target.read('frozen', 0, new Uint8Array(1000)))),
      );
      const waited = performance.now() - start;
      for (const failure of failures) expect(failure).toMatchObject({ code: 'timeout', retryable: true });
      expect(waited).toBeGreaterThan(450);
    });
    expect(await retried(() => get(target, 'frozen'))).toEqual(patternOf(1000));
  });

  test('killed and started again under load loses no data and leaves no client behind', async () => {
    const FILES = 8;
    const LENGTH = 300_000;
    const target = await open('/export', '&connections=3&timeout=5s');
    const failures: TargetError[] = [];
    const versions = Array.from({ length: FILES }, () => 0);
    const load = { over: false };
    const work = async (file: number) => {
      while (!load.over) {
        const version = (versions[file] ?? 0) + 1;
        const content = patternOf(LENGTH, version * FILES + file);
        await retried(() => target.create(`staged-${file}`), failures);
        await retried(() => target.write(`staged-${file}`, 0, content), failures);
        await retried(() => target.commit(`staged-${file}`), failures);
        // A rename whose answer was lost may have been done: then there is nothing left to rename.
        await retried(() => target.rename(`staged-${file}`, `published-${file}`), failures).catch(
          (error: unknown) => {
            if (!(error instanceof TargetError) || error.code !== 'not-found') throw error;
          },
        );
        versions[file] = version;
        const read = await retried(() => get(target, `published-${file}`), failures);
        expect(Buffer.compare(read, content)).toBe(0);
      }
    };
    const workers = Promise.all(Array.from({ length: FILES }, (_, file) => work(file)));
    for (let crash = 0; crash < 3; crash++) {
      await sleep(400);
      await server.kill();
      await sleep(200);
      await server.start();
    }
    const before = versions.slice();
    const goOn = until(() => versions.every((version, file) => version > before[file]!));
    await Promise.race([goOn, workers]);
    load.over = true;
    await workers;
    expect(failures.length).toBeGreaterThanOrEqual(3);
    for (const failure of failures) expect(failure.retryable).toBe(true);
    for (let file = 0; file < FILES; file++) {
      const expected = patternOf(LENGTH, (versions[file] ?? 0) * FILES + file);
      const onDisk = readFileSync(path.join(server.folder, `published-${file}`));
      expect(Buffer.compare(onDisk, expected)).toBe(0);
    }
  });
});

/** Tries again after retryable failures. */
async function retried<Result>(
  operation: () => Promise<Result>,
  failures: TargetError[] = [],
): Promise<Result> {
  for (;;) {
    try {
      return await operation();
    } catch (error) {
      if (!(error instanceof TargetError) || !error.retryable) throw error;
      failures.push(error);
      await sleep(20);
    }
  }
}

/** What file systems refuse, and what the target then says: never from a mock, as those agree with whoever wrote them. */

import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { PosixTarget } from '../../loadgen/targets/posix/posix-target.ts';
import { type Mounted, mountExt4, mountMemory, whyNoMounts } from './posix-mount.ts';
import { failureOf, get, patternOf, put } from './target-conformance.ts';

const MEBIBYTE = 1024 * 1024;
const BYTES = patternOf(5000);

let mounted: Mounted | undefined;
let target: PosixTarget | undefined;

afterEach(async () => {
  await target?.close();
  mounted?.stop();
  target = undefined;
  mounted = undefined;
});

function targetOn(
  system: Mounted,
  options: { readonly direct?: boolean; readonly root?: string } = {},
): PosixTarget {
  mounted = system;
  target = new PosixTarget(options.root ?? system.path, { direct: options.direct ?? false });
  return target;
}

async function codeOf(operation: Promise<unknown>): Promise<string> {
  const { code, message } = await failureOf(operation);
  expect(message).toMatch(/^[^\n]{10,200}$/);
  return code;
}

describe.skipIf(whyNoMounts() !== null)('a file system', () => {
  describe.each([false, true])('(direct I/O: %s)', (direct) => {
    test('that is mounted read-only is read, and nothing else', async () => {
      const on = targetOn(mountExt4(16), { direct });
      await put(on, 'file', BYTES);
      await on.mkdir('directory');
      mounted?.remount('ro');
      expect(await get(on, 'file')).toEqual(BYTES);
      expect(await on.access('file')).toEqual({ read: true, write: false });
      expect(await on.access('')).toEqual({ read: true, write: false });
      const refused = [
        on.write('file', 0, BYTES),
        on.create('file'),
        on.create('new'),
        on.mkdir('new'),
        on.rename('file', 'new'),
        on.remove('file'),
        on.rmdir('directory'),
      ];
      for (const operation of refused) expect(await codeOf(operation)).toBe('read-only');
    });

    test('that is full says so, and keeps what it has', async () => {
      const on = targetOn(mountExt4(16), { direct });
      await put(on, 'file', BYTES);
      await on.create('large');
      expect(await codeOf(on.write('large', 0, patternOf(20 * MEBIBYTE)))).toBe('no-space');
      expect(await get(on, 'file')).toEqual(BYTES);
      expect((await on.space()).freeBytes).toBeLessThan(MEBIBYTE);
      await on.remove('large');
      await put(on, 'file', patternOf(MEBIBYTE));
      expect(Buffer.compare(await get(on, 'file'), patternOf(MEBIBYTE))).toBe(0);
    });
  });

  test('without inodes takes no more files', async () => {
    const on = targetOn(mountMemory('tmpfs', 'size=1m,nr_inodes=4'));
    for (let index = 0; index < 3; index++) await on.create(`file-${index}`);
    expect((await on.space()).freeFiles).toBe(0);
    expect(await codeOf(on.create('one-more'))).toBe('no-space');
    expect(await codeOf(on.mkdir('one-more'))).toBe('no-space');
  });

  test('that takes no direct I/O says so, and is left as it is', async () => {
    const on = targetOn(mountMemory('ramfs', 'mode=755'), { direct: true });
    await on.create('file');
    const failure = await failureOf(on.write('file', 0, BYTES));
    expect(failure).toMatchObject({ code: 'protocol', retryable: false });
    expect(failure.message).toMatch(/^file: .*direct I\/O/);
    expect(await codeOf(on.read('file', 0, new Uint8Array(1)))).toBe('protocol');
    expect(await codeOf(on.read('', 0, new Uint8Array(1)))).toBe('is-a-directory');
    expect(await codeOf(on.write('nothing', 0, BYTES))).toBe('not-found');
    expect(readdirSync(on.url)).toEqual(['file']);
  });

  test('mounted below the root is not entered', async () => {
    const system = mountMemory('tmpfs', 'size=1m');
    const on = targetOn(system, { root: path.dirname(system.path) });
    const name = path.basename(system.path);
    expect(await on.readdir('')).toEqual([{ name, kind: 'directory' }]);
    expect(await codeOf(on.create(`${name}/file`))).toBe('permission');
    expect(await codeOf(on.readdir(name))).toBe('permission');
    expect(await codeOf(on.rmdir(name))).toBe('io');
    expect(readdirSync(system.path)).toEqual([]);
  });

  test('may protect a file even from root', async () => {
    const on = targetOn(mountExt4(16));
    await put(on, 'file', BYTES);
    const file = path.join(on.url, 'file');
    execFileSync('chattr', ['+i', file]);
    for (const refused of [
      on.write('file', 0, BYTES),
      on.remove('file'),
      on.rename('file', 'new'),
      on.create('file'),
    ]) {
      expect(await codeOf(refused)).toBe('permission');
    }
    expect(await on.access('file')).toEqual({ read: true, write: false });
    expect(await get(on, 'file')).toEqual(BYTES);
    execFileSync('chattr', ['-i', file]);
    await on.remove('file');
  });
});

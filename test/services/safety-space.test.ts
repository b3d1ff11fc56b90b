/** The floor of free space, on devices so small that a load at full speed fills them within moments. */

import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Budget } from '../../loadgen/safety/budget.ts';
import { SpaceGuard } from '../../loadgen/safety/space-guard.ts';
import { spaceOf } from '../../loadgen/targets/posix/attributes.ts';
import { openOn, treeOf, writeRunFile } from '../loadgen/safety/sandboxes.ts';
import { skipUnlessInstalled } from './installed.ts';
import { type Mounted, mountExt4, mountMemory, whyNoMounts } from './posix-mount.ts';

const WHY_NOT = whyNoMounts();
const MIB = 2 ** 20;
const THREADS = 2;
const FLOOR = { freeBytesMin: 4 * MIB, freeFractionMin: 0.1, freeFilesMin: 200 };

test('file systems can be mounted', ({ skip }) => {
  skipUnlessInstalled(skip, WHY_NOT);
  expect(WHY_NOT).toBeNull();
});

/**
 * A thread that makes files of many sizes as fast as it can, wherever it is told to, as long as the budget lets it. Answers the
 * code of what failed, or null.
 */
const WRITER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { budgetFile, targetFile } = workerData;
  Promise.all([import(budgetFile), import(targetFile)]).then(([{ Budget }, { PosixFiles }]) => {
    const bytes = Buffer.alloc(2 ** 20, 7);
    parentPort.on('message', ({ root, shared, seed }) => {
      const budget = new Budget(shared);
      const files = new PosixFiles(root);
      let state = seed;
      let code = null;
      const writeFile = (name, size) => {
        if (budget.take(0, 1) !== null) return false;
        files.create(name);
        for (let at = 0; at < size; at += 65536) {
          const part = bytes.subarray(0, Math.min(65536, size - at));
          if (budget.take(part.length, 0) !== null) return false;
          files.write(name, at, part);
        }
        return true;
      };
      try {
        for (let file = 0; ; file++) {
          state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
          if (!writeFile('file-' + seed + '-' + file, state % 3 === 0 ? state % 300 : state % (2 ** 20))) break;
        }
      } catch (error) {
        code = error.code ?? String(error);
      }
      files.close();
      parentPort.postMessage(code);
    });
  });`;

const fileUrl = (file: string) => new URL(`../../loadgen/${file}`, import.meta.url).href;

async function failureOf(
  worker: Worker,
  task: { readonly root: string; readonly shared: SharedArrayBuffer; readonly seed: number },
): Promise<string | null> {
  worker.postMessage(task, []);
  const [code] = (await once(worker, 'message')) as [string | null];
  return code;
}

describe.skipIf(WHY_NOT !== null)('a small device', () => {
  let mounted: Mounted | undefined;
  let workers: readonly Worker[] = [];

  beforeAll(() => {
    const workerData = {
      budgetFile: fileUrl('safety/budget.ts'),
      targetFile: fileUrl('targets/posix/posix-files.ts'),
    };
    workers = Array.from({ length: THREADS }, () => new Worker(WRITER, { eval: true, workerData }));
  });

  afterAll(async () => {
    for (const worker of workers) await worker.terminate();
  });

  afterEach(() => {
    mounted?.stop();
    mounted = undefined;
  });

  const devices: readonly (readonly [string, number, () => Mounted])[] = [
    ['of 64 MiB in memory', 20, () => mountMemory('tmpfs', 'size=64m')],
    ['of 64 MiB with few inodes', 10, () => mountMemory('tmpfs', 'size=64m,nr_inodes=500')],
    ['of 64 MiB with ext4', 20, () => mountExt4(64)],
  ];

  test.each(devices)(
    '%s is never full: the load ends at the floor, in each of %i tries',
    async (_name, tries, mount) => {
      for (let turn = 0; turn < tries; turn++) {
        mounted = mount();
        const root = path.join(mounted.path, 'target');
        mkdirSync(root);
        const budget = Budget.of({ bytesMax: Infinity, operationsMax: Infinity });
        const look = async () => spaceOf(await statfs(root));
        const guard = new SpaceGuard(look, FLOOR, budget);
        expect(await guard.admit({ bytes: 0, files: 0 })).toBeNull();
        const watching = setInterval(() => void guard.check(), 100);
        const failures = await Promise.all(
          workers.map((worker, thread) =>
            failureOf(worker, { root, shared: budget.shared, seed: 1 + turn * THREADS + thread }),
          ),
        );
        clearInterval(watching);
        expect(failures).toEqual([null, null]);
        expect(['space', 'files']).toContain(budget.exhausted);
        const { freeBytes, totalBytes, freeFiles } = await look();
        // What the file system keeps of its own, such as its directories, comes on top of what was written.
        expect(freeBytes).toBeGreaterThan(FLOOR.freeFractionMin * totalBytes! - MIB);
        expect(freeFiles).toBeGreaterThanOrEqual(FLOOR.freeFilesMin);
        mounted.stop();
        mounted = undefined;
      }
    },
    300_000,
  );

  test('that others have filled to the last byte is cleaned all the same', async () => {
    mounted = mountExt4(16);
    const root = path.join(mounted.path, 'target');
    mkdirSync(root);
    const planned = [{ directory: 'wave', firstFile: 0, files: 4, versionsMax: 0, bytesMax: MIB }];
    const { sandbox, target } = await openOn(root, planned);
    await writeRunFile(target, sandbox.directory, { name: 'wave/000001', bytes: MIB });
    let filled = '';
    for (const bytes of [MIB, 4096, 1]) {
      for (let turn = 0; filled === '' || turn >= 0; turn++) {
        try {
          writeFileSync(path.join(mounted.path, `others-${bytes}-${turn}`), Buffer.alloc(bytes));
        } catch (error) {
          filled = String(error);
          break;
        }
      }
    }
    expect(filled).toContain('ENOSPC');
    expect(await sandbox.clean('remove')).toMatchObject({ removedFiles: 1, complete: true });
    expect(treeOf(root)).toEqual({});
    await target.close();
  });
});

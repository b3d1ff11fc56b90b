import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BlockData } from '../../../loadgen/data/block-data.ts';
import { prepareFiles } from '../../../loadgen/run/prepare-files.ts';
import { PosixTarget } from '../../../loadgen/targets/posix/posix-target.ts';
import { temporaryDirectory } from '../runtime/in-process-load.ts';

const RUN_KEY = 'prepared';
const FILE = 'wave/000000';

let root: string;
let target: PosixTarget;
beforeEach(() => {
  root = temporaryDirectory();
  mkdirSync(path.join(root, 'wave'));
  target = new PosixTarget(root, { syncOnCommit: false });
});
afterEach(async () => {
  await target.close();
  rmSync(root, { recursive: true });
});

/** Makes one file from where to where; answers what was asked for beforehand, and what was told of afterwards. */
async function prepare(...parts: readonly (readonly [startBytes: number, endBytes: number])[]) {
  const asked: [bytes: number, newFiles: number][] = [];
  const made: number[] = [];
  for (const part of parts) {
    await prepareFiles(
      target,
      { directory: '', runKey: RUN_KEY, bases: [[FILE, ...part]], empty: [] },
      (bytes) => made.push(bytes),
      (...wanted) => asked.push(wanted) > 0,
    );
  }
  return { asked, made };
}

function contentOf(bytes: number): Buffer {
  const content = Buffer.alloc(bytes);
  new BlockData(RUN_KEY).generate(content, FILE, 0, 0);
  return content;
}

test('a file that is lengthened is as if it had been made at once, and no more of it is asked for than is written', async () => {
  const { asked, made } = await prepare([0, 5000], [4096, 3_000_001]);
  expect(asked).toEqual([
    [5000, 1],
    [2_995_905, 0],
  ]);
  expect(made).toEqual([5000, 2_995_905]);
  expect(readFileSync(path.join(root, FILE)).equals(contentOf(3_000_001))).toBe(true);
});

test('what is made anew is emptied before', async () => {
  await prepare([0, 9000], [0, 100]);
  expect(readFileSync(path.join(root, FILE)).equals(contentOf(100))).toBe(true);
});

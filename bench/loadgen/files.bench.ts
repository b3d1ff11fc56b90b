/**
 * Files of this machine: operations per second beside fio, in pairs of alternating runs on the same file. One at a time, ours are
 * synchronous calls in worker threads beside fio's psync; sixteen at a time, io_uring beside io_uring, in one thread. Either keeps
 * the latency of every operation. Needs fio, and root for the loop device; without them it says so and ends. WORK=sync or
 * WORK=queue chooses one of the two, SYSTEM=tmpfs the file systems whose name contains it.
 */

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { missingTool } from '../../test/services/child-process.ts';
import { type Mounted, mountExt4, mountMemory, whyNoMounts } from '../../test/services/posix-mount.ts';
import { type FileWork, runFio } from './fio.ts';
import { inPairs, ROW_HEAD, rowOf, runProgram } from './pairs.ts';

const PAIRS = Number(process.env['PAIRS'] ?? 11);
const SECONDS = Number(process.env['SECONDS'] ?? 0.25);
const KIBIBYTE = 1024;
const FILE_BYTES = 128 * KIBIBYTE * KIBIBYTE;

const SYSTEMS: readonly { name: string; direct: boolean; mount: () => Mounted }[] = [
  { name: 'ext4 on a loop device, direct', direct: true, mount: () => mountExt4(256) },
  { name: 'ext4, page cache', direct: false, mount: () => mountExt4(256) },
  { name: 'tmpfs', direct: false, mount: () => mountMemory('tmpfs', 'size=256m') },
];
const WORK = [
  { use: 'read', order: 'random', bytes: 4 * KIBIBYTE, jobs: 1, depth: 1 },
  { use: 'write', order: 'random', bytes: 4 * KIBIBYTE, jobs: 1, depth: 1 },
  { use: 'read', order: 'random', bytes: 4 * KIBIBYTE, jobs: 2, depth: 1 },
  { use: 'read', order: 'sequential', bytes: KIBIBYTE * KIBIBYTE, jobs: 1, depth: 1 },
  { use: 'write', order: 'sequential', bytes: KIBIBYTE * KIBIBYTE, jobs: 1, depth: 1 },
  { use: 'read', order: 'random', bytes: 4 * KIBIBYTE, jobs: 1, depth: 16 },
  { use: 'write', order: 'random', bytes: 4 * KIBIBYTE, jobs: 1, depth: 16 },
  { use: 'read', order: 'sequential', bytes: KIBIBYTE * KIBIBYTE, jobs: 1, depth: 16 },
  { use: 'write', order: 'sequential', bytes: KIBIBYTE * KIBIBYTE, jobs: 1, depth: 16 },
] as const;
const CHOSEN = WORK.filter(({ depth }) => process.env['WORK'] !== (depth > 1 ? 'sync' : 'queue'));

function ours(work: FileWork): () => ReturnType<typeof runProgram> {
  const program = path.join(import.meta.dirname, 'files-run.ts');
  return () => runProgram(process.execPath, [program, JSON.stringify(work)]);
}

const whyNot = missingTool(['fio']) === undefined ? whyNoMounts() : 'needs fio';
if (whyNot !== null) {
  process.stdout.write(`left out: ${whyNot}\n`);
} else {
  process.stdout.write(
    `medians of ${PAIRS} pairs of ${SECONDS} s, operations/s (CPU in microseconds per operation)\n`,
  );
  for (const { name, direct, mount } of SYSTEMS) {
    if (!name.includes(process.env['SYSTEM'] ?? '')) continue;
    const mounted = mount();
    try {
      const file = path.join(mounted.path, 'file');
      writeFileSync(file, Buffer.alloc(FILE_BYTES, 7));
      spawnSync('sync');
      process.stdout.write(`${name.padEnd(34)}${ROW_HEAD}\n`);
      for (const each of CHOSEN) {
        const work = { ...each, file, fileBytes: FILE_BYTES, direct, seconds: SECONDS };
        const pairs = inPairs(PAIRS, () => runFio(each.depth > 1 ? 'io_uring' : 'psync', work), ours(work));
        const title = `${each.use} ${each.bytes / KIBIBYTE} KiB, ${each.jobs} thread(s), depth ${each.depth}`;
        process.stdout.write(`${title.padEnd(34)}${rowOf(pairs)}\n`);
      }
    } finally {
      mounted.stop();
    }
  }
}

/**
 * Metadata operations on this machine's file systems: create, stat, rename and unlink, compared with a loop in C. Runs
 * alternate in pairs on one file system, with and without recording the latency of each operation. Needs a C compiler,
 * and root to mount; without them it says so and ends.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Mounted, mountExt4, mountMemory, whyNoMounts } from '../../test/services/posix-mount.ts';
import { inPairs, ROW_HEAD, type Run, rowOf } from './pairs.ts';

const PAIRS = Number(process.env['PAIRS'] ?? 7);
const FILES = '4000';
const ROUNDS = '20';
const SYSTEMS: readonly { name: string; mount: () => Mounted }[] = [
  { name: 'tmpfs', mount: () => mountMemory('tmpfs', 'size=256m') },
  { name: 'ext4', mount: () => mountExt4(256) },
];
const OPERATIONS = ['create', 'stat', 'rename', 'unlink'] as const;
type Runs = Readonly<Record<(typeof OPERATIONS)[number], Run>>;

function run(command: string, args: readonly string[]): Runs {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${path.basename(command)}: ${stderr}`);
  return JSON.parse(stdout) as Runs;
}

function measure(program: string, root: string, latencies: 'kept' | 'not-kept'): void {
  const work = [root, FILES, ROUNDS, latencies];
  const theirs: Runs[] = [];
  const ours: Runs[] = [];
  const runner = path.join(import.meta.dirname, 'metadata-run.ts');
  inPairs(
    PAIRS,
    () => theirs[theirs.push(run(program, work)) - 1]?.create as Run,
    () => ours[ours.push(run(process.execPath, [runner, ...work])) - 1]?.create as Run,
  );
  for (const operation of OPERATIONS) {
    const pairs = {
      theirs: theirs.map((runs) => runs[operation]),
      ours: ours.map((runs) => runs[operation]),
    };
    process.stdout.write(`${operation.padEnd(12)}${rowOf(pairs)}\n`);
  }
}

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-bench-'));
const program = path.join(folder, 'metadata-libc');
const source = path.join(import.meta.dirname, 'metadata-libc.c');
const compiled = spawnSync('cc', ['-O2', source, '-o', program]).status === 0;
const whyNot = compiled ? whyNoMounts() : 'needs a C compiler';
if (whyNot === null) {
  process.stdout.write(
    `medians of ${PAIRS} pairs of ${FILES} files, ${ROUNDS} rounds, operations/s (CPU in microseconds per operation)\n`,
  );
  for (const { name, mount } of SYSTEMS) {
    const mounted = mount();
    try {
      for (const latencies of ['not-kept', 'kept'] as const) {
        process.stdout.write(
          `${name}, latencies ${latencies.replace('-', ' ')}\n${' '.repeat(12)}${ROW_HEAD}\n`,
        );
        measure(program, mounted.path, latencies);
      }
    } finally {
      mounted.stop();
    }
  }
} else {
  process.stdout.write(`left out: ${whyNot}\n`);
}
rmSync(folder, { recursive: true });

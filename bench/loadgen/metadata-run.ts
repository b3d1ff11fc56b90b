/** Our side of bench/loadgen/metadata.bench.ts: the same arguments as metadata-libc.c, the same operations, the same line. */

import { PosixFiles } from '../../loadgen/targets/posix/posix-files.ts';
import { Histogram } from '../../models/histogram.ts';
import type { Run } from './pairs.ts';

const WARM_UP_ROUNDS = 40;
const [root = '', fileCount = '', roundCount = '', latencies = ''] = process.argv.slice(2);
const files = Number(fileCount);
const rounds = Number(roundCount);
const isKept = latencies === 'kept';
const target = new PosixFiles(root);
const oldNames = Array.from({ length: files }, (_, file) => `file-${file}`);
const newNames = Array.from({ length: files }, (_, file) => `renamed-${file}`);

const OPERATIONS = {
  create: (file) => target.create(oldNames[file] ?? ''),
  stat: (file) => target.getattr(oldNames[file] ?? ''),
  rename: (file) => target.rename(oldNames[file] ?? '', newNames[file] ?? ''),
  unlink: (file) => target.remove(newNames[file] ?? ''),
} satisfies Record<string, (file: number) => void>;

function runAll(perform: (file: number) => void, latency: Histogram): Run {
  const start = performance.now();
  const cpuStart = process.threadCpuUsage();
  let sent = start;
  for (let file = 0; file < files; file++) {
    perform(file);
    if (!isKept) continue;
    const answered = performance.now();
    latency.record((answered - sent) / 1000);
    sent = answered;
  }
  const { user, system } = process.threadCpuUsage(cpuStart);
  return {
    operations: files,
    wallSeconds: (performance.now() - start) / 1000,
    cpuSeconds: (user + system) / 1e6,
  };
}

const totals: Record<string, Run> = {};
for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
  for (const [name, perform] of Object.entries(OPERATIONS)) {
    const run = runAll(perform, new Histogram());
    // The first rounds are for the compiler.
    if (round < 0) continue;
    const { operations, wallSeconds, cpuSeconds } = totals[name] ?? {
      operations: 0,
      wallSeconds: 0,
      cpuSeconds: 0,
    };
    totals[name] = {
      operations: operations + run.operations,
      wallSeconds: wallSeconds + run.wallSeconds,
      cpuSeconds: cpuSeconds + run.cpuSeconds,
    };
  }
}
target.close();
process.stdout.write(`${JSON.stringify(totals)}\n`);

/**
 * Our side of bench/loadgen/files.bench.ts, as a process of its own like fio. Worker threads each have one open file of
 * the target; the load generator's own histogram records the latency of every operation. Takes the work as JSON.
 */

import path from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { alignedBytes } from '../../loadgen/data/aligned-memory.ts';
import { PosixFiles } from '../../loadgen/targets/posix/posix-files.ts';
import { PosixTarget } from '../../loadgen/targets/posix/posix-target.ts';
import { Histogram } from '../../models/histogram.ts';
import { type FileWork, WARM_UP_SECONDS } from './fio.ts';
import { offsetsOf } from './offsets.ts';
import type { Run } from './pairs.ts';

/** With a queue: as many operations under way as the work says, each followed by the next. */
async function workOnQueue({
  file,
  fileBytes,
  use,
  order,
  bytes,
  depth,
  direct,
  seconds,
}: FileWork): Promise<Run> {
  const target = new PosixTarget(path.dirname(file), { direct, queueDepth: depth });
  if (target.engine !== 'io_uring') throw new Error('there is no io_uring');
  const opened = await target.open(path.basename(file), use);
  const memory = alignedBytes(depth * bytes);
  const offsets = offsetsOf({ fileBytes, bytes, order }, 0);
  const latency = new Histogram();
  let operations = 0;

  const workUntil = async (buffer: Uint8Array, endMilliseconds: number) => {
    for (;;) {
      const sent = performance.now();
      if (sent >= endMilliseconds) return;
      const offset = offsets[operations++ % offsets.length] ?? 0;
      if (use === 'write') await opened.write(offset, buffer);
      else if ((await opened.read(offset, buffer)) !== bytes) throw new Error('a short read');
      latency.record((performance.now() - sent) / 1000);
    }
  };
  const allUntil = (endMilliseconds: number) =>
    Promise.all(
      Array.from({ length: depth }, (_, index) =>
        workUntil(memory.subarray(index * bytes, (index + 1) * bytes), endMilliseconds),
      ),
    );

  await allUntil(performance.now() + WARM_UP_SECONDS * 1000);
  operations = 0;
  const start = performance.now();
  const cpuStart = process.threadCpuUsage();
  await allUntil(start + seconds * 1000);
  const { user, system } = process.threadCpuUsage(cpuStart);
  const wallSeconds = (performance.now() - start) / 1000;
  await opened.close();
  await target.close();
  return { operations, wallSeconds, cpuSeconds: (user + system) / 1e6 };
}

function workOn({ file, fileBytes, use, order, bytes, direct, seconds }: FileWork, job: number): Run {
  const files = new PosixFiles(path.dirname(file), { direct });
  const opened = files.open(path.basename(file), use);
  const buffer = alignedBytes(bytes);
  const offsets = offsetsOf({ fileBytes, bytes, order }, job);
  const latency = new Histogram();
  let operations = 0;

  const workUntil = (endMilliseconds: number) => {
    let sent = performance.now();
    while (sent < endMilliseconds) {
      const offset = offsets[operations++ % offsets.length] ?? 0;
      if (use === 'write') opened.write(offset, buffer);
      else if (opened.read(offset, buffer) !== bytes) throw new Error('a short read');
      const answered = performance.now();
      latency.record((answered - sent) / 1000);
      sent = answered;
    }
  };

  workUntil(performance.now() + WARM_UP_SECONDS * 1000);
  operations = 0;
  const start = performance.now();
  const cpuStart = process.threadCpuUsage();
  workUntil(start + seconds * 1000);
  const { user, system } = process.threadCpuUsage(cpuStart);
  const wallSeconds = (performance.now() - start) / 1000;
  opened.close();
  files.close();
  return { operations, wallSeconds, cpuSeconds: (user + system) / 1e6 };
}

async function runWorkers(work: FileWork): Promise<Run> {
  const runs = await Promise.all(
    Array.from(
      { length: work.jobs },
      (_, job) =>
        new Promise<Run>((resolve, reject) => {
          const worker = new Worker(new URL(import.meta.url), { workerData: { work, job } });
          worker.once('message', resolve);
          worker.once('error', reject);
        }),
    ),
  );
  const sumOf = (figure: (run: Run) => number) => runs.reduce((sum, run) => sum + figure(run), 0);
  return {
    operations: sumOf((run) => run.operations),
    wallSeconds: sumOf((run) => run.wallSeconds) / runs.length,
    cpuSeconds: sumOf((run) => run.cpuSeconds),
  };
}

if (isMainThread) {
  const run = await runWorkers(JSON.parse(process.argv[2] ?? '') as FileWork);
  process.stdout.write(`${JSON.stringify(run)}\n`);
} else {
  const { work, job } = workerData as { readonly work: FileWork; readonly job: number };
  const run = work.depth > 1 ? await workOnQueue(work) : workOn(work, job);
  parentPort?.postMessage(run, []);
}

/**
 * Our side of bench/loadgen/nfs.bench.ts, as a process of its own like the other. It takes the same arguments as
 * nfs-libnfs.c, does the same operations on one open file and prints the same last line.
 */

import { openNfsTarget } from '../../loadgen/targets/nfs/nfs-target.ts';

/** A load runs for minutes: by then the compiler of Node is done. */
const WARM_UP_MILLISECONDS = 3000;

const [url = '', file = '', operation = '', depth = '', seconds = '', operationBytes = '', fileBytes = ''] =
  process.argv.slice(2);
const bytes = Number(operationBytes);
const blocks = Math.floor(Number(fileBytes) / bytes);

const target = await openNfsTarget(url);
const opened = await target.open(file);
let operations = 0;
let nextBlock = 0;

async function work(buffer: Uint8Array, end: number): Promise<void> {
  do {
    const offset = (nextBlock++ % blocks) * bytes;
    if (operation === 'getattr') await opened.getattr();
    else if (operation === 'write') await opened.write(offset, buffer);
    else if ((await opened.read(offset, buffer)) !== bytes) throw new Error('a short read');
    operations++;
  } while (performance.now() < end);
}

const buffers = Array.from({ length: Number(depth) }, () => new Uint8Array(bytes));
const workUntil = (end: number) => Promise.all(buffers.map((buffer) => work(buffer, end)));

await workUntil(performance.now() + WARM_UP_MILLISECONDS);
operations = 0;
const start = performance.now();
const cpuStart = process.cpuUsage();
await workUntil(start + Number(seconds) * 1000);
const wallSeconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage(cpuStart);
process.stdout.write(`${JSON.stringify({ operations, wallSeconds, cpuSeconds: (user + system) / 1e6 })}\n`);
await target.close();

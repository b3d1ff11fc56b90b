/**
 * Runs the benchmarks, one after the other and each as a process of its own: files of this folder that end in `.bench.ts`.
 * Words on the command line choose those whose path contains one of them.
 *
 *   npm run bench
 *   npm run bench -- kernel
 */

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';

const wanted = process.argv.slice(2);
const files = readdirSync(import.meta.dirname, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.bench.ts'))
  .filter((file) => wanted.length === 0 || wanted.some((word) => file.includes(word)))
  .toSorted();

if (files.length === 0) {
  process.stderr.write(`bench: no benchmark is called ${wanted.join(' or ')}\n`);
  process.exitCode = 2;
}
const processors = cpus();
const gibibytes = (totalmem() / 2 ** 30).toFixed(0);
process.stdout.write(
  `${processors.length} x ${processors[0]?.model ?? 'unknown'}, ${gibibytes} GiB, node ${process.versions.node}\n`,
);

for (const file of files) {
  process.stdout.write(`\n== ${file}\n`);
  const { status } = spawnSync(process.execPath, [path.join(import.meta.dirname, file)], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}

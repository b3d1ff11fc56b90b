/**
 * The cost of a larger studio: the day of feature-crunch with 500 nodes, and with 5,000 nodes and 250,000 frames. Waves
 * from 10,000 to 1,000,000 frames follow on those 5,000 nodes. Each is one replication on one thread, in a process of
 * its own. The growth is compared with n log n: a ratio that does not rise means that cost grows no faster.
 *
 *   npm run bench -- scale
 */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadScenario } from '../models/scenario/load.ts';
import { simulateReplication } from '../sim/studio/replication.ts';

const ROUNDS = 3;

interface Run {
  readonly seconds: number;
  readonly events: number;
  readonly flows: number;
  readonly mebibytes: number;
}

const LARGE = ['compute.farm.nodes=5000', 'network.racks=200', 'network.core=8x400GbE'];
const frames = (count: number) => `stages.overnight.release.frames=${count}`;

if (process.argv[2] === 'one') {
  process.stdout.write(JSON.stringify(runOne(process.argv.slice(3))));
} else {
  report('500 nodes, 12,000 frames', ['compute.farm.nodes=500']);
  report('5,000 nodes, 250,000 frames', [...LARGE, frames(250_000)]);
  process.stdout.write('\nframes on 5,000 nodes   seconds   per n log n   MiB\n');
  let first: number | undefined;
  for (const count of [10_000, 30_000, 100_000, 300_000, 1_000_000]) {
    const { seconds, mebibytes } = median([...LARGE, frames(count)], 1);
    // The rest of the day (churn, scrubbing) costs the same whatever the wave: it is in the first figure of the column.
    const each = (seconds / (count * Math.log2(count))) * 1e6;
    first ??= each;
    const bar = '#'.repeat(Math.round((each / first) * 40));
    process.stdout.write(
      `${count.toLocaleString('en-US').padStart(21)}${seconds.toFixed(2).padStart(10)}${each.toFixed(3).padStart(11)} us${mebibytes.toFixed(0).padStart(6)}  ${bar}\n`,
    );
  }
}

function report(name: string, sets: readonly string[]): void {
  const { seconds, events, flows, mebibytes } = median(sets, ROUNDS);
  process.stdout.write(
    `${name}: ${seconds.toFixed(2)} s, median of ${ROUNDS}; ${events} events, ${flows} flows, ${Math.round(flows / seconds)} flows/s, ${mebibytes.toFixed(0)} MiB\n`,
  );
}

function median(sets: readonly string[], rounds: number): Run {
  const runs = Array.from({ length: rounds }, () => child(sets));
  return runs.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(rounds / 2)]!;
}

function child(sets: readonly string[]): Run {
  // The young generation that the pool's workers have as well.
  const args = [
    '--max-semi-space-size=128',
    '--min-semi-space-size=128',
    import.meta.filename,
    'one',
    ...sets,
  ];
  const { status, stdout } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`the run with ${sets.join(' ')} failed`);
  return JSON.parse(stdout) as Run;
}

function runOne(sets: readonly string[]): Run {
  const scenario = path.join(import.meta.dirname, '../scenarios/feature-crunch.yaml');
  const loaded = loadScenario(
    scenario,
    (file) => ({ kind: 'text', path: file, text: readFileSync(file, 'utf8') }),
    { sets },
  );
  if (loaded.kind === 'invalid') throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
  const started = performance.now();
  const { events, flows } = simulateReplication(loaded.studio, 0);
  const seconds = (performance.now() - started) / 1000;
  return { seconds, events, flows, mebibytes: process.resourceUsage().maxRSS / 1024 };
}

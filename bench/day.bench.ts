/**
 * Processor time that the day of feature-crunch takes, V8's own threads included: one replication, in one thread, as the
 * simulator alone. The first compiles its code as well.
 */

import path from 'node:path';
import { createTextLoader } from '../cli/text-loader.ts';
import { loadScenario } from '../models/scenario/load.ts';
import { simulateReplication } from '../sim/studio/replication.ts';

const REPEATS = 5;

const loaded = loadScenario(
  path.join(import.meta.dirname, '..', 'scenarios', 'feature-crunch.yaml'),
  createTextLoader(),
);
if (loaded.kind === 'invalid')
  throw new Error('scenarios/feature-crunch.yaml is invalid; see headroom check');

const seconds: number[] = [];
let events = 0;
for (let repeat = 0; repeat < REPEATS; repeat++) {
  const started = process.cpuUsage();
  ({ events } = simulateReplication(loaded.studio, repeat));
  const { user, system } = process.cpuUsage(started);
  seconds.push((user + system) / 1e6);
}
const [first = 0] = seconds;
const [fastest = 0, , median = 0, , slowest = 0] = seconds.toSorted((a, b) => a - b);
const mebibytes = (process.resourceUsage().maxRSS / 1024).toFixed(0);
process.stdout.write(
  `a day of feature-crunch: ${median.toFixed(2)} s of processor time, median of ${REPEATS} ` +
    `(${fastest.toFixed(2)} to ${slowest.toFixed(2)}, the first ${first.toFixed(2)}), ` +
    `${events} events, at most ${mebibytes} MiB\n`,
);

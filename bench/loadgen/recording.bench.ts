/** The cost of recording one latency, and of recording one operation of which three times are kept. */

import { RuntimeRecorder } from '../../loadgen/measure/runtime-recorder.ts';
import { Histogram } from '../../models/histogram.ts';
import { RandomStream } from '../../sim/kernel/stream.ts';

const ROUNDS = 15;
const RECORDS = 2_000_000;
const VALUES = 4096;

const stream = new RandomStream('latencies');
/** From 20 us on, mostly below a millisecond, some of a second. */
const latencies = Float64Array.from({ length: VALUES }, () => 20e-6 + 200e-6 * stream.uniform() ** -0.7);

/** Nanoseconds of CPU time for each call. */
function cost(perform: (latency: number) => void): number {
  const before = process.cpuUsage();
  for (let i = 0; i < RECORDS; i++) perform(latencies[i % VALUES]!);
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / RECORDS;
}

const histogram = new Histogram();
const group = new RuntimeRecorder([], () => undefined).group('pipeline', 'churn', 'getattr', 'open');
let sink = 0;

for (const [name, perform] of [
  ['nothing', (latency: number) => void (sink += latency)],
  ['a latency in a histogram', (latency: number) => histogram.record(latency)],
  [
    'an operation: counts, send error, service and response time',
    (latency: number) => {
      group.offer();
      group.send(0, latency);
      group.answer(0, latency, 2 * latency, 4096);
    },
  ],
] as const) {
  const costs = Array.from({ length: ROUNDS }, () => cost(perform)).toSorted((a, b) => a - b);
  const [low, middle, high] = [costs[0]!, costs[Math.floor(ROUNDS / 2)]!, costs.at(-1)!];
  process.stdout.write(`${name}: ${middle.toFixed(1)} ns (${low.toFixed(1)} to ${high.toFixed(1)})\n`);
}
if (!(sink > 0 && histogram.count > 0)) throw new Error('nothing was recorded');

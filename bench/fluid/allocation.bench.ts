/**
 * What is allocated per completion in steady state, by file: every allocation is sampled, those collected since included.
 *
 *   node bench/fluid/allocation.bench.ts
 */
import { type HeapProfiler, Session } from 'node:inspector/promises';
import { runWorkload } from './workload.ts';

const COMPLETIONS = 300_000;
const workload = { users: 1000, completions: COMPLETIONS, nics: true, meanThinkSeconds: 10 };

runWorkload(workload);
const session = new Session();
session.connect();
await session.post('HeapProfiler.startSampling', {
  samplingInterval: 4096,
  includeObjectsCollectedByMajorGC: true,
  includeObjectsCollectedByMinorGC: true,
});
runWorkload(workload);
const { profile } = await session.post('HeapProfiler.stopSampling');
session.disconnect();

const bytes = new Map<string, number>();
function collect(node: HeapProfiler.SamplingHeapProfileNode): void {
  const file = node.callFrame.url.replace(/^.*\/(?=sim\/|bench\/)/, '') || 'the runtime';
  bytes.set(file, (bytes.get(file) ?? 0) + node.selfSize);
  node.children.forEach(collect);
}
collect(profile.head);

process.stdout.write('bytes per completion\n');
for (const [file, total] of [...bytes].toSorted((a, b) => b[1] - a[1])) {
  if (total / COMPLETIONS < 0.5) continue;
  process.stdout.write(`${(total / COMPLETIONS).toFixed(0).padStart(6)}  ${file}\n`);
}

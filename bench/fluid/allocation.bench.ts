/**
 * Allocation per completion in steady state, by file. Every allocation is sampled, including those collected since.
 *
 *   npm run bench -- fluid/allocation
 */
import { bytesAllocated } from '../allocation.ts';
import { runWorkload } from './workload.ts';

const COMPLETIONS = 300_000;
const workload = { users: 1000, completions: COMPLETIONS, nics: true, meanThinkSeconds: 10 };

runWorkload(workload);
const bytes = await bytesAllocated(() => runWorkload(workload));

process.stdout.write('bytes per completion\n');
for (const [file, total] of [...bytes].toSorted((a, b) => b[1] - a[1])) {
  if (total / COMPLETIONS < 0.5) continue;
  process.stdout.write(`${(total / COMPLETIONS).toFixed(0).padStart(6)}  ${file}\n`);
}

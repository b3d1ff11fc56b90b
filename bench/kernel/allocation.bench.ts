/**
 * Allocation per event of the declarative network and the calendar in steady state, by file. Every allocation is
 * sampled, including those collected since. M/M/1 and M/M/8 at utilization 0.8, a million customers.
 *
 *   npm run bench -- kernel/allocation
 */
import { bytesAllocated } from '../allocation.ts';
import { runNetwork } from './network.ts';

const CUSTOMERS = 1_000_000;

for (const servers of [1, 8]) {
  runNetwork(CUSTOMERS, servers, 0.8, 1);
  const bytes = await bytesAllocated(() => runNetwork(CUSTOMERS, servers, 0.8, 2));
  const total = [...bytes.values()].reduce((sum, each) => sum + each, 0);
  const files = [...bytes].toSorted((a, b) => b[1] - a[1]).slice(0, 4);
  process.stdout.write(
    `M/M/${servers}: ${(total / (2 * CUSTOMERS)).toFixed(2)} bytes per event, ${(total / 1024).toFixed(0)} KiB in all: ${files.map(([file, each]) => `${file} ${(each / 1024).toFixed(0)}`).join(', ')}\n`,
  );
}

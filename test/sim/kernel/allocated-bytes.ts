/**
 * What the kernel allocates in steady state, by file, over many events: run as a program of its own, once to be compiled and
 * once to be measured. Prints JSON: bytes per event of the file.
 *
 *   node test/sim/kernel/allocated-bytes.ts calendar|fluid
 */
import { bytesAllocated } from '../../../bench/allocation.ts';
import { runWorkload } from '../../../bench/fluid/workload.ts';
import { runNetwork } from '../../../bench/kernel/network.ts';

const CUSTOMERS = 500_000;
const COMPLETIONS = 600_000;
const CLIENTS = { users: 1000, completions: COMPLETIONS, nics: true, meanThinkSeconds: 10 };

const [run, events] =
  process.argv[2] === 'fluid'
    ? [() => void runWorkload(CLIENTS), COMPLETIONS]
    : [() => void runNetwork(CUSTOMERS, 8, 0.8, 1), 2 * CUSTOMERS];
run();
const bytes = await bytesAllocated(run);
const perEvent = [...bytes].map(([file, total]) => [file.split('/').at(-1), total / events]);
process.stdout.write(JSON.stringify(Object.fromEntries(perEvent)));

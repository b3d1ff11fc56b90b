/**
 * One engine, one run, in a fresh process, so that no engine runs on code that another has shaped:
 *
 *   node bench/kernel/engine.ts limit|network|processes servers customers seed
 *
 * Prints the mean sojourn and the events per second of the second of two runs. An event is an arrival or a departure.
 * Time is the CPU time of the thread that simulates: what else the machine does matters less to it.
 */
import { runLimit } from './limit.ts';
import { runNetwork } from './network.ts';
import { runProcesses } from './processes.ts';
import type { QueueRun } from './queue-run.ts';

const ENGINES: Readonly<Record<string, QueueRun>> = {
  limit: runLimit,
  network: runNetwork,
  processes: runProcesses,
};
const UTILIZATION = 0.8;

const [name = '', servers = '1', customers = '1000000', seed = '1'] = process.argv.slice(2);
const run = ENGINES[name];
if (run === undefined) throw new Error(`no engine ${name}`);

run(Number(customers) / 4, Number(servers), UTILIZATION, Number(seed));
const before = process.threadCpuUsage();
const meanSojourn = run(Number(customers), Number(servers), UTILIZATION, Number(seed));
const used = process.threadCpuUsage(before);
const seconds = (used.user + used.system) / 1e6;
process.stdout.write(`${meanSojourn} ${(2 * Number(customers)) / seconds}\n`);

/**
 * A million processes that wait, in a process of its own whose heap is limited: it ends with an error where they do not fit. It is
 * told what they do, and prints how many wait.
 */
import type { Body } from '../../sim/kernel/process.ts';
import { Simulation } from '../../sim/kernel/simulation.ts';
import { Station } from '../../sim/kernel/station.ts';

const PROCESSES = 1_000_000;

const simulation = new Simulation();
const station = new Station(simulation, { servers: 0 });
let waiting = 0;

function* holding(index: number): Body<void> {
  waiting++;
  yield 1 + index;
}

function* queueing(): Body<void> {
  waiting++;
  yield station;
}

const isHolding = process.argv[2] === 'holding';
for (let index = 0; index < PROCESSES; index++) simulation.spawn(isHolding ? holding(index) : queueing());
simulation.run(0.5);
globalThis.gc!();
const { heapUsed, external } = process.memoryUsage();
process.stdout.write(JSON.stringify({ waiting, liveBytes: heapUsed + external }));

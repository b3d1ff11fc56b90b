/**
 * Users that think and then send a flow through their NIC (if shared), their rack's uplink and the storage system.
 * There are 1,000 clients in 40 racks with uplinks of four speeds, oversubscribed, on the public API of the kernel.
 * Draws are hashes of (user, turn), so every engine walks the same trajectory and the means must agree.
 *
 *   node bench/fluid/workload.ts users completions nics(0|1) meanThinkSeconds
 */
import { FluidNetwork } from '../../sim/kernel/fluid.ts';
import { Simulation } from '../../sim/kernel/simulation.ts';

const CLIENTS = 1000;
const RACKS = 40;
const NIC = 1.25e9;
const STORAGE = 60e9;
const UPLINKS = [1e9, 2e9, 4e9, 8e9];
const MEAN_BYTES = 4e9;

export interface Workload {
  readonly users: number;
  readonly completions: number;
  readonly nics: boolean;
  readonly meanThinkSeconds: number;
}

export interface Measured {
  /** Per second of CPU time, of all threads of the process: a shared machine disturbs that least. */
  readonly completionsPerSecond: number;
  readonly meanFlowSeconds: number;
}

export function runWorkload({ users, completions, nics, meanThinkSeconds }: Workload): Measured {
  const simulation = new Simulation();
  const network = new FluidNetwork(simulation);
  const storage = network.resource({ name: 'storage', capacity: STORAGE });
  const uplinks = Array.from({ length: RACKS }, (_, rack) =>
    network.resource({ name: `uplink ${rack}`, capacity: UPLINKS[rack % 4]! }),
  );
  const routes = Array.from({ length: CLIENTS }, (_, client) => [
    ...(nics ? [{ resource: network.resource({ name: `NIC ${client}`, capacity: NIC }) }] : []),
    { resource: uplinks[client % RACKS]! },
    { resource: storage },
  ]);
  let completed = 0;
  let flowSeconds = 0;
  const user = function* (index: number) {
    const route = routes[index % CLIENTS]!;
    for (let turn = 0; completed < completions; turn++) {
      yield meanThinkSeconds * exponential(index, turn, 1);
      const start = simulation.now;
      yield network.flow({ amount: MEAN_BYTES * exponential(index, turn, 2), route });
      if (completed === completions) return;
      completed++;
      flowSeconds += simulation.now - start;
      if (completed === completions) throw new Done();
    }
  };
  for (let index = 0; index < users; index++) simulation.spawn(user(index));
  const started = process.cpuUsage();
  try {
    simulation.run();
  } catch (error) {
    if (!(error instanceof Done)) throw error;
  }
  const used = process.cpuUsage(started);
  return {
    completionsPerSecond: (completions * 1e6) / (used.user + used.system),
    meanFlowSeconds: flowSeconds / completions,
  };
}

/** Ends the run at the last completion, as the peer does. */
class Done extends Error {}

/** Exponential with mean 1. */
function exponential(user: number, turn: number, purpose: number): number {
  const hash = mix(mix(mix((Math.imul(user, 0x9e3779b1) + purpose) | 0) + turn) + 0x1234567) >>> 0;
  return -Math.log((hash + 0.5) / 4294967296);
}

function mix(hash: number): number {
  let h = hash;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

if (import.meta.main) {
  const [users, completions, nics, meanThinkSeconds] = process.argv.slice(2).map(Number);
  const measured = runWorkload({
    users: users!,
    completions: completions!,
    nics: nics === 1,
    meanThinkSeconds: meanThinkSeconds!,
  });
  process.stdout.write(`${measured.completionsPerSecond} ${measured.meanFlowSeconds}\n`);
}

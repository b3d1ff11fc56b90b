/**
 * A studio by flows: 5,000 nodes with a NIC each in 100 racks, a core, and a storage system with capacities for data and
 * for metadata operations. Each node turns: thinks, looks up its inputs (a flow of operations), then reads (a flow of
 * bytes), both with rate caps.
 *
 *   node bench/fluid/studio.ts [flows]
 */
import { FluidNetwork } from '../../sim/kernel/fluid.ts';
import { Simulation } from '../../sim/kernel/simulation.ts';
import { RandomStream } from '../../sim/kernel/stream.ts';

const NODES = 5000;
const NODES_PER_RACK = 50;
const NIC = 3.125e9;
const UPLINK = 25e9;
const CORE = 500e9;
const READ_BYTES = 8e9;
const LOOKUP_OPERATIONS = 30_000;
const LOOKUP_CAP = 20_000;
const METADATA = 40e6;

interface Case {
  readonly name: string;
  readonly storageBytesPerSecond: number;
  readonly meanThinkSeconds: number;
  /** Of reads. */
  readonly cap: (stream: RandomStream) => number;
}

const CASES: readonly Case[] = [
  { name: 'light, one cap', storageBytesPerSecond: 400e9, meanThinkSeconds: 200, cap: () => 4e8 },
  { name: 'light, no cap', storageBytesPerSecond: 400e9, meanThinkSeconds: 200, cap: () => Infinity },
  {
    name: 'light, each its own cap',
    storageBytesPerSecond: 400e9,
    meanThinkSeconds: 200,
    cap: (stream) => 2e8 + 4e8 * stream.uniform(),
  },
  { name: 'storage saturated, one cap', storageBytesPerSecond: 120e9, meanThinkSeconds: 200, cap: () => 4e8 },
  {
    name: 'storage saturated, no cap',
    storageBytesPerSecond: 120e9,
    meanThinkSeconds: 200,
    cap: () => Infinity,
  },
  {
    name: 'storage saturated, each its own cap',
    storageBytesPerSecond: 120e9,
    meanThinkSeconds: 200,
    cap: (stream) => 2e7 + 1e8 * stream.uniform(),
  },
  {
    name: 'storage at the edge, one cap',
    storageBytesPerSecond: 180e9,
    meanThinkSeconds: 200,
    cap: () => 4e8,
  },
  {
    name: 'storage at the edge, no cap',
    storageBytesPerSecond: 180e9,
    meanThinkSeconds: 200,
    cap: () => Infinity,
  },
  {
    name: 'storage at the edge, each its own cap',
    storageBytesPerSecond: 180e9,
    meanThinkSeconds: 200,
    cap: (stream) => 2e8 + 4e8 * stream.uniform(),
  },
];

function run(
  studio: Case,
  flows: number,
): { flowsPerSecond: number; meanReadSeconds: number; storageUse: number } {
  const simulation = new Simulation();
  const network = new FluidNetwork(simulation);
  const core = network.resource({ name: 'core', capacity: CORE });
  const data = network.resource({ name: 'storage data', capacity: studio.storageBytesPerSecond });
  const metadata = network.resource({ name: 'storage metadata', capacity: METADATA });
  const uplinks = Array.from({ length: NODES / NODES_PER_RACK }, (_, rack) =>
    network.resource({ name: `uplink ${rack}`, capacity: UPLINK }),
  );
  let started = 0;
  let reads = 0;
  let readSeconds = 0;
  const node = function* (index: number) {
    const stream = new RandomStream(`node ${index}`);
    const exponential = () => -Math.log(stream.uniform());
    const nic = network.resource({ name: `NIC ${index}`, capacity: NIC });
    const uplink = uplinks[Math.floor(index / NODES_PER_RACK)]!;
    while (started < flows) {
      yield studio.meanThinkSeconds * exponential();
      started += 2;
      yield network.flow({
        amount: LOOKUP_OPERATIONS * exponential(),
        rateCap: LOOKUP_CAP,
        route: [{ resource: metadata }, { resource: nic, coefficient: 200 }],
      });
      const start = simulation.now;
      yield network.flow({
        amount: READ_BYTES * exponential(),
        rateCap: studio.cap(stream),
        route: [{ resource: nic }, { resource: uplink }, { resource: core }, { resource: data }],
      });
      reads++;
      readSeconds += simulation.now - start;
    }
  };
  for (let index = 0; index < NODES; index++) simulation.spawn(node(index));
  const start = performance.now();
  simulation.run();
  const seconds = (performance.now() - start) / 1000;
  return {
    flowsPerSecond: started / seconds,
    meanReadSeconds: readSeconds / reads,
    storageUse: data.usedIntegral() / (studio.storageBytesPerSecond * simulation.now),
  };
}

const flows = Number(process.argv[2] ?? 400_000);
for (const studio of CASES) {
  const { flowsPerSecond, meanReadSeconds, storageUse } = run(studio, flows);
  process.stdout.write(
    `${studio.name.padEnd(40)} ${Math.round(flowsPerSecond)} flows/s, mean read ${meanReadSeconds.toFixed(4)} s, storage ${storageUse.toFixed(3)}\n`,
  );
}

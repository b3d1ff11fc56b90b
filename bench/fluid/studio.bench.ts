/**
 * A studio by flows: 5,000 nodes with a NIC each in 100 racks, a core, and one storage system. The storage system has a
 * capacity for data and one for metadata operations. Each node thinks, looks up its inputs (a flow of operations), then
 * reads (a flow of bytes). Both flows have rate caps.
 *
 *   node bench/fluid/studio.bench.ts [flows]
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
const MEAN_THINK_SECONDS = 200;

interface Case {
  readonly storageBytesPerSecond: number;
  readonly reads: Reads;
}

/** How the reads differ from each other. */
interface Reads {
  readonly name: string;
  /** In bytes per second. */
  readonly cap: (uniform: () => number) => number;
  /** Bytes per operation, if an operation is the unit of the flow. */
  readonly size: (uniform: () => number) => number;
}

const READS: readonly Reads[] = [
  { name: 'one cap', cap: () => 4e8, size: () => 1 },
  { name: 'no cap', cap: () => Infinity, size: () => 1 },
  { name: 'each its own cap', cap: (uniform) => 2e8 + 4e8 * uniform(), size: () => 1 },
  {
    name: 'each its own cap and size of operations',
    cap: (uniform) => 2e8 + 4e8 * uniform(),
    size: (uniform) => 5e4 + 1e5 * uniform(),
  },
];

const STORAGE = [
  { name: 'light load', bytesPerSecond: 400e9 },
  { name: 'storage at the edge', bytesPerSecond: 180e9 },
  { name: 'storage saturated', bytesPerSecond: 120e9 },
];

interface Measured {
  /** Per second of CPU time, of all threads of the process. */
  readonly flowsPerSecond: number;
  readonly meanReadSeconds: number;
  readonly storageUtilization: number;
}

function run({ storageBytesPerSecond, reads }: Case, flows: number): Measured {
  const simulation = new Simulation();
  const network = new FluidNetwork(simulation);
  const core = network.resource({ name: 'core', capacity: CORE });
  const data = network.resource({ name: 'storage data', capacity: storageBytesPerSecond });
  const metadata = network.resource({ name: 'storage metadata', capacity: METADATA });
  const uplinks = Array.from({ length: NODES / NODES_PER_RACK }, (_, rack) =>
    network.resource({ name: `uplink ${rack}`, capacity: UPLINK }),
  );
  let started = 0;
  let completed = 0;
  let readSeconds = 0;
  const node = function* (index: number) {
    const stream = new RandomStream(`node ${index}`);
    const uniform = () => stream.uniform();
    const nic = network.resource({ name: `NIC ${index}`, capacity: NIC });
    const uplink = uplinks[Math.floor(index / NODES_PER_RACK)]!;
    while (started < flows) {
      yield -Math.log(uniform()) * MEAN_THINK_SECONDS;
      started += 2;
      yield network.flow({
        amount: -Math.log(uniform()) * LOOKUP_OPERATIONS,
        rateCap: LOOKUP_CAP,
        route: [{ resource: metadata }, { resource: nic, coefficient: 200 }],
      });
      const start = simulation.now;
      const coefficient = reads.size(uniform);
      yield network.flow({
        amount: (-Math.log(uniform()) * READ_BYTES) / coefficient,
        rateCap: reads.cap(uniform) / coefficient,
        route: [nic, uplink, core, data].map((resource) => ({ resource, coefficient })),
      });
      completed++;
      readSeconds += simulation.now - start;
    }
  };
  for (let index = 0; index < NODES; index++) simulation.spawn(node(index));
  const start = process.cpuUsage();
  simulation.run();
  const { user, system } = process.cpuUsage(start);
  return {
    flowsPerSecond: (started * 1e6) / (user + system),
    meanReadSeconds: readSeconds / completed,
    storageUtilization: data.usedIntegral() / (storageBytesPerSecond * simulation.now),
  };
}

const flows = Number(process.argv[2] ?? 1_000_000);
process.stdout.write(
  `${'load'.padEnd(20)} ${'reads'.padEnd(40)} flows/s   mean read s   storage utilization\n`,
);
for (const storage of STORAGE) {
  for (const reads of READS) {
    const measured = run({ storageBytesPerSecond: storage.bytesPerSecond, reads }, flows);
    process.stdout.write(
      `${storage.name.padEnd(20)} ${reads.name.padEnd(40)} ${measured.flowsPerSecond.toFixed(0).padStart(7)}   ` +
        `${measured.meanReadSeconds.toFixed(4).padStart(11)}   ${measured.storageUtilization.toFixed(3)}\n`,
    );
  }
}

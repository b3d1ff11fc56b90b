/**
 * Processes of the kernel on M/M/1 and M/M/8 at utilization 0.8, compared with other simulators. SimPy has processes
 * too; the events of ns-3's core are function calls. Each run is a process of its own; engines take turns, and medians
 * of five count. An event is one arrival or one departure. A missing peer is left out. They need Debian's
 * python3-simpy3, and libns3-dev with libgsl-dev and g++. SimPy is plain Python, so another interpreter can run it,
 * given its path.
 *
 *   npm run bench -- kernel/peers
 *   PYTHON=python3.10 PYTHONPATH=/usr/lib/python3/dist-packages npm run bench -- kernel/peers
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { median } from 'simple-statistics';

const ROUNDS = 5;
/** Debian's, which finds Debian's SimPy. */
const PYTHON = process.env['PYTHON'] ?? '/usr/bin/python3';
const HERE = import.meta.dirname;

interface Engine {
  readonly name: string;
  /** To which the servers, the customers and the seed are added. */
  readonly command: readonly string[];
  /** As many as take a second or so. */
  readonly customers: number;
}

function output(command: string, ...args: readonly string[]): string | null {
  const { status, stdout } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 ? stdout.trim() : null;
}

function compiledNs3(folder: string): string | null {
  const flags = output('pkg-config', '--cflags', '--libs', 'ns3-core')?.split(/\s+/u);
  if (flags === undefined) return null;
  const program = path.join(folder, 'mmc-ns3');
  const source = path.join(HERE, 'mmc-ns3.cc');
  return output('g++', '-O2', '-std=c++17', source, '-o', program, ...flags) === null ? null : program;
}

function eventsPerSecond({ name, command, customers }: Engine, servers: number, seed: number): number {
  const [program, ...args] = [...command, servers, customers, seed].map(String);
  const [, rate] = output(program!, ...args)?.split(' ') ?? [];
  if (rate === undefined) throw new Error(`${name} failed`);
  return Number(rate);
}

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-bench-'));
const engines: Engine[] = [
  {
    name: 'processes',
    command: [process.execPath, path.join(HERE, 'engine.ts'), 'processes'],
    customers: 3_000_000,
  },
];
const simpy = output(
  PYTHON,
  '-c',
  'import platform, simpy; print(simpy.__version__, "on", platform.python_version())',
);
if (simpy === null) process.stdout.write('left out: SimPy needs python3-simpy3\n');
else {
  const command = [PYTHON, path.join(HERE, 'mmc-simpy.py')];
  engines.push({ name: `SimPy ${simpy}`, command, customers: 100_000 });
}
const ns3 = compiledNs3(folder);
if (ns3 === null) process.stdout.write('left out: ns-3 needs libns3-dev, libgsl-dev and g++\n');
else engines.push({ name: 'ns-3', command: [ns3], customers: 1_000_000 });

process.stdout.write('million events per CPU second, and how many times as many our processes have\n');
for (const servers of [1, 8]) {
  const rounds = Array.from({ length: ROUNDS }, (_, seed) =>
    engines.map((engine) => eventsPerSecond(engine, servers, seed + 1)),
  );
  for (const [index, { name }] of engines.entries()) {
    const rate = median(rounds.map((round) => round[index]!)) / 1e6;
    const ratio = median(rounds.map((round) => round[0]! / round[index]!));
    process.stdout.write(
      `M/M/${servers} ${name.padEnd(26)}${rate.toFixed(3).padStart(8)}${ratio.toFixed(2).padStart(8)}\n`,
    );
  }
}
rmSync(folder, { recursive: true });

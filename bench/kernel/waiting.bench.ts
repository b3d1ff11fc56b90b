/**
 * Memory of a million waiting processes. Each holds at a `yield` with an event in the calendar, or queues at a station
 * that serves none. Reports the live bytes after a collection and the peak resident set, each from a process of its
 * own.
 *
 *   npm run bench -- waiting
 */
import { spawnSync } from 'node:child_process';
import type { Body } from '../../sim/kernel/process.ts';
import { Simulation } from '../../sim/kernel/simulation.ts';
import { Station } from '../../sim/kernel/station.ts';

const PROCESSES = 1_000_000;
const KINDS = ['holding', 'queueing'] as const;

const [, , wanted] = process.argv;
if (wanted === undefined) {
  for (const kind of KINDS) {
    const args = ['--expose-gc', import.meta.filename, kind];
    const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
    if (status !== 0) throw new Error(`${kind} failed`);
  }
} else {
  measure(wanted);
}

function measure(kind: string): void {
  const simulation = new Simulation();
  const station = new Station(simulation, { servers: 0 });
  function* holding(index: number): Body<void> {
    yield 1 + index;
  }
  function* queueing(): Body<void> {
    yield station;
    station.release();
  }
  const before = liveBytes();
  for (let index = 0; index < PROCESSES; index++) {
    simulation.spawn(kind === 'holding' ? holding(index) : queueing());
  }
  simulation.run(0.5);
  const bytes = liveBytes() - before;
  const peak = process.resourceUsage().maxRSS / 1024;
  const mebibytes = bytes / 2 ** 20;
  process.stdout.write(
    `a million processes ${kind}: ${mebibytes.toFixed(0)} MiB, ${(bytes / PROCESSES).toFixed(0)} bytes each; resident at most ${peak.toFixed(0)} MiB, node and garbage included\n`,
  );
}

function liveBytes(): number {
  globalThis.gc!();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

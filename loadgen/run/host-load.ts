/**
 * Load of the generator's machine during a run, from the counters that Linux keeps since it was started (proc(5)). It
 * is the cause where the generator was late. Other systems do not report it.
 */

import { readdirSync, readFileSync } from 'node:fs';
import type { HostLoad } from '../../models/load-section.ts';

/** Counters at one time; in ticks of the system's clock, over all processors. */
export interface HostReading {
  readonly allTicks: number;
  readonly idleTicks: number;
  /** Ticks in which a virtual machine was ready to run while its host ran others. */
  readonly stealTicks: number;
  readonly processes: ReadonlyMap<number, { readonly name: string; readonly ticks: number }>;
  /** For which the container's own limit held it back; null where there is none. */
  readonly throttledSeconds: number | null;
}

/** Reads a file of the system; null where it is not there, or not for this user. */
export type ReadSystemFile = (path: string) => string | null;

const SHOWN_PROCESSES = 3;
/** Fraction of all processors below which other programs are not named. */
const NAMED_FRACTION_MIN = 0.01;

/** Reads the counters; null where the system has none. */
export function readHost(
  read: ReadSystemFile = readSystemFile,
  processIds: () => readonly number[] = processIdsOf,
): HostReading | null {
  const times = /^cpu +([\d ]+)$/m
    .exec(read('/proc/stat') ?? '')?.[1]
    ?.split(' ')
    .map(Number);
  if (times === undefined || times.length < 4) return null;
  // user, nice, system, idle, iowait, irq, softirq, steal; guests are counted in the first two already.
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, softirq = 0, steal = 0] = times;
  const processes = new Map<number, { name: string; ticks: number }>();
  for (const id of processIds()) {
    const process = processOf(read(`/proc/${id}/stat`) ?? '');
    if (process !== null) processes.set(id, process);
  }
  return {
    allTicks: user + nice + system + idle + wait + irq + softirq + steal,
    idleTicks: idle + wait,
    stealTicks: steal,
    processes,
    throttledSeconds: throttledSecondsOf(read),
  };
}

/** Returns the load between two readings. `ownId` is the process of the generator itself, with all its threads. */
export function hostLoadBetween(
  from: HostReading | null,
  to: HostReading | null,
  ownId: number = process.pid,
): HostLoad | null {
  if (from === null || to === null) return null;
  const ticks = to.allTicks - from.allTicks;
  if (ticks <= 0) return null;
  const fraction = (part: number) => Math.min(1, Math.max(0, part / ticks));
  const tookOf = (id: number) => {
    const [before, after] = [from.processes.get(id), to.processes.get(id)];
    // A number that has been given to another process counts from its start.
    const isSame = before?.name === after?.name && (before?.ticks ?? 0) <= (after?.ticks ?? 0);
    return (after?.ticks ?? 0) - (isSame ? (before?.ticks ?? 0) : 0);
  };
  const steal = to.stealTicks - from.stealTicks;
  const busy = ticks - (to.idleTicks - from.idleTicks) - steal;
  const byName = new Map<string, number>();
  for (const [id, { name }] of to.processes) {
    if (id !== ownId) byName.set(name, (byName.get(name) ?? 0) + tookOf(id));
  }
  const throttled = (to.throttledSeconds ?? 0) - (from.throttledSeconds ?? 0);
  return {
    cpuFraction: fraction(busy),
    othersFraction: fraction(busy - tookOf(ownId)),
    stealFraction: fraction(steal),
    throttledSeconds: to.throttledSeconds === null ? null : Math.max(0, throttled),
    busiest: [...byName]
      .map(([name, taken]) => ({ name, cpuFraction: fraction(taken) }))
      .filter(({ cpuFraction }) => cpuFraction >= NAMED_FRACTION_MIN)
      .toSorted((one, other) => other.cpuFraction - one.cpuFraction || (one.name < other.name ? -1 : 1))
      .slice(0, SHOWN_PROCESSES),
  };
}

/** "1234 (name) S 1 ..." with user time and system time as the 14th and 15th; the name may hold anything. */
function processOf(stat: string): { readonly name: string; readonly ticks: number } | null {
  const [begin, end] = [stat.indexOf('('), stat.lastIndexOf(')')];
  if (begin < 0 || end < begin) return null;
  const [user, system] = stat
    .slice(end + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number);
  if (user === undefined || system === undefined || !Number.isFinite(user + system)) return null;
  return { name: stat.slice(begin + 1, end), ticks: user + system };
}

function throttledSecondsOf(read: ReadSystemFile): number | null {
  const group = /^0::(\/.*)$/m.exec(read('/proc/self/cgroup') ?? '')?.[1];
  if (group === undefined) return null;
  const microseconds = /^throttled_usec (\d+)$/m.exec(read(`/sys/fs/cgroup${group}/cpu.stat`) ?? '')?.[1];
  return microseconds === undefined ? null : Number(microseconds) * 1e-6;
}

function readSystemFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function processIdsOf(): readonly number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

import { describe, expect, test } from 'vitest';
import { type HostReading, hostLoadBetween, readHost } from '../../../loadgen/run/host-load.ts';

/** The counters of a machine as Linux writes them: user, nice, system, idle, iowait, irq, softirq, steal, guest. */
interface Machine {
  readonly cpu: readonly number[];
  /** User and system time of each process, by its number and name. */
  readonly processes?: Readonly<Record<number, readonly [name: string, user: number, system: number]>>;
  readonly throttledMicroseconds?: number;
}

function reading({ cpu, processes = {}, throttledMicroseconds }: Machine): HostReading | null {
  const files: Record<string, string> = {
    '/proc/stat': `cpu  ${cpu.join(' ')}\ncpu0 1 2 3 4\nintr 5\n`,
    '/proc/self/cgroup': '9:name=systemd:/\n0::/pod\n',
  };
  if (throttledMicroseconds !== undefined) {
    files['/sys/fs/cgroup/pod/cpu.stat'] =
      `usage_usec 9\nnr_throttled 2\nthrottled_usec ${throttledMicroseconds}\n`;
  }
  for (const [id, [name, user, system]] of Object.entries(processes)) {
    files[`/proc/${id}/stat`] = `${id} (${name}) S 1 1 1 0 -1 4194560 1 2 3 4 ${user} ${system} 5 6 20 0`;
  }
  return readHost(
    (path) => files[path] ?? null,
    () => Object.keys(processes).map(Number),
  );
}

const OWN = 7;
const START = reading({ cpu: [100, 0, 100, 800, 0, 0, 0, 0, 50], processes: { [OWN]: ['node', 10, 10] } });

describe('what a machine was busy with', () => {
  test('is what its processors did between two readings, the generator apart', () => {
    const end = reading({
      cpu: [500, 50, 250, 900, 50, 10, 40, 0, 90],
      processes: { [OWN]: ['node', 110, 60], 9: ['stress-ng', 300, 60] },
    });
    // 800 ticks, of which 150 were idle: 650 busy, 150 of them the generator's.
    expect(hostLoadBetween(START, end, OWN)).toEqual({
      cpuFraction: 650 / 800,
      othersFraction: 500 / 800,
      stealFraction: 0,
      throttledSeconds: null,
      busiest: [{ name: 'stress-ng', cpuFraction: 360 / 800 }],
    });
  });

  test('names the three programs that took most, of one name together, whatever that holds', () => {
    const before = reading({
      cpu: [0, 0, 0, 0],
      processes: { 2: ['make (x) S 9', 100, 0], 3: ['cc', 5, 5] },
    });
    const after = reading({
      cpu: [1000, 0, 0, 0],
      processes: {
        2: ['make (x) S 9', 150, 0],
        3: ['cc', 105, 5],
        4: ['cc', 90, 10],
        5: ['ld', 20, 10],
        6: ['ar', 12, 0],
        8: ['sh', 9, 0],
      },
    });
    expect(hostLoadBetween(before, after, OWN)?.busiest).toEqual([
      { name: 'cc', cpuFraction: 0.2 },
      { name: 'make (x) S 9', cpuFraction: 0.05 },
      { name: 'ld', cpuFraction: 0.03 },
    ]);
  });

  test('does not take a process for another that had its number before', () => {
    const before = reading({ cpu: [0, 0, 0, 0], processes: { 2: ['cc', 900, 0], 3: ['sh', 500, 0] } });
    const after = reading({ cpu: [100, 0, 0, 0], processes: { 2: ['cc', 40, 0], 3: ['ld', 20, 0] } });
    expect(hostLoadBetween(before, after, OWN)?.busiest).toEqual([
      { name: 'cc', cpuFraction: 0.4 },
      { name: 'ld', cpuFraction: 0.2 },
    ]);
  });

  test('tells what the hypervisor withheld, which is no work of this machine', () => {
    const end = reading({ cpu: [200, 0, 100, 1000, 0, 0, 0, 100], processes: { [OWN]: ['node', 60, 10] } });
    expect(hostLoadBetween(START, end, OWN)).toMatchObject({
      stealFraction: 0.25,
      cpuFraction: 0.25,
      othersFraction: 0.125,
    });
  });

  test('tells for how long the limit of its container held it back', () => {
    const [from, to] = [1_500_000, 4_700_000].map((throttledMicroseconds, index) =>
      reading({ cpu: [100 * index, 0, 0, 0], throttledMicroseconds }),
    );
    expect(hostLoadBetween(from!, to!, OWN)?.throttledSeconds).toBeCloseTo(3.2, 9);
  });

  test('is not known where the system does not tell, or no time has passed', () => {
    const nowhere = readHost(
      () => null,
      () => [],
    );
    expect(nowhere).toBeNull();
    expect(hostLoadBetween(START, nowhere, OWN)).toBeNull();
    expect(hostLoadBetween(START, START, OWN)).toBeNull();
  });
});

test.runIf(process.platform === 'linux')('this machine tells, this process among others', () => {
  const machine = readHost();
  expect(machine?.allTicks).toBeGreaterThan(0);
  expect(machine?.processes.get(process.pid)?.ticks).toBeGreaterThan(0);
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Lease, Submission } from '../../../models/effects.ts';
import type { Farm } from '../../../models/studio.ts';
import type { Body } from '../../../sim/kernel/process.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';
import { FarmModel } from '../../../sim/runtime/farm-model.ts';
import { Share } from '../../../sim/runtime/share.ts';
import { DONE, type TaskEnd } from '../../../sim/runtime/task-record.ts';

function farmOf(nodes: number, gpusPerNode: number): Farm {
  return { name: 'farm', nodes, gpusPerNode, gpuMemoryBytes: 48 * 2 ** 30 };
}

function jobs(count: number, priority = 0): Submission {
  return {
    placement: { farm: 'farm', gpuMemoryBytes: 0, priority },
    jobs: count,
    name: (job) => `job ${job}`,
    body: () => {
      throw new Error('jobs of this test are bodies of processes');
    },
  };
}

interface Ran {
  readonly worker: number;
  readonly job: number;
  readonly node: number;
  readonly atSeconds: number;
}

/** Submits to each worker's part of a farm; every job takes a second. */
function run(farm: Farm, workers: number, submissions: readonly Submission[]): readonly Ran[] {
  return Array.from({ length: workers }, (_, worker) => {
    const simulation = new Simulation();
    const share = new FarmModel(simulation, farm, new Share(worker, workers));
    const ran: Ran[] = [];
    const perform = function* (
      job: number,
      lease: Lease,
      _waitedSeconds: number,
      release: (end: TaskEnd) => void,
    ): Body<void> {
      ran.push({ worker, job, node: lease.client.node, atSeconds: simulation.now });
      yield 1;
      release(DONE);
    };
    for (const submission of submissions) share.submit(submission, perform);
    simulation.run();
    return ran;
  }).flat();
}

const sizes = fc.record({
  nodes: fc.integer({ min: 1, max: 12 }),
  gpusPerNode: fc.integer({ min: 1, max: 4 }),
  workers: fc.integer({ min: 1, max: 10 }),
  count: fc.nat(60),
});

describe('a farm that is shared by workers', () => {
  test('runs every job once, each worker at most one over its due', () => {
    fc.assert(
      fc.property(sizes, ({ nodes, gpusPerNode, workers, count }) => {
        const ran = run(farmOf(nodes, gpusPerNode), workers, [jobs(count)]);
        expect(ran.map(({ job }) => job).toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: count }, (_, job) => job),
        );
        const withGpus = Math.min(workers, nodes * gpusPerNode);
        const own = Array.from(
          { length: workers },
          (_, worker) => ran.filter((each) => each.worker === worker).length,
        );
        expect(own.slice(withGpus)).toEqual(Array(workers - withGpus).fill(0));
        for (const each of own.slice(0, withGpus)) {
          expect(Math.abs(each - count / withGpus)).toBeLessThan(1);
        }
      }),
    );
  });

  test('never runs more jobs on a node at once than it has GPUs, and none waits that could run', () => {
    fc.assert(
      fc.property(sizes, ({ nodes, gpusPerNode, workers, count }) => {
        const ran = run(farmOf(nodes, gpusPerNode), workers, [jobs(count)]);
        const seconds = new Set(ran.map(({ atSeconds }) => atSeconds));
        for (const atSeconds of seconds) {
          const now = ran.filter((each) => each.atSeconds === atSeconds);
          for (let node = 0; node < nodes; node++) {
            expect(now.filter((each) => each.node === node).length).toBeLessThanOrEqual(gpusPerNode);
          }
        }
        // Jobs of a second: each worker has its GPUs busy until its jobs run out.
        const gpus = nodes * gpusPerNode;
        const perWorker = Math.floor(gpus / Math.min(workers, gpus));
        const longest = Math.ceil(Math.ceil(count / Math.min(workers, gpus)) / perWorker);
        expect(Math.max(...seconds)).toBeLessThanOrEqual(longest - 1);
      }),
    );
  });

  test('runs the more urgent first where jobs wait', () => {
    const ran = run(farmOf(1, 1), 1, [jobs(3, 5), jobs(2, 1)]);
    // The first job had the GPU before the others came.
    expect(ran.map(({ job, atSeconds }) => [atSeconds, job])).toEqual([
      [0, 0],
      [1, 0],
      [2, 1],
      [3, 1],
      [4, 2],
    ]);
  });
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Lease, Submission } from '../../../models/effects.ts';
import type { Body } from '../../../sim/kernel/process.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';
import { FarmModel } from '../../../sim/runtime/farm-model.ts';
import { JobLost } from '../../../sim/runtime/node-failure.ts';
import { WHOLE } from '../../../sim/runtime/share.ts';
import { DONE, type TaskEnd } from '../../../sim/runtime/task-record.ts';

const JOB_SECONDS = 8;

interface Failure {
  readonly node: number;
  readonly atSeconds: number;
  readonly repairSeconds: number;
}

/** Runs jobs of 8 s each on a farm whose nodes fail and are repaired. */
function run(
  farm: { readonly nodes: number; readonly gpusPerNode: number },
  jobs: number,
  failures: readonly Failure[],
  attemptsMax?: number,
) {
  const simulation = new Simulation();
  const model = new FarmModel(
    simulation,
    { name: 'farm', gpuMemoryBytes: 1, ...farm },
    WHOLE,
    undefined,
    attemptsMax,
  );
  const done: { job: number; node: number; attempt: number; atSeconds: number }[] = [];
  function* perform(
    job: number,
    lease: Lease,
    _waitedSeconds: number,
    release: (end: TaskEnd) => void,
    attempt: number,
  ): Body<void> {
    try {
      yield JOB_SECONDS;
    } catch (error) {
      release({ kind: 'failed', error });
      throw error;
    }
    done.push({ job, node: lease.client.node, attempt, atSeconds: simulation.now });
    release(DONE);
  }
  const placement = { farm: 'farm', gpuMemoryBytes: 0, priority: 0 };
  const submitted = model.submit({ placement, jobs } as Submission, perform);
  for (const { node, atSeconds, repairSeconds } of failures) {
    simulation.at(atSeconds, () => model.failNode(node));
    simulation.at(atSeconds + repairSeconds, () => model.repairNode(node));
  }
  simulation.run();
  return { model, done, submitted, endSeconds: simulation.now };
}

describe('a node of a farm that fails', () => {
  test('kills its job, which another node does from the beginning', () => {
    const { model, done, endSeconds } = run({ nodes: 2, gpusPerNode: 1 }, 2, [
      { node: 1, atSeconds: 5, repairSeconds: 100 },
    ]);
    expect(done).toEqual([
      { job: 0, node: 0, attempt: 1, atSeconds: 8 },
      { job: 1, node: 0, attempt: 2, atSeconds: 16 },
    ]);
    expect(model).toMatchObject({ attemptsKilled: 1, killedSeconds: 5 });
    expect(model.busyIntegral(endSeconds)).toBe(2 * JOB_SECONDS + 5);
    expect(model.missingIntegral(endSeconds)).toBe(100);
  });

  test('takes jobs again once it is repaired', () => {
    const { done } = run({ nodes: 1, gpusPerNode: 2 }, 3, [{ node: 0, atSeconds: 5, repairSeconds: 10 }]);
    expect(done.map(({ job, atSeconds }) => [job, atSeconds])).toEqual([
      [2, 23],
      [0, 23],
      [1, 31],
    ]);
  });

  test('leaves a job alone that ends at the same instant', () => {
    const failure = { node: 0, atSeconds: JOB_SECONDS, repairSeconds: 1 };
    expect(run({ nodes: 1, gpusPerNode: 1 }, 1, [failure]).model.attemptsKilled).toBe(0);
  });

  test('costs a job its last attempt: who waits for the jobs learns that one is lost', () => {
    const failures = [5, 15].map((atSeconds) => ({ node: 0, atSeconds, repairSeconds: 5 }));
    const { done, submitted } = run({ nodes: 1, gpusPerNode: 1 }, 1, failures, 2);
    expect(done).toEqual([]);
    expect(submitted.end).toMatchObject({ kind: 'failed', error: expect.any(JobLost) });
    expect(run({ nodes: 1, gpusPerNode: 1 }, 1, failures, 3).submitted.end).toBe(DONE);
  });

  test('is one of those that the farm has', () => {
    const { model } = run({ nodes: 2, gpusPerNode: 1 }, 1, []);
    expect(() => model.failNode(2)).toThrow('farm has no node 2: it has 2, numbered from 0');
  });

  test('loses no job and does none twice: the time that GPUs were held is that of all jobs and of what was killed', () => {
    const nodes = 4;
    const failure = fc.record({
      node: fc.nat(nodes - 1),
      atSeconds: fc.integer({ min: 1, max: 60 }),
      repairSeconds: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.nat(40),
        fc.array(failure, { maxLength: 8 }),
        (gpusPerNode, jobs, failures) => {
          const { model, done, submitted, endSeconds } = run({ nodes, gpusPerNode }, jobs, failures);
          expect(done.map(({ job }) => job).toSorted((one, other) => one - other)).toEqual(
            Array.from({ length: jobs }, (_, job) => job),
          );
          expect(submitted.end).toBe(DONE);
          expect(model.busyIntegral(endSeconds)).toBe(jobs * JOB_SECONDS + model.killedSeconds);
          expect(model.queueIntegral(endSeconds)).toBeGreaterThanOrEqual(0);
          const capacity = model.gpus * endSeconds - model.missingIntegral(endSeconds);
          expect(model.busyIntegral(endSeconds)).toBeLessThanOrEqual(capacity);
        },
      ),
    );
  });
});

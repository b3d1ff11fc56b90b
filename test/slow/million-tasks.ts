/**
 * Submits a million tasks at once and prints the most memory that the process had while they were worked off, in MiB, beside how many
 * were done. A process of its own, whose memory nobody else has used.
 *
 *   node test/slow/million-tasks.ts pool|one-submission|many-submissions
 */

import { Pool, runAll } from '../../cli/pool.ts';
import type { Lease, Submission } from '../../models/effects.ts';
import type { Farm } from '../../models/studio.ts';
import { Simulation } from '../../sim/kernel/simulation.ts';
import { FarmModel } from '../../sim/runtime/farm-model.ts';
import { WHOLE } from '../../sim/runtime/share.ts';
import { DONE, type TaskEnd } from '../../sim/runtime/task-record.ts';

const TASKS = 1_000_000;

async function onPool(): Promise<number> {
  const worker = new URL('../cli/faulty-worker.ts', import.meta.url);
  const pool = new Pool<'answer', number>({ worker, threads: 2, heapMebibytes: 64 });
  function* tasks() {
    for (let index = 0; index < TASKS; index++) yield { task: 'answer' as const, label: 'one of a million' };
  }
  let done = 0;
  await runAll(pool, tasks(), { signal: new AbortController().signal, onDone: () => done++ });
  await pool.close();
  return done;
}

function onFarm(submissions: number): number {
  const simulation = new Simulation();
  const farm = new FarmModel(simulation, { name: 'farm', nodes: 10, gpusPerNode: 1 } as Farm, WHOLE);
  let done = 0;
  function* job(_job: number, _lease: Lease, _waitedSeconds: number, release: (end: TaskEnd) => void) {
    yield 1;
    done++;
    release(DONE);
  }
  for (let index = 0; index < submissions; index++) {
    const placement = { farm: 'farm', gpuMemoryBytes: 1, priority: index % 3 };
    farm.submit({ placement, jobs: TASKS / submissions } as Submission, job);
  }
  simulation.run();
  return done;
}

const done = await {
  pool: onPool,
  'one-submission': () => onFarm(1),
  'many-submissions': () => onFarm(TASKS),
}[process.argv[2]!]!();
process.stdout.write(JSON.stringify({ done, mebibytes: process.resourceUsage().maxRSS / 1024 }));

import type { Lease, Submission } from '../../models/effects.ts';
import type { Farm } from '../../models/studio.ts';
import type { Body, Process } from '../../sim/kernel/process.ts';
import type { Simulation } from '../../sim/kernel/simulation.ts';
import { Station } from '../../sim/kernel/station.ts';
import type { Share } from './share.ts';

/**
 * One runtime's GPUs of a farm, with its own queue: GPU i and job i go to runtime i modulo the number of runtimes that have a GPU
 * at all. Jobs are dealt in turn, so no runtime has more than one job over its due.
 */
export class FarmShare {
  readonly #simulation: Simulation;
  readonly #farm: Farm;
  readonly #gpus: Station;
  /** Nodes with a free GPU of ours, once per free GPU; the last one is used next. */
  readonly #freeNodes: number[] = [];
  readonly #worker: number;
  readonly #workers: number;

  constructor(simulation: Simulation, farm: Farm, share: Share) {
    this.#simulation = simulation;
    this.#farm = farm;
    const gpus = farm.nodes * farm.gpusPerNode;
    this.#worker = share.worker;
    this.#workers = Math.min(share.workers, gpus);
    for (let gpu = gpus - 1; gpu >= 0; gpu--) {
      if (gpu % this.#workers === this.#worker) this.#freeNodes.push(gpu % farm.nodes);
    }
    this.#gpus = new Station(simulation, { servers: this.#freeNodes.length, discipline: 'priority' });
  }

  /** A process that ends when our part of the jobs has, each having held a GPU while `run` performed it. */
  submit(
    submission: Submission,
    run: (job: number, lease: Lease) => Body<unknown>,
  ): Process<readonly unknown[]> {
    const jobs: Process[] = [];
    if (this.#worker < this.#workers) {
      for (let job = this.#worker; job < submission.jobs; job += this.#workers) {
        jobs.push(this.#simulation.spawn(this.#onNode(submission, job, run)));
      }
    }
    return this.#simulation.spawn(ends(jobs));
  }

  *#onNode(
    { placement }: Submission,
    job: number,
    run: (job: number, lease: Lease) => Body<unknown>,
  ): Body<unknown> {
    yield this.#gpus.seize({ priority: placement.priority });
    const node = this.#freeNodes.pop()!;
    try {
      const { name } = this.#farm;
      return yield* run(job, { farm: name, client: { kind: 'node', farm: name, node } });
    } finally {
      this.#freeNodes.push(node);
      this.#gpus.release();
    }
  }
}

function* ends(jobs: readonly Process[]): Body<readonly unknown[]> {
  const results: unknown[] = [];
  for (const job of jobs) results.push(yield* job.join());
  return results;
}

import type { Lease, Submission } from '../../models/effects.ts';
import type { Farm } from '../../models/studio.ts';
import type { Body, Process, Suspension, Waitable } from '../kernel/process.ts';
import type { Simulation } from '../kernel/simulation.ts';

/**
 * Makes what runs one job of a submission on its node, and calls `release` at its end, however it ends; `waitedSeconds` is how long
 * the job stood in the queue.
 */
export type JobRunner = (
  job: number,
  lease: Lease,
  waitedSeconds: number,
  release: () => void,
) => Body<unknown>;

/** Jobs submitted together: how many have started, how many have not ended, and who waits for the last. */
class SubmittedJobs implements Waitable, Suspension {
  readonly submission: Submission;
  readonly run: JobRunner;
  readonly submittedSeconds: number;
  readonly #simulation: Simulation;
  readonly #joiners = new Set<Process>();
  started = 0;
  #unended: number;

  constructor(simulation: Simulation, submission: Submission, run: JobRunner) {
    this.#simulation = simulation;
    this.submission = submission;
    this.run = run;
    this.submittedSeconds = simulation.now;
    this.#unended = submission.jobs;
  }

  get waiting(): number {
    return this.submission.jobs - this.started;
  }

  ended(): void {
    this.#unended--;
    if (this.#unended === 0) for (const joiner of this.#joiners) this.#simulation.resume(joiner);
  }

  begin(joiner: Process): Suspension | null {
    if (this.#unended === 0) return null;
    this.#joiners.add(joiner);
    return this;
  }

  abandon(joiner: Process): void {
    this.#joiners.delete(joiner);
  }
}

/**
 * A farm: nodes with GPUs and one queue, served by priority and in order of submission within one. A job that waits is
 * only a number; it becomes a process when it starts, so that a queue of a million frames costs nothing.
 */
export class FarmModel {
  readonly name: string;
  readonly gpus: number;
  readonly #simulation: Simulation;
  /** Submissions with jobs that have not started, in the order in which they are served. */
  readonly #queue: SubmittedJobs[] = [];
  /** Nodes with a free GPU, once per free GPU; the last one is used next. */
  readonly #freeNodes: number[];
  #queueLength = 0;
  #computing = 0;
  #queueIntegral = 0;
  #busyIntegral = 0;
  #computingIntegral = 0;
  #integratedToSeconds = 0;

  constructor(simulation: Simulation, farm: Farm) {
    this.name = farm.name;
    this.gpus = farm.nodes * farm.gpusPerNode;
    this.#simulation = simulation;
    this.#freeNodes = Array.from({ length: this.gpus }, (_, gpu) => (this.gpus - 1 - gpu) % farm.nodes);
  }

  /** Queues jobs; what is returned can be waited for, and ends with the last of them. */
  submit(submission: Submission, run: JobRunner): Waitable {
    this.#integrate();
    const jobs = new SubmittedJobs(this.#simulation, submission, run);
    const { priority } = submission.placement;
    const later = this.#queue.findIndex((other) => other.submission.placement.priority > priority);
    this.#queue.splice(later < 0 ? this.#queue.length : later, 0, jobs);
    this.#queueLength += submission.jobs;
    this.#dispatch();
    return jobs;
  }

  /** Waits while a GPU computes, which tells GPUs that compute from GPUs that wait for storage. */
  *compute(seconds: number): Body<void> {
    this.#integrate();
    this.#computing++;
    try {
      yield seconds;
    } finally {
      this.#integrate();
      this.#computing--;
    }
  }

  /** Jobs waiting, integrated over time up to now, in job-seconds. */
  queueIntegral(now: number): number {
    return this.#queueIntegral + this.#queueLength * (now - this.#integratedToSeconds);
  }

  /** GPUs held, integrated over time up to now, in GPU-seconds. */
  busyIntegral(now: number): number {
    return this.#busyIntegral + (this.gpus - this.#freeNodes.length) * (now - this.#integratedToSeconds);
  }

  /** GPUs that compute, integrated over time up to now, in GPU-seconds. */
  computingIntegral(now: number): number {
    return this.#computingIntegral + this.#computing * (now - this.#integratedToSeconds);
  }

  /** Starts jobs from the head of the queue on free GPUs. */
  #dispatch(): void {
    for (;;) {
      while (this.#queue[0]?.waiting === 0) this.#queue.shift();
      const jobs = this.#queue[0];
      if (jobs === undefined || this.#freeNodes.length === 0) return;
      this.#integrate();
      this.#queueLength--;
      const node = this.#freeNodes.pop()!;
      const lease: Lease = { farm: this.name, client: { kind: 'node', farm: this.name, node } };
      const waitedSeconds = this.#simulation.now - jobs.submittedSeconds;
      this.#simulation.spawn(jobs.run(jobs.started++, lease, waitedSeconds, () => this.#release(jobs, node)));
    }
  }

  #release(jobs: SubmittedJobs, node: number): void {
    this.#integrate();
    this.#freeNodes.push(node);
    jobs.ended();
    this.#dispatch();
  }

  #integrate(): void {
    const { now } = this.#simulation;
    this.#queueIntegral = this.queueIntegral(now);
    this.#busyIntegral = this.busyIntegral(now);
    this.#computingIntegral = this.computingIntegral(now);
    this.#integratedToSeconds = now;
  }
}

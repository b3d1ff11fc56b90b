import type { Lease, Submission } from '../../models/effects.ts';
import { DEFAULT_POLICY, schedulerPolicy } from '../../models/scheduling/policies.ts';
import type { Scheduler } from '../../models/scheduling/scheduler-policy.ts';
import type { Farm } from '../../models/studio.ts';
import type { Body, Process } from '../kernel/process.ts';
import type { Simulation } from '../kernel/simulation.ts';
import { Share } from './share.ts';
import { type JobRunner, SubmittedJobs } from './submitted-jobs.ts';
import type { TaskEnd } from './task-record.ts';

/**
 * A farm: nodes with GPUs and one queue, which a scheduler orders. A job that waits is only a number; it becomes a process when it
 * starts, so that a queue of a million frames costs nothing.
 *
 * Where several runtimes perform one studio, each has its share of the GPUs, with a queue of its own: GPU i and job i go to runtime
 * i modulo the number of runtimes that have a GPU at all. Jobs are dealt in turn, so no runtime has more than one over its due.
 */
export class FarmModel {
  readonly name: string;
  /** GPUs of this runtime's share. */
  readonly gpus: number;
  readonly #simulation: Simulation;
  /** Null where this runtime has no GPU. */
  readonly #share: Share | null;
  readonly #scheduler: Scheduler<SubmittedJobs>;
  readonly #nodes: number;
  readonly #running = new Set<Process>();
  /** GPUs that have not been used yet; they are used in turn, one of each node first. */
  #unused: number;
  /** Nodes of GPUs that have become free again, once per GPU; the last one is used next, before any unused one. */
  readonly #freed: number[] = [];
  /** GPUs that take jobs; the others are taken out of service as they become free. */
  #gpusUp: number;
  #queueLength = 0;
  #computing = 0;
  #queueIntegral = 0;
  #busyIntegral = 0;
  #waitingIntegral = 0;
  #missingIntegral = 0;
  #integratedToSeconds = 0;

  constructor(simulation: Simulation, farm: Farm, { worker, workers }: Share, policy = DEFAULT_POLICY) {
    this.name = farm.name;
    const gpus = farm.nodes * farm.gpusPerNode;
    this.#share = worker < gpus ? new Share(worker, Math.min(workers, gpus)) : null;
    this.gpus = this.#share?.partOf(gpus) ?? 0;
    this.#simulation = simulation;
    this.#scheduler = schedulerPolicy(policy).scheduler();
    this.#nodes = farm.nodes;
    this.#unused = this.#gpusUp = this.gpus;
  }

  /** Queues jobs; what is returned can be waited for, and ends with the last of them. */
  submit(submission: Submission, run: JobRunner): SubmittedJobs {
    this.#integrate();
    const share = this.#share;
    const ours = share?.partOf(submission.jobs) ?? 0;
    const jobs = new SubmittedJobs(
      this.#simulation,
      submission,
      run,
      ours,
      share?.worker ?? 0,
      share?.workers ?? 1,
    );
    if (ours > 0) this.#scheduler.submitted(jobs);
    this.#queueLength += ours;
    this.#dispatch();
    return jobs;
  }

  /** Waits while a GPU computes, in seconds of the kernel; it tells GPUs that compute from GPUs that wait for storage. */
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

  /** The processes of the jobs that hold GPUs. */
  holders(): readonly Process[] {
    return [...this.#running];
  }

  /** Jobs waiting, integrated over time up to now, in job-seconds. */
  queueIntegral(now: number): number {
    return this.#queueIntegral + this.#queueLength * (now - this.#integratedToSeconds);
  }

  /** GPUs held, integrated over time up to now, in GPU-seconds. */
  busyIntegral(now: number): number {
    return this.#busyIntegral + (this.gpus - this.#free) * (now - this.#integratedToSeconds);
  }

  /** GPUs held that do not compute, integrated over time up to now, in GPU-seconds. It never falls, as a difference would by rounding. */
  waitingIntegral(now: number): number {
    const waiting = this.gpus - this.#free - this.#computing;
    return this.#waitingIntegral + waiting * (now - this.#integratedToSeconds);
  }

  /** GPUs out of service, integrated over time up to now, in GPU-seconds. One that has not finished its job yet is in service. */
  missingIntegral(now: number): number {
    const missing = this.gpus - Math.max(this.#gpusUp, this.gpus - this.#free);
    return this.#missingIntegral + missing * (now - this.#integratedToSeconds);
  }

  /** Keeps so many GPUs in service from now on. Jobs on those that are taken out go on to their end. */
  setGpusUp(gpusUp: number): void {
    this.#integrate();
    this.#gpusUp = gpusUp;
    this.#dispatch();
  }

  /** Starts jobs from the head of the queue on free GPUs. */
  #dispatch(): void {
    for (;;) {
      const jobs = this.#gpusUp + this.#free <= this.gpus ? undefined : this.#scheduler.next();
      if (jobs === undefined) return;
      this.#integrate();
      this.#queueLength--;
      const node = this.#freed.pop() ?? this.#unusedNode();
      const lease: Lease = { farm: this.name, client: { kind: 'node', farm: this.name, node } };
      const waitedSeconds = this.#simulation.now - jobs.submittedSeconds;
      const job = jobs.start();
      this.#scheduler.started(jobs);
      const process = this.#simulation.spawn(
        jobs.run(job, lease, waitedSeconds, (end) => {
          this.#running.delete(process);
          this.#release(jobs, node, end);
        }),
      );
      this.#running.add(process);
    }
  }

  #release(jobs: SubmittedJobs, node: number, end: TaskEnd): void {
    this.#integrate();
    this.#freed.push(node);
    jobs.ended(end);
    this.#scheduler.ended(jobs);
    this.#dispatch();
  }

  get #free(): number {
    return this.#unused + this.#freed.length;
  }

  #unusedNode(): number {
    const { worker, workers } = this.#share!;
    return (worker + (this.gpus - this.#unused--) * workers) % this.#nodes;
  }

  #integrate(): void {
    const { now } = this.#simulation;
    this.#queueIntegral = this.queueIntegral(now);
    this.#busyIntegral = this.busyIntegral(now);
    this.#waitingIntegral = this.waitingIntegral(now);
    this.#missingIntegral = this.missingIntegral(now);
    this.#integratedToSeconds = now;
  }
}

import type { Lease, Submission } from '../../models/effects.ts';
import type { Farm } from '../../models/studio.ts';
import type { Body, Process, Suspension, Waitable, Waiter } from '../kernel/process.ts';
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
  /** Null until somebody waits: a set for each of a million submissions would be most of what they take. */
  #joiners: Set<Waiter> | null = null;
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
    if (this.#unended === 0) for (const joiner of this.#joiners ?? []) this.#simulation.resume(joiner);
  }

  begin(joiner: Waiter): Suspension | null {
    if (this.#unended === 0) return null;
    (this.#joiners ??= new Set()).add(joiner);
    return this;
  }

  abandon(joiner: Waiter): void {
    this.#joiners?.delete(joiner);
  }
}

/** The submissions of one priority with jobs that have not started, in the order in which they came. */
class SubmissionQueue {
  readonly priority: number;
  #submissions: SubmittedJobs[] = [];
  #head = 0;

  constructor(priority: number) {
    this.priority = priority;
  }

  add(jobs: SubmittedJobs): void {
    this.#submissions.push(jobs);
  }

  /** The first submission with a job that waits; undefined if there is none. Takes O(1), amortized. */
  get first(): SubmittedJobs | undefined {
    while (this.#submissions[this.#head]?.waiting === 0) this.#head++;
    if (this.#head > 32 && this.#head * 2 > this.#submissions.length) {
      this.#submissions = this.#submissions.slice(this.#head);
      this.#head = 0;
    }
    return this.#submissions[this.#head];
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
  /** One for each priority that has come up, in the order in which they are served. */
  readonly #queues: SubmissionQueue[] = [];
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

  constructor(simulation: Simulation, farm: Farm) {
    this.name = farm.name;
    this.gpus = farm.nodes * farm.gpusPerNode;
    this.#simulation = simulation;
    this.#nodes = farm.nodes;
    this.#unused = this.#gpusUp = this.gpus;
  }

  /** Queues jobs; what is returned can be waited for, and ends with the last of them. */
  submit(submission: Submission, run: JobRunner): Waitable {
    this.#integrate();
    const jobs = new SubmittedJobs(this.#simulation, submission, run);
    this.#queueOf(submission.placement.priority).add(jobs);
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
      const jobs = this.#gpusUp + this.#free <= this.gpus ? undefined : this.#next();
      if (jobs === undefined) return;
      this.#integrate();
      this.#queueLength--;
      const node = this.#freed.pop() ?? this.#unusedNode();
      const lease: Lease = { farm: this.name, client: { kind: 'node', farm: this.name, node } };
      const waitedSeconds = this.#simulation.now - jobs.submittedSeconds;
      const process = this.#simulation.spawn(
        jobs.run(jobs.started++, lease, waitedSeconds, () => {
          this.#running.delete(process);
          this.#release(jobs, node);
        }),
      );
      this.#running.add(process);
    }
  }

  #next(): SubmittedJobs | undefined {
    for (const { first } of this.#queues) if (first !== undefined) return first;
    return undefined;
  }

  #queueOf(priority: number): SubmissionQueue {
    const place = this.#queues.findIndex((queue) => queue.priority >= priority);
    if (this.#queues[place]?.priority === priority) return this.#queues[place];
    const queue = new SubmissionQueue(priority);
    this.#queues.splice(place < 0 ? this.#queues.length : place, 0, queue);
    return queue;
  }

  #release(jobs: SubmittedJobs, node: number): void {
    this.#integrate();
    this.#freed.push(node);
    jobs.ended();
    this.#dispatch();
  }

  get #free(): number {
    return this.#unused + this.#freed.length;
  }

  #unusedNode(): number {
    return (this.gpus - this.#unused--) % this.#nodes;
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

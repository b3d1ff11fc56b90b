import type { Lease, Submission } from '../../models/effects.ts';
import type { FaultTally } from '../../models/faults/fault-tally.ts';
import { DEFAULT_POLICY, schedulerPolicy } from '../../models/scheduling/policies.ts';
import type { Scheduler } from '../../models/scheduling/scheduler-policy.ts';
import type { Farm } from '../../models/studio.ts';
import { Interrupt } from '../kernel/interrupt.ts';
import type { Body, Process } from '../kernel/process.ts';
import type { Simulation } from '../kernel/simulation.ts';
import { JobLost, NodeFailure } from './node-failure.ts';
import { Share } from './share.ts';
import { type FarmEntry, type JobFate, type JobRunner, RetriedJob, SubmittedJobs } from './submitted-jobs.ts';
import type { TaskEnd } from './task-record.ts';

/** A job that holds a GPU. */
interface Attempt {
  readonly entry: FarmEntry;
  readonly job: number;
  readonly node: number;
  readonly startSeconds: number;
}

/**
 * A farm: nodes with GPUs and one queue, which a scheduler orders. A waiting job is only a number; it becomes a process
 * when it starts, so that a queue of a million frames costs nothing.
 *
 * Where several runtimes perform one studio, each has its share of the GPUs, with a queue of its own. GPU i and job i
 * go to runtime i modulo the number of runtimes that have a GPU at all. Jobs are dealt in turn, so no runtime has more
 * than one over its due.
 *
 * A node that fails kills the jobs on it, which go back to the queue; its GPUs are no capacity until it is repaired.
 */
export class FarmModel {
  readonly name: string;
  /** Told of each node that fails, once its jobs are killed; null where nothing else is lost with a node. */
  onNodeFailure: ((node: number) => void) | null = null;
  /** GPUs of this runtime's share. */
  readonly gpus: number;
  readonly #simulation: Simulation;
  /** Null where this runtime has no GPU. */
  readonly #share: Share | null;
  readonly #scheduler: Scheduler<FarmEntry>;
  readonly #nodes: number;
  readonly #running = new Map<Process, Attempt>();
  readonly #attemptsMax: number;
  readonly #failed = new Set<number>();
  #hasFailedNodes = false;
  /** Nodes of GPUs that are free and on a failed node, once per GPU, as far as this has been found out. */
  #parked: number[] = [];
  #gpusFailed = 0;
  #attemptsKilled = 0;
  #killedSeconds = 0;
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

  /** A job that is killed is tried again until it has had `attemptsMax` attempts. */
  constructor(
    simulation: Simulation,
    farm: Farm,
    { worker, workers }: Share,
    policy = DEFAULT_POLICY,
    attemptsMax = Number.POSITIVE_INFINITY,
  ) {
    this.name = farm.name;
    const gpus = farm.nodes * farm.gpusPerNode;
    this.#share = worker < gpus ? new Share(worker, Math.min(workers, gpus)) : null;
    this.gpus = this.#share?.partOf(gpus) ?? 0;
    this.#simulation = simulation;
    this.#scheduler = schedulerPolicy(policy).scheduler();
    this.#nodes = farm.nodes;
    this.#attemptsMax = attemptsMax;
    this.#unused = this.#gpusUp = this.gpus;
  }

  /** Queues jobs; what is returned can be waited for, and ends with the last of them. */
  submit(submission: Submission, run: JobRunner): SubmittedJobs {
    this.#integrate();
    const jobs = new SubmittedJobs(this.#simulation, submission, run, this.#share);
    const ours = jobs.waiting;
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
    return [...this.#running.keys()];
  }

  /** Whether any node has ever failed. */
  get hasFailedNodes(): boolean {
    return this.#hasFailedNodes;
  }

  /** Jobs waiting. */
  get queueLength(): number {
    return this.#queueLength;
  }

  /** Jobs waiting, integrated over time up to now, in job-seconds. */
  queueIntegral(now: number): number {
    return this.#queueIntegral + this.#queueLength * (now - this.#integratedToSeconds);
  }

  /** GPUs held, integrated over time up to now, in GPU-seconds. */
  busyIntegral(now: number): number {
    return this.#busyIntegral + this.#busy * (now - this.#integratedToSeconds);
  }

  /** GPUs held that do not compute, integrated over time up to now, in GPU-seconds. It never falls, as a difference would by rounding. */
  waitingIntegral(now: number): number {
    const waiting = this.#busy - this.#computing;
    return this.#waitingIntegral + waiting * (now - this.#integratedToSeconds);
  }

  /** GPUs out of service, integrated over time up to now, in GPU-seconds. One that has not finished its job yet is in service. */
  missingIntegral(now: number): number {
    const inService = Math.min(this.#gpusUp, this.gpus - this.#gpusFailed);
    const missing = this.gpus - Math.max(inService, this.#busy);
    return this.#missingIntegral + missing * (now - this.#integratedToSeconds);
  }

  /** Keeps so many GPUs of the whole farm in service from now on. Jobs on those that are taken out go on to their end. */
  setGpusUp(gpusUp: number): void {
    this.#integrate();
    this.#gpusUp = this.#share?.partOf(gpusUp) ?? 0;
    this.#dispatch();
  }

  /** The farm fails: its jobs are killed, and it takes none until GPUs are in service again. */
  failAll(tally: FaultTally | null = null): void {
    this.setGpusUp(0);
    this.#kill(new NodeFailure(this.name, tally), () => true);
  }

  /** Attempts at jobs that were killed so far. */
  get attemptsKilled(): number {
    return this.#attemptsKilled;
  }

  /** For how long killed attempts had held their GPUs, in GPU-seconds: work that has to be done again. */
  get killedSeconds(): number {
    return this.#killedSeconds;
  }

  /**
   * A node fails: the jobs on it are killed, and it takes none until it is repaired. A job that ends at this instant has ended. Throws
   * a RangeError for a node that the farm does not have.
   */
  failNode(node: number, tally: FaultTally | null = null): void {
    if (!(Number.isInteger(node) && node >= 0 && node < this.#nodes)) {
      throw new RangeError(`${this.name} has no node ${node}: it has ${this.#nodes}, numbered from 0`);
    }
    if (this.#failed.has(node)) return;
    this.#integrate();
    this.#failed.add(node);
    this.#hasFailedNodes = true;
    this.#gpusFailed += this.#gpusOf(node);
    this.#kill(new NodeFailure(`node ${node} of ${this.name}`, tally), (attempt) => attempt.node === node);
    this.onNodeFailure?.(node);
  }

  #kill(failure: NodeFailure, isOnIt: (attempt: Attempt) => boolean): void {
    for (const [process, attempt] of this.#running) if (isOnIt(attempt)) process.interrupt(failure);
  }

  /** A node that has failed takes jobs again. */
  repairNode(node: number): void {
    if (!this.#failed.has(node)) return;
    this.#integrate();
    this.#failed.delete(node);
    this.#gpusFailed -= this.#gpusOf(node);
    const parked = this.#parked;
    this.#parked = parked.filter((each) => each !== node);
    this.#freed.push(...parked.filter((each) => each === node));
    this.#dispatch();
  }

  /** Starts jobs from the head of the queue on free GPUs. */
  #dispatch(): void {
    for (;;) {
      const entry = this.#busy < this.#gpusUp && this.#free > 0 ? this.#scheduler.next() : undefined;
      const node = entry === undefined ? null : this.#takeNode();
      if (entry === undefined || node === null) return;
      this.#start(entry, node);
    }
  }

  #start(entry: FarmEntry, node: number): void {
    const { jobs, attempt } = entry;
    const { now } = this.#simulation;
    this.#queueLength--;
    const lease: Lease = { farm: this.name, client: { kind: 'node', farm: this.name, node }, attempt };
    const job = entry.start();
    this.#scheduler.started(entry);
    const release = (end: TaskEnd) => {
      this.#running.delete(process);
      return this.#release(started, end);
    };
    const started: Attempt = { entry, job, node, startSeconds: now };
    const process = this.#simulation.spawn(
      jobs.run(job, lease, now - entry.submittedSeconds, release, attempt),
    );
    this.#running.set(process, started);
  }

  #release({ entry, job, node, startSeconds }: Attempt, end: TaskEnd): JobFate {
    this.#integrate();
    this.#freed.push(node);
    this.#scheduler.ended(entry);
    let fate: JobFate = 'ended';
    if (isKilled(end)) fate = this.#retry(entry, job, startSeconds, end.error);
    else entry.jobs.ended(end);
    this.#dispatch();
    return fate;
  }

  /** Puts a job back into the queue, unless it has had its last attempt. */
  #retry({ jobs, attempt }: FarmEntry, job: number, startSeconds: number, killed: NodeInterrupt): JobFate {
    const { now } = this.#simulation;
    this.#attemptsKilled++;
    const { tally } = killed.reason;
    if (tally !== null) tally.killed++;
    this.#killedSeconds += now - startSeconds;
    if (attempt >= this.#attemptsMax) {
      if (tally !== null) tally.lost++;
      const error = new JobLost(
        `job ${job} was killed in attempt ${attempt}, its last: ${String(killed.reason)}`,
      );
      jobs.ended({ kind: 'failed', error });
      return 'lost';
    }
    if (tally !== null) tally.retried++;
    this.#queueLength++;
    this.#scheduler.submitted(new RetriedJob(jobs, job, attempt + 1, now));
    return 'retried';
  }

  /** GPUs held by jobs. */
  get #busy(): number {
    return this.gpus - this.#free - this.#parked.length;
  }

  get #free(): number {
    return this.#unused + this.#freed.length;
  }

  /** Takes a free GPU and returns its node; null where the free ones are all on failed nodes. */
  #takeNode(): number | null {
    this.#integrate();
    while (this.#free > 0) {
      const node = this.#freed.pop() ?? this.#unusedNode();
      if (!this.#failed.has(node)) return node;
      this.#parked.push(node);
    }
    return null;
  }

  /** GPUs of a node that are of this runtime's share. */
  #gpusOf(node: number): number {
    const { worker, workers } = this.#share ?? { worker: 0, workers: 1 };
    let gpus = 0;
    for (let gpu = 0; gpu < this.gpus; gpu++) if ((worker + gpu * workers) % this.#nodes === node) gpus++;
    return gpus;
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

type NodeInterrupt = Interrupt & { readonly reason: NodeFailure };

/** Whether a job ended because its node failed. */
function isKilled(end: TaskEnd): end is TaskEnd & { readonly kind: 'failed'; readonly error: NodeInterrupt } {
  return end.kind === 'failed' && end.error instanceof Interrupt && end.error.reason instanceof NodeFailure;
}

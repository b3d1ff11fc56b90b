import type { Lease, Placement, Submission } from '../../models/effects.ts';
import type { QueueEntry } from '../../models/scheduling/scheduler-policy.ts';
import type { Body, Suspension, Waitable, Waiter } from '../kernel/process.ts';
import type { Simulation } from '../kernel/simulation.ts';
import type { Share } from './share.ts';
import { DONE, type TaskEnd } from './task-record.ts';

/** Fate of a job whose attempt has ended: nothing more, another attempt, or no result as that was its last one. */
export type JobFate = 'ended' | 'retried' | 'lost';

/**
 * Makes the body that runs one attempt at a job of a submission on its node, and calls `release` at its end, however it
 * ends. `waitedSeconds` is how long the job stood in the queue. Attempts count from 1.
 */
export type JobRunner = (
  job: number,
  lease: Lease,
  waitedSeconds: number,
  release: (end: TaskEnd) => JobFate,
  attempt: number,
) => Body<unknown>;

/** An entry of a farm's queue: jobs that have not run yet, or one that has been killed. */
export interface FarmEntry extends QueueEntry {
  readonly jobs: SubmittedJobs;
  /** The attempt that starts next. */
  readonly attempt: number;

  /** Takes the next job from the queue and returns its number. */
  start(): number;
}

/** A job that was killed and waits for its next attempt. */
export class RetriedJob implements FarmEntry {
  readonly jobs: SubmittedJobs;
  readonly attempt: number;
  readonly submittedSeconds: number;
  waiting = 1;
  readonly #job: number;

  constructor(jobs: SubmittedJobs, job: number, attempt: number, submittedSeconds: number) {
    this.jobs = jobs;
    this.attempt = attempt;
    this.submittedSeconds = submittedSeconds;
    this.#job = job;
  }

  get placement(): Placement {
    return this.jobs.placement;
  }

  start(): number {
    this.waiting = 0;
    return this.#job;
  }
}

/** Jobs submitted together: how many have started, how many have not ended, and who waits for the last. */
export class SubmittedJobs implements FarmEntry, Waitable, Suspension {
  readonly submission: Submission;
  readonly run: JobRunner;
  readonly submittedSeconds: number;
  /** Done, or the first failure of a job: jobs that fail do not end those beside them. */
  end: TaskEnd = DONE;
  readonly #simulation: Simulation;
  /** Deals the jobs to the runtimes; one object for all submissions of a farm, as there may be a million. */
  readonly #share: Share | null;
  /** Null until somebody waits: a set for each of a million submissions would be most of what they take. */
  #joiners: Set<Waiter> | null = null;
  #started = 0;
  #unended: number;

  /** `share` is null where this runtime has no part of the farm. */
  constructor(simulation: Simulation, submission: Submission, run: JobRunner, share: Share | null) {
    this.#simulation = simulation;
    this.submission = submission;
    this.run = run;
    this.submittedSeconds = simulation.now;
    this.#share = share;
    this.#unended = share?.partOf(submission.jobs) ?? 0;
  }

  get attempt(): number {
    return 1;
  }

  get jobs(): this {
    return this;
  }

  get placement(): Placement {
    return this.submission.placement;
  }

  get waiting(): number {
    return (this.#share?.partOf(this.submission.jobs) ?? 0) - this.#started;
  }

  start(): number {
    const { worker, workers } = this.#share!;
    return worker + this.#started++ * workers;
  }

  /** A job has ended. */
  ended(end: TaskEnd): void {
    if (end.kind === 'failed' && this.end.kind === 'done') this.end = end;
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

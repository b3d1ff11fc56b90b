import type { WorkCounter } from '../../models/effects.ts';
import type { Share } from './share.ts';

/**
 * The record of a task, a stage or a part of one: it takes the task's observations and counts. It also holds the
 * performer's facts about the task that asks. Each clock has a record of its own kind R.
 */
export interface TaskRecord<R> {
  /** Name of the task, which names the random streams of its operations. */
  readonly task: string;

  /** Records one value of a metric of the stage. Throws an Error for a metric that the stage does not have. */
  observe(metric: string, value: number): void;

  /** Counts units of work that arrived or were finished. */
  count(counter: WorkCounter, amount: number): void;

  /** Returns the record of a part that the task starts; `inParts`: other runtimes perform it too, each its share. */
  child(task: string, inParts: boolean): R;

  /** Returns the record of jobs that the task submits to a farm. */
  submitted(farm: string): JobsRecord<R>;

  /** The task has waited until a unit of work arrived. */
  arrived(): void;

  /** The task is going to compute for so long, in seconds of the scenario. */
  computes(seconds: number): void;

  /** The task has waited for another one, and goes on only now because that one took so long. */
  follow(joined: R): void;

  /** The task has done all that it had to. */
  done(): void;

  /** The task has failed for a reason that the run goes on with. */
  failed(): void;
}

/** The record of jobs that were submitted together. */
export interface JobsRecord<R> {
  /** The record of the job that ended last; null while none has, or where nobody asks. */
  readonly latest: R | null;

  /** Returns the record of the first attempt at a job, which starts on a node after a time in the queue, in seconds. */
  started(task: string, waitedSeconds: number): R;

  /** Returns the record of another attempt at a job, which starts `waitedSeconds` after the one before was killed. */
  restarted(task: string, before: KilledAttempt<R>, waitedSeconds: number): R;

  /** A job is done and has left its node. */
  ended(job: R): void;

  /** A job was killed in its last attempt. */
  lost(job: R): void;
}

/** An attempt at a job that was killed. */
export interface KilledAttempt<R> {
  readonly record: R;
  /** For how long it had held its node, in seconds of the scenario. */
  readonly heldSeconds: number;
}

/** How a task ended; a failure is thrown into the one who waits for it. */
export type TaskEnd = { readonly kind: 'done' } | { readonly kind: 'failed'; readonly error: unknown };

export const DONE: TaskEnd = { kind: 'done' };

/** How a task stands among the runtimes that perform one studio. */
export interface Dealing {
  /** Whether other runtimes perform it too, each its share. */
  readonly inParts: boolean;
  /**
   * Number of the next child: those that are started whole are dealt to the runtimes in turn. A child in parts begins its own
   * dealing at its number, so that deliveries of one card each do not meet on one runtime.
   */
  dealt: number;
}

/** Returns whether a runtime performs what is started as `dealt`: in parts by all of them, or whole by one. */
export function isPerformedBy(share: Share, parent: Dealing, inParts: boolean, dealt: number): boolean {
  return !parent.inParts || inParts || share.owns(dealt);
}

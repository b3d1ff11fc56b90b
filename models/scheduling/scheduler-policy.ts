import type { Placement } from '../effects.ts';

/**
 * Jobs in the queue of a farm that were submitted together, all alike to a policy. A submission of a million jobs is one entry, which
 * stays in the queue until its last job has started.
 */
export interface QueueEntry {
  readonly placement: Placement;
  /** When its jobs came into the queue, in seconds since the start of the run. */
  readonly submittedSeconds: number;
  /** Jobs of the entry that have not started; none of them comes back to it. */
  readonly waiting: number;
}

/**
 * The queue of one farm: it is told of each change and says which entry goes next. It must not look through all entries at each
 * question, as there may be a million.
 */
export interface Scheduler<Entry extends QueueEntry = QueueEntry> {
  /** Jobs have come into the queue; each entry comes once. */
  submitted(entry: Entry): void;

  /** A job of the entry has started, and `waiting` is one less. */
  started(entry: Entry): void;

  /** A job of the entry has left its node, however it ended. */
  ended(entry: Entry): void;

  /** Returns the entry of which a job starts next on a free place; undefined where none waits. */
  next(): Entry | undefined;
}

/** A rule by which farms choose the job that starts next. Both clocks use it. */
export interface SchedulerPolicy {
  /** As in a scenario: "policy: priority". */
  readonly name: string;
  /** One line for editors. */
  readonly description: string;

  /** Returns the empty queue of one farm. */
  scheduler<Entry extends QueueEntry>(): Scheduler<Entry>;
}

import type { FaultTally } from '../../models/faults/fault-tally.ts';

/** The reason with which jobs are interrupted when their node, or their whole farm, fails. */
export class NodeFailure {
  readonly #what: string;
  /** Takes note of what comes of the jobs; null where nobody asks. */
  readonly tally: FaultTally | null;

  /** `what` has failed: "node 3 of farm". */
  constructor(what: string, tally: FaultTally | null) {
    this.#what = what;
    this.tally = tally;
  }

  toString(): string {
    return `${this.#what} failed`;
  }
}

/** The error of a job that was killed at each of its attempts: the one who waits for it goes no further. */
export class JobLost extends Error {
  override readonly name = 'JobLost';
}

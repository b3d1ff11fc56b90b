/** Effects of a fault on the jobs of farms, in one replication. */
export interface FaultTally {
  /** Attempts at jobs that it killed. */
  killed: number;
  /** Killed attempts that went back to the queue. */
  retried: number;
  /** Killed attempts that were the last of their job, which is never done. */
  lost: number;
}

export const newTally = (): FaultTally => ({ killed: 0, retried: 0, lost: 0 });

/** What a fault did to the jobs of farms, in one replication. */
export interface FaultTally {
  /** Attempts at jobs that it killed. */
  killed: number;
  /** Of those, how many went back to the queue. */
  retried: number;
  /** Of those, how many had been the last attempt of their job, which is never done. */
  lost: number;
}

export const newTally = (): FaultTally => ({ killed: 0, retried: 0, lost: 0 });

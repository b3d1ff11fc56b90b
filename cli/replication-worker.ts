/** Task of a worker thread of the pool: one replication of one studio. */

import type { Studio } from '../models/studio.ts';
import { type ReplicationOutcome, simulateReplication } from '../sim/studio/replication.ts';

export interface ReplicationTask {
  readonly studio: Studio;
  /** From 0. */
  readonly replication: number;
  /** How many days are simulated, one after the other. */
  readonly days: number;
}

export default function replicate({ studio, replication, days }: ReplicationTask): ReplicationOutcome {
  return simulateReplication(studio, replication, days);
}

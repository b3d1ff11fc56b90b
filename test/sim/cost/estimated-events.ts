import type { Studio } from '../../../models/studio.ts';
import { replicationCost } from '../../../sim/cost/run-cost.ts';
import { simulateReplication } from '../../../sim/studio/replication.ts';

/** Events that are estimated for a replication, as a multiple of the mean of `replications` real ones. */
export function estimatedOverReal(studio: Studio, replications: number): number {
  let events = 0;
  for (let replication = 0; replication < replications; replication++) {
    events += simulateReplication(studio, replication).events;
  }
  return replicationCost(studio).events / (events / replications);
}

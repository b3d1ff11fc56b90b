/** Farms as queues, from YAML. */
import { describe, expect, it } from 'vitest';
import { byPatience } from '../patience.ts';
import { UTILIZATIONS, type Utilization } from '../theory/coverage.ts';
import { FARM_QUEUES, type FarmQueue, missedByFarm } from '../theory/scenario/farm-queues.ts';

const REPLICATIONS = { 0.3: 80, 0.7: 120, 0.9: 60, 0.95: 40 } as const;
/** The busier, the more there is to be seen of a queue. */
const TRIED = byPatience<readonly Utilization[]>({ slow: [0.9], night: UTILIZATIONS });

describe.each(Object.entries<FarmQueue>(FARM_QUEUES))('a farm as %s', (_, queue) => {
  it.each(TRIED)('at utilization %s: mean turnaround', (utilization) => {
    expect(missedByFarm(queue, utilization, REPLICATIONS[utilization])).toEqual([]);
  });
});

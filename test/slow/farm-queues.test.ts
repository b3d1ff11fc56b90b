/** Farms as queues, from YAML. */
import { describe, expect, it } from 'vitest';
import { SCENARIO_UTILIZATIONS } from '../theory/coverage.ts';
import { FARM_QUEUES, type FarmQueue, missedByFarm } from '../theory/scenario/farm-queues.ts';

const REPLICATIONS = { 0.3: 80, 0.7: 120, 0.9: 60, 0.95: 40 } as const;

describe.each(Object.entries<FarmQueue>(FARM_QUEUES))('a farm as %s', (_, queue) => {
  it.each(SCENARIO_UTILIZATIONS)('at utilization %s: mean turnaround', (utilization) => {
    expect(missedByFarm(queue, utilization, REPLICATIONS[utilization])).toEqual([]);
  });
});

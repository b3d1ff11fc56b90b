import { describe, expect, it } from 'vitest';
import { SCENARIO_UTILIZATIONS } from '../coverage.ts';
import { FARM_QUEUES, missedByFarm } from './farm-queues.ts';

const REPLICATIONS = { 0.3: 40, 0.7: 60, 0.9: 40, 0.95: 30 } as const;

/** test/slow/farm-queues.test.ts has the other kinds. */
describe('a farm as M/M/4', () => {
  it.each(SCENARIO_UTILIZATIONS)('at utilization %s: mean turnaround', (utilization) => {
    expect(missedByFarm(FARM_QUEUES['M/M/4'], utilization, REPLICATIONS[utilization])).toEqual([]);
  });
});

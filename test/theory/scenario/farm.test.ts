import { describe, expect, it } from 'vitest';
import { UTILIZATIONS } from '../coverage.ts';
import { FARM_QUEUES, missedByFarm } from './farm-queues.ts';

const REPLICATIONS = { 0.3: 40, 0.7: 60, 0.9: 40, 0.95: 30 } as const;

/** A random and a regular release; test/slow/farm-queues.test.ts has the other kinds. */
describe.each(['M/M/4', 'D/M/2'] as const)('a farm as %s', (name) => {
  it.each(UTILIZATIONS)('at utilization %s: mean turnaround', (utilization) => {
    expect(missedByFarm(FARM_QUEUES[name], utilization, REPLICATIONS[utilization])).toEqual([]);
  });
});

import { expect, it } from 'vitest';
import { byPatience } from '../patience.ts';
import { UTILIZATIONS, type Utilization } from '../theory/coverage.ts';
import { missedByPriorityFarm } from '../theory/scenario/priority-farm.ts';

/** At 0.3 somebody waits now and then only. */
const REPLICATIONS = { 0.3: 600, 0.7: 300, 0.9: 150, 0.95: 150 } as const;

it.each(byPatience<readonly Utilization[]>({ slow: [0.9], night: UTILIZATIONS }))(
  'a farm under two priorities, at utilization %s: how many of each wait',
  (utilization) => {
    expect(missedByPriorityFarm(utilization, REPLICATIONS[utilization])).toEqual([]);
  },
);

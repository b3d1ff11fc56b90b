import { expect, it } from 'vitest';
import { missedByPriorityFarm } from '../theory/scenario/priority-farm.ts';

/** At 0.3 somebody waits now and then only. */
it.each([
  [0.3, 600],
  [0.7, 300],
  [0.9, 150],
  [0.95, 150],
] as const)(
  'a farm under two priorities, at utilization %s: how many of each wait',
  (utilization, replications) => {
    expect(missedByPriorityFarm(utilization, replications)).toEqual([]);
  },
);

import { expect, it } from 'vitest';
import { missedByPriorityFarm } from './priority-farm.ts';

/** test/slow/priority-farm.test.ts has the other utilizations. */
it('a farm under two priorities, at utilization 0.7: how many of each wait', () => {
  expect(missedByPriorityFarm(0.7, 150)).toEqual([]);
});

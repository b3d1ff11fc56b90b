/** The p95 of farms as queues, from YAML. */
import { describe, expect, it } from 'vitest';
import { byPatience } from '../patience.ts';
import type { Utilization } from '../theory/coverage.ts';
import { FARM_QUEUES, percentileMissedByFarm } from '../theory/scenario/farm-queues.ts';

const REPLICATIONS = { 0.3: 300, 0.7: 500, 0.9: 500, 0.95: 400 } as const;
const UTILIZATIONS = byPatience<readonly Utilization[]>({ slow: [0.3], night: [0.3, 0.7, 0.9, 0.95] });

describe('a farm as M/M/4', () => {
  it.each(UTILIZATIONS)('at utilization %s: p95 of the turnaround', (utilization) => {
    expect(percentileMissedByFarm(FARM_QUEUES['M/M/4'], utilization, REPLICATIONS[utilization])).toEqual([]);
  });
});

describe('a farm as M/D/1', () => {
  it.each(byPatience({ slow: [0.3] as const, night: [0.3, 0.7] as const }))(
    'at utilization %s: p95 of the turnaround',
    (utilization) => {
      expect(percentileMissedByFarm(FARM_QUEUES['M/D/1'], utilization, REPLICATIONS[utilization])).toEqual(
        [],
      );
    },
  );
});

describe('a farm as M/D/4', () => {
  it('at utilization 0.3 has no p95 to be held against: nineteen frames of twenty do not wait', () => {
    expect(percentileMissedByFarm(FARM_QUEUES['M/D/4'], 0.3, REPLICATIONS[0.3])).toBeNull();
  });
});

import { describe, expect, test } from 'vitest';
import type { Fidelity } from '../../../../models/studio.ts';
import { simulateReplication } from '../../../../sim/studio/replication.ts';
import { arrayOf, churnAt, scrubAt, studioOn } from '../../studio/queueing-studio.ts';
import { RENDER } from '../../studio/small-studio.ts';

const SLOW_LANES = { lanes: 4, servers: 1, seconds: 8e-3 } as const;
const CAPACITY = 500;
const SECONDS = 8;

/** A system that is asked for more than it can serve, so that what comes piles up until arrivals end. */
function outcomeOf(fidelity: Fidelity, churn: number) {
  const pipeline = {
    ...churnAt(churn * CAPACITY, { kind: 'constant', value: 1 }),
    mix: { getattr: 0.7, read: 0.2, write: 0.1 },
  };
  const stages = [
    pipeline,
    scrubAt(1, 20, 65_536, 2),
    {
      ...RENDER,
      framesPerWave: 1,
      reads: { ...RENDER.reads, files: 10 },
      metadata: { getattr: 50 },
      release: { kind: 'scheduled' as const, timesSeconds: [1] },
    },
  ];
  return simulateReplication(
    studioOn(arrayOf(SLOW_LANES), stages, { durationSeconds: SECONDS, fidelity }),
    0,
  );
}

describe.each(['flows', 'operations'] as const)('in %s', (fidelity) => {
  test.each([0.3, 1, 1.4])(
    'at %f of the capacity, the bins hold what was read, written and looked up',
    (churn) => {
      const { stages, series, binSeconds } = outcomeOf(fidelity, churn);
      const total = (name: string) =>
        series.find((each) => each.name === name)!.values.reduce((sum, value) => sum + value * binSeconds, 0);
      const sum = (of: (totals: (typeof stages)[number]['totals']) => number) =>
        stages.reduce((all, { totals }) => all + of(totals), 0);
      expect(total('hot.readThroughput') / sum(({ readBytes }) => readBytes)).toBeCloseTo(1, 9);
      expect(total('hot.writeThroughput') / sum(({ writtenBytes }) => writtenBytes)).toBeCloseTo(1, 9);
      const payloads = sum(({ operations }) => operations) - total('hot.metadataRate');
      expect(payloads).toBeGreaterThan(0);
      const throughputs = series.filter(({ name }) => name.endsWith('Throughput'));
      for (const { name, values } of throughputs)
        expect(Math.min(...values), name).toBeGreaterThanOrEqual(-1e-6 * Math.max(...values));
    },
  );

  test('in overload what is served in a bin is what the system can serve, however much waits', () => {
    const { series } = outcomeOf(fidelity, 3);
    const metadata = series.find(({ name }) => name === 'hot.metadataRate')!.values;
    // Seven in ten of what is served are looked up, as of what is asked for.
    for (const rate of metadata.slice(2, SECONDS)) {
      expect(rate).toBeGreaterThan(0.6 * CAPACITY);
      expect(rate).toBeLessThan(0.8 * CAPACITY);
    }
  });

  test('no response is longer than the time since the run began', () => {
    const { stages, endSeconds } = outcomeOf(fidelity, 2);
    const longest = stages
      .flatMap(({ observations }) => Object.values(observations).flat())
      .map((slice) => slice?.maximum ?? 0);
    expect(Math.max(...longest)).toBeLessThan(endSeconds);
  });
});

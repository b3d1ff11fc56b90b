import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../../models/histogram.ts';
import { type ReplicationOutcome, simulateReplication } from '../../../sim/studio/replication.ts';
import { CHURN, INGEST, RENDER, SCRUB, SMALL_ARRAY, smallStudio } from './small-studio.ts';

const ALL_STAGES = [INGEST, RENDER, CHURN, SCRUB];

function observations(outcome: ReplicationOutcome, metric: string): Histogram {
  const [stage, name] = metric.split('.') as [string, string];
  const merged = new Histogram();
  for (const slice of outcome.stages.find((each) => each.name === stage)!.observations[name]!) {
    if (slice !== null) merged.merge(slice);
  }
  return merged;
}

function series(outcome: ReplicationOutcome, name: string): Float64Array {
  return outcome.series.find((each) => each.name === name)!.values;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

describe.each(['flows', 'operations'] as const)('a replication by %s', (fidelity) => {
  const studio = smallStudio(ALL_STAGES, { fidelity });
  const outcome = simulateReplication(studio, 0);

  it('is the same for the same seed, and another for the next replication', () => {
    // Vitest takes seconds to compare as much.
    expect(isDeepStrictEqual(simulateReplication(studio, 0), outcome)).toBe(true);
    expect(isDeepStrictEqual(simulateReplication(studio, 1), { ...outcome, replication: 1 })).toBe(false);
  });

  it('finishes all work that arrived', () => {
    for (const { name, totals } of outcome.stages) {
      expect(totals.finished, name).toBe(totals.arrived);
      expect(totals.arrived, name).toBeGreaterThan(0);
    }
  });

  it('moves every byte that the stages ask for, and the timeline accounts for each', () => {
    const written = sum(outcome.stages.map(({ totals }) => totals.writtenBytes));
    const read = sum(outcome.stages.map(({ totals }) => totals.readBytes));
    const overnight = outcome.stages.find(({ name }) => name === 'overnight')!.totals;
    expect(overnight.writtenBytes).toBe(40 * 20e6);
    expect(overnight.readBytes).toBe(40 * (200e6 + 20e6));
    // A render task may still be at work at the end of the timeline; everything else is within it.
    expect(sum(series(outcome, 'hot.writeThroughput'))).toBeCloseTo(written, -4);
    expect(sum(series(outcome, 'hot.readThroughput')) / read).toBeCloseTo(1, 2);
  });

  it('computes on no more GPUs than there are', () => {
    const inUse = series(outcome, 'farm.gpusInUse');
    const idle = series(outcome, 'farm.gpusIdleOnStorage');
    for (const [bin, gpus] of inUse.entries()) {
      expect(gpus).toBeLessThanOrEqual(8 + 1e-9);
      expect(idle[bin]).toBeGreaterThanOrEqual(-1e-9);
      expect(idle[bin]).toBeLessThanOrEqual(gpus + 1e-9);
    }
  });

  it('has a queue of all frames but those on a GPU right after the release', () => {
    expect(series(outcome, 'farm.queue')[10]).toBeGreaterThan(40 - 8 - 4);
    expect(Math.max(...series(outcome, 'farm.queue'))).toBeLessThanOrEqual(40 - 8);
  });

  it('keeps utilization between nothing and all', () => {
    for (const { name, values } of outcome.series.filter(({ group }) => group === 'utilization')) {
      for (const value of values) {
        expect(value, name).toBeGreaterThanOrEqual(0);
        expect(value, name).toBeLessThanOrEqual(1 + 1e-9);
      }
    }
  });

  it('adds a stage without changing what the others draw', () => {
    const alone = simulateReplication(smallStudio([SCRUB], { fidelity }), 0);
    const totals = (run: ReplicationOutcome) => run.stages.find(({ name }) => name === 'review')!.totals;
    expect(totals(alone)).toEqual(totals(outcome));
  });
});

describe('one lone ingest', () => {
  it('takes its bytes over the slowest bandwidth on its way', () => {
    const bytes = 100e9;
    const lone = {
      ...INGEST,
      cards: 1,
      verify: false,
      bytesPerCard: { kind: 'constant', value: bytes } as const,
    };
    const outcome = simulateReplication(smallStudio([lone]), 0);
    expect(observations(outcome, 'dailies.completion').mean).toBeCloseTo(bytes / 500e6, 2);
  });

  it('is limited by the array when the reader is faster', () => {
    const bytes = 100e9;
    const lone = {
      ...INGEST,
      cards: 1,
      verify: false,
      readerBytesPerSecond: Infinity,
      outstanding: 1000,
      bytesPerFile: 1e9,
      bytesPerCard: { kind: 'constant', value: bytes } as const,
    };
    const studio = smallStudio([lone]);
    const fastLinks = { ...studio.network, hostBytesPerSecond: 1e12, coreBytesPerSecond: 1e12 };
    const outcome = simulateReplication({ ...studio, network: fastLinks }, 0);
    const demand =
      bytes / SMALL_ARRAY.writeBytesPerSecond + (95_368 + 100) / SMALL_ARRAY.writeOperationsPerSecond;
    const ratio = observations(outcome, 'dailies.completion').mean / demand;
    expect(ratio).toBeGreaterThan(0.995);
    expect(ratio).toBeLessThan(1.005);
  });
});

describe('a wave', () => {
  it('that starts a last digit before its release, as times are sums, has not started before it', () => {
    const [first, second] = [0.41100000000000003, 7.744000000000001];
    expect(first + (second - first)).toBeLessThan(second);
    const timesSeconds = [first, second];
    const waves = { ...RENDER, framesPerWave: 1, release: { kind: 'scheduled', timesSeconds } as const };
    const started = observations(simulateReplication(smallStudio([waves]), 0), 'overnight.startLatency');
    expect(started).toMatchObject({ count: 2, minimum: 0 });
  });
});

describe('scrubbing', () => {
  const heavyRender = {
    ...RENDER,
    computeSeconds: { kind: 'constant', value: 0.01 } as const,
    framesPerWave: 400,
  };

  it('is slower while frames are rendered than on an idle system', () => {
    const idle = observations(simulateReplication(smallStudio([SCRUB]), 0), 'review.scrub');
    const loaded = observations(simulateReplication(smallStudio([SCRUB, heavyRender]), 0), 'review.scrub');
    expect(loaded.quantile(0.99)).toBeGreaterThan(1.5 * idle.quantile(0.99));
  });
});

describe('metadata', () => {
  const churn = {
    ...CHURN,
    rate: { ...CHURN.rate, level: { kind: 'constant', value: 20_000 } as const },
  };
  const bulk = { ...RENDER, computeSeconds: { kind: 'constant', value: 0.01 } as const, framesPerWave: 800 };

  it('waits behind bulk data unless it is isolated', () => {
    const withIsolation = (metadataIsolated: boolean) => {
      const studio = smallStudio([churn, bulk]);
      const storage = studio.storage.map((system) => ({
        ...system,
        envelope: { ...system.envelope, metadataIsolated },
      }));
      return observations(simulateReplication({ ...studio, storage }, 0), 'pipeline.latency').quantile(0.99);
    };
    expect(withIsolation(false)).toBeGreaterThan(2 * withIsolation(true));
  });

  it('takes from an overloaded service what it can give, and its delay grows with the backlog', () => {
    const overload = {
      ...CHURN,
      rate: { ...CHURN.rate, level: { kind: 'constant', value: 200_000 } as const },
    };
    const outcome = simulateReplication(smallStudio([overload]), 0);
    // 90% of the operations are metadata: 180,000 a second against a limit of 100,000. The run of 60 s takes 108 s.
    expect(outcome.endSeconds).toBeCloseTo(108, 0);
    expect(observations(outcome, 'pipeline.latency').maximum).toBeGreaterThan(40);
  });
});

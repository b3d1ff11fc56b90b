import { describe, expect, it } from 'vitest';
import { STAGE_METRICS } from '../../../models/metrics.ts';
import type { Fidelity, StageDefinition, Studio } from '../../../models/studio.ts';
import { type ReplicationOutcome, simulateReplication } from '../../../sim/studio/replication.ts';
import { CHURN, INGEST, RENDER, SCRUB, SMALL_ARRAY, smallStudio } from './small-studio.ts';

const MEAN = { kind: 'mean' } as const;

/** The studio with an objective on every metric. */
function asked(studio: Studio): Studio {
  const objectives = studio.stages.flatMap(({ name, kind }) =>
    Object.keys(STAGE_METRICS[kind]).map((metric) => ({
      text: '',
      metric: `${name}.${metric}`,
      statistic: MEAN,
      comparison: '<=' as const,
      limit: 1,
      file: '',
      line: 1,
    })),
  );
  return { ...studio, objectives };
}

/** The same on a single service that all operations share, which is too slow for churn. */
const shared = (studio: Studio): Studio => ({
  ...studio,
  storage: studio.storage.map((system) => ({
    ...system,
    envelope: {
      ...SMALL_ARRAY,
      metadataIsolated: false,
      metadataOperationsPerSecond: 200,
      data: { ...SMALL_ARRAY.data, lanes: 1 },
    },
  })),
});

/** As little work as has every part, because by operations each is an event. */
const FRAMES = {
  ...RENDER,
  release: { kind: 'scheduled', timesSeconds: [1] },
  framesPerWave: 12,
  computeSeconds: { kind: 'exponential', mean: 0.2 },
  reads: { bytes: { kind: 'constant', value: 20e6 }, files: 10 },
  writes: { bytes: { kind: 'constant', value: 2e6 }, files: 1 },
  metadata: { getattr: 40, lookup: 20 },
} as const;
const CARDS = {
  ...INGEST,
  arrivals: { kind: 'scheduled', timesSeconds: [1] },
  bytesPerCard: { kind: 'constant', value: 50e6 },
} as const;

const LIGHT_CHURN = { ...CHURN, rate: { ...CHURN.rate, level: { kind: 'constant', value: 300 } } } as const;

const STUDIOS: readonly (readonly [name: string, stages: readonly StageDefinition[]])[] = [
  ['plenty of everything', [CARDS, FRAMES, LIGHT_CHURN, SCRUB]],
  ['few requests in flight', [{ ...CARDS, outstanding: 1 }, { ...FRAMES, outstanding: 1 }, SCRUB]],
  ['a slow reader', [{ ...CARDS, readerBytesPerSecond: 20e6 }]],
  ['churn', [LIGHT_CHURN, SCRUB]],
];

describe.each<Fidelity>(['flows', 'operations'])('by %s, the parts of every metric', (fidelity) => {
  it.each(STUDIOS)('add up to its times: %s', (_name, stages) => {
    const studio = smallStudio(stages, { fidelity, durationSeconds: fidelity === 'flows' ? 30 : 3 });
    for (const each of [studio, shared(studio)]) expectPartsToAddUp(simulateReplication(asked(each), 0));
  });

  it('are not kept of metrics without an objective', () => {
    const outcome = simulateReplication(smallStudio([FRAMES, SCRUB], { fidelity, durationSeconds: 3 }), 0);
    for (const { compositions } of outcome.stages) expect(compositions).toEqual({});
  });

  it('change nothing about the times', () => {
    const studio = smallStudio([CARDS, FRAMES, SCRUB], { fidelity, durationSeconds: 3 });
    const [plain, kept] = [simulateReplication(studio, 0), simulateReplication(asked(studio), 0)];
    for (const [place, { observations }] of plain.stages.entries()) {
      expect(kept.stages[place]!.observations).toEqual(observations);
    }
  });
});

function expectPartsToAddUp(outcome: ReplicationOutcome): void {
  for (const { observations, compositions } of outcome.stages) {
    for (const [metric, slices] of Object.entries(observations)) {
      for (const [place, histogram] of slices.entries()) {
        const composition = compositions[metric]![place]!;
        if (histogram === null) {
          expect(composition).toBeNull();
          continue;
        }
        const { parts, rows } = composition;
        let [count, seconds] = [0, 0];
        for (const [column, value] of rows.entries()) {
          expect(value).toBeGreaterThanOrEqual(0);
          if (column % (parts + 1) === 0) count += value;
          else seconds += value;
        }
        expect(count).toBe(histogram.count);
        expect(Math.abs(seconds - histogram.sum)).toBeLessThanOrEqual(1e-9 * histogram.sum);
      }
    }
  }
}

import { describe, expect, it } from 'vitest';
import type { CompositionSnapshot } from '../../../models/composition.ts';
import type { HistogramSnapshot } from '../../../models/histogram.ts';
import { kindOf } from '../../../models/stages/stage-kinds.ts';
import type { Fidelity, StageDefinition, Studio } from '../../../models/studio.ts';
import { type ReplicationOutcome, simulateReplication } from '../../../sim/studio/replication.ts';
import { CHURN, INGEST, RENDER, SCRUB, SMALL_ARRAY, smallStudio } from './small-studio.ts';

const P95 = { kind: 'percentile', fraction: 0.95 } as const;

/** The studio with an objective on every metric. */
function asked(studio: Studio): Studio {
  const objectives = studio.stages.flatMap(({ name, kind }) =>
    Object.keys(kindOf({ kind }).metrics).map((metric) => ({
      text: '',
      metric: `${name}.${metric}`,
      statistic: P95,
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
  reads: { storage: 'hot', bytes: { kind: 'constant', value: 20e6 }, files: 10 },
  writes: { storage: 'hot', bytes: { kind: 'constant', value: 2e6 }, files: 1 },
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
    for (const each of [studio, shared(studio)]) {
      expect(largestError(simulateReplication(asked(each), 0))).toBeLessThanOrEqual(1e-9);
    }
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

/**
 * By how much the parts of any metric differ from the sum of its observations, as a share of that; infinite where they are not of
 * the same observations, or a part is negative.
 */
function largestError({ stages }: ReplicationOutcome): number {
  let largest = 0;
  for (const { observations, compositions } of stages) {
    for (const [metric, slices] of Object.entries(observations)) {
      for (const [place, histogram] of slices.entries()) {
        const composition = compositions[metric]![place]!;
        if (histogram === null && composition === null) continue;
        if (histogram === null || composition === null) return Number.POSITIVE_INFINITY;
        largest = Math.max(largest, errorOf(histogram, composition));
      }
    }
  }
  return largest;
}

function errorOf(histogram: HistogramSnapshot, { parts, rows }: CompositionSnapshot): number {
  let [count, seconds] = [0, 0];
  for (const [column, value] of rows.entries()) {
    if (!(value >= 0)) return Number.POSITIVE_INFINITY;
    if (column % (parts + 1) === 0) count += value;
    else seconds += value;
  }
  if (count !== histogram.count) return Number.POSITIVE_INFINITY;
  return histogram.sum === 0 ? seconds : Math.abs(seconds - histogram.sum) / histogram.sum;
}

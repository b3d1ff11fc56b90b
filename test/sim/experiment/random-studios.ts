/** Small studios of chance, each with an objective that it misses by far: what the cause is, is not known beforehand. */

import * as fc from 'fast-check';
import type { Statistic } from '../../../models/objective.ts';
import { kindOf } from '../../../models/stages/stage-kinds.ts';
import type { Fidelity, StageDefinition, Studio } from '../../../models/studio.ts';
import { CHURN, INGEST, RENDER, SCRUB, SMALL_ARRAY, smallStudio } from '../studio/small-studio.ts';

/** A studio, and the stage that its only objective is about. */
export interface StudioInTrouble {
  readonly studio: Studio;
  readonly stage: StageDefinition;
}

/** A factor between the two, as likely in each octave. */
const factor = (least: number, most: number) =>
  fc
    .double({ min: Math.log2(least), max: Math.log2(most), noNaN: true })
    .map((exponent) => Number((2 ** exponent).toPrecision(3)));

const outstanding = fc.constantFrom(1, 2, 4, 8, 16, 64);

const ingest: fc.Arbitrary<StageDefinition> = fc
  .record({ cards: fc.integer({ min: 1, max: 4 }), outstanding, reader: factor(0.05, 4) })
  .map(({ cards, outstanding: limit, reader }) => ({
    ...INGEST,
    cards,
    outstanding: limit,
    bytesPerCard: { kind: 'constant', value: 200e6 },
    readerBytesPerSecond: 500e6 * reader,
  }));

const render: fc.Arbitrary<StageDefinition> = fc
  .record({
    frames: fc.integer({ min: 1, max: 30 }),
    outstanding,
    seconds: factor(0.05, 5),
    bytes: factor(0.05, 2),
    looks: fc.integer({ min: 1, max: 400 }),
  })
  .map(({ frames, outstanding: limit, seconds, bytes, looks }) => ({
    ...RENDER,
    framesPerWave: frames,
    outstanding: limit,
    computeSeconds: { kind: 'exponential', mean: seconds },
    reads: { storage: 'hot', bytes: { kind: 'constant', value: 50e6 * bytes }, files: 10 },
    metadata: { getattr: looks, lookup: looks },
  }));

const churn: fc.Arbitrary<StageDefinition> = factor(0.2, 3).map((level) => ({
  ...CHURN,
  rate: { ...CHURN.rate, level: { kind: 'constant', value: Math.round(1000 * level) } },
}));

const scrub: fc.Arbitrary<StageDefinition> = fc
  .record({ outstanding, reads: fc.integer({ min: 1, max: 24 }), bytes: factor(0.1, 2) })
  .map(({ outstanding: limit, reads, bytes }) => ({
    ...SCRUB,
    outstanding: limit,
    readsPerGesture: { kind: 'constant', value: reads },
    bytesPerRead: { kind: 'constant', value: Math.round(500e3 * bytes) },
  }));

const infrastructure = fc.record({
  roundTripSeconds: factor(2e-5, 5e-2),
  host: factor(0.04, 4),
  core: factor(0.01, 1),
  bandwidth: factor(0.02, 1),
  rate: factor(0.02, 1),
  idleResponseSeconds: factor(5e-5, 5e-3),
  metadataIsolated: fc.boolean(),
  nodes: fc.integer({ min: 1, max: 12 }),
});

export interface TroubleOptions {
  readonly fidelity: Fidelity;
  readonly statistics: readonly Statistic[];
  readonly durationSeconds: number;
}

/** Studios of one to three stages, of which the first has the objective. */
export function studiosInTrouble({
  fidelity,
  statistics,
  durationSeconds,
}: TroubleOptions): fc.Arbitrary<StudioInTrouble> {
  return fc
    .record({
      stages: fc.uniqueArray(fc.oneof(ingest, render, churn, scrub), {
        minLength: 1,
        maxLength: 3,
        selector: ({ name }) => name,
      }),
      infrastructure,
      metric: fc.nat(),
      statistic: fc.constantFrom(...statistics),
    })
    .map(({ stages, infrastructure: given, metric, statistic }) => {
      const stage = stages[0]!;
      const metrics = Object.keys(kindOf(stage).metrics);
      const small = smallStudio(stages, { fidelity, durationSeconds });
      const law = {
        ...SMALL_ARRAY.data,
        lanes: Math.max(
          1,
          Math.round(SMALL_ARRAY.readOperationsPerSecond * given.rate * given.idleResponseSeconds),
        ),
        idleResponseSeconds: given.idleResponseSeconds,
      };
      const studio: Studio = {
        ...small,
        storage: [
          {
            name: 'hot',
            device: 'custom',
            envelope: {
              ...SMALL_ARRAY,
              readBytesPerSecond: SMALL_ARRAY.readBytesPerSecond * given.bandwidth,
              writeBytesPerSecond: SMALL_ARRAY.writeBytesPerSecond * given.bandwidth,
              readOperationsPerSecond: SMALL_ARRAY.readOperationsPerSecond * given.rate,
              writeOperationsPerSecond: SMALL_ARRAY.writeOperationsPerSecond * given.rate,
              metadataOperationsPerSecond: SMALL_ARRAY.metadataOperationsPerSecond * given.rate,
              metadataIsolated: given.metadataIsolated,
              data: law,
              metadata: law,
            },
          },
        ],
        network: {
          ...small.network,
          roundTripSeconds: given.roundTripSeconds,
          hostBytesPerSecond: small.network.hostBytesPerSecond * given.host,
          coreBytesPerSecond: small.network.coreBytesPerSecond * given.core,
        },
        farms: [{ ...small.farms[0]!, nodes: given.nodes }],
        objectives: [
          {
            text: 'objective',
            metric: `${stage.name}.${metrics[metric % metrics.length]!}`,
            statistic,
            comparison: '<=',
            limit: 1e-9,
            file: 'random.yaml',
            line: 1,
          },
        ],
      };
      return { studio, stage };
    });
}

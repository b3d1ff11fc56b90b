import { expectedArrivals, expectedPhases } from '../../arrivals/expected-arrivals.ts';
import type { Studio } from '../../studio.ts';
import { averaged, ONCE } from '../average.ts';
import type { Workload } from '../stage-kind.ts';
import type { IngestStage } from './definition.ts';

/** Counts the work of a stage in cards. */
export function ingestWorkload(stage: IngestStage, { run }: Pick<Studio, 'run'>): Workload<IngestStage> {
  const units = expectedArrivals(stage.arrivals, run.durationSeconds) * stage.cards;
  return {
    averageUnit: {
      ...stage,
      arrivals: ONCE,
      cards: 1,
      cardsUnscaled: 1,
      bytesPerCard: averaged(stage.bytesPerCard),
    },
    averageUnitSeconds: 1,
    units,
    unitsAtOnce: units,
    arrivals: units,
    clients: 0,
    draws: expectedPhases(stage.arrivals, run.durationSeconds),
    largestUnit: 1,
  };
}

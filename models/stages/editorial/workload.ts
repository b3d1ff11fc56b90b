import { expectedArrivals } from '../../arrivals/expected-arrivals.ts';
import type { Studio } from '../../studio.ts';
import { averaged, boundedMean, largestOf, ONCE } from '../average.ts';
import type { Workload } from '../stage-kind.ts';
import type { EditorialStage } from './definition.ts';

/** Counts the work of a stage in gestures. */
export function editorialWorkload(
  stage: EditorialStage,
  { run }: Pick<Studio, 'run'>,
): Workload<EditorialStage> {
  const { seats, gestures, readsPerGesture, bytesPerRead } = stage;
  const units = expectedArrivals(gestures, run.durationSeconds) * seats;
  const drawn = bytesPerRead.kind === 'constant' ? 0 : Math.max(1, boundedMean(readsPerGesture));
  return {
    averageUnit: {
      ...stage,
      seats: 1,
      gestures: ONCE,
      readsPerGesture: averaged(readsPerGesture),
      bytesPerRead: averaged(bytesPerRead),
    },
    averageUnitSeconds: 1,
    readShape: bytesPerRead,
    units,
    unitsAtOnce: seats,
    arrivals: units,
    clients: seats,
    draws: units * drawn,
    largestUnit: largestOf(readsPerGesture, units),
  };
}

import type { UnfinishedObservations } from '../../models/load-section.ts';
import { lowerBounds } from '../../models/lower-bound.ts';
import type { MeasuredRun } from './measured-run.ts';

/** Metrics of time that lack observations, as operations had no answer or work had no end when the run ended. */
export function unfinishedObservations({ metrics }: MeasuredRun): readonly UnfinishedObservations[] {
  return metrics
    .filter(({ definition, unanswered }) => definition.unit === 'seconds' && unanswered > 0)
    .map(({ name, definition, observations, due, unanswered }) => ({
      metric: name,
      what: definition.source.kind === 'operations' ? 'operations' : 'work',
      due,
      unfinished: unanswered,
      atLeast: lowerBounds(observations.count, unanswered),
    }));
}

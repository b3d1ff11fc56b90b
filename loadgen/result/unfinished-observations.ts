import type { UnfinishedObservations } from '../../models/load-section.ts';
import type { MeasuredMetric, MeasuredRun } from './measured-run.ts';

/**
 * Metrics of time that lack observations, as operations had no answer or work had no end when the run ended. Of metrics of work only
 * those that are observed once for each unit at its end: of a wave as a whole, units say nothing.
 */
export function unfinishedObservations({ metrics }: MeasuredRun): readonly UnfinishedObservations[] {
  return metrics
    .filter((metric) => metric.definition.unit === 'seconds' && metric.unanswered > 0 && countsUnits(metric))
    .map(({ name, definition, due, unanswered }) => ({
      metric: name,
      what: definition.source.kind === 'operations' ? 'operations' : 'work',
      due,
      unfinished: unanswered,
    }));
}

function countsUnits({ definition, observations, due, unanswered }: MeasuredMetric): boolean {
  return (
    definition.source.kind === 'operations' ||
    (observations.count > 0 && observations.count === due - unanswered)
  );
}

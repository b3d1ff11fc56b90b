import { Histogram } from '../../models/histogram.ts';
import type { Outage, OutsideOutages } from '../../models/load-section.ts';
import type { MeasuredRun } from './measured-run.ts';
import { timeSpread } from './time-spread.ts';

/**
 * Response times by metric in the seconds that no outage touched, from its first failure to its recovery: an answer counts where it
 * came. Of durations of work, which may reach over an outage, nothing is said; nor of a run without outages.
 */
export function outsideOutages({ outcome, metrics }: MeasuredRun): readonly OutsideOutages[] {
  const { outages } = outcome;
  if (outages.length === 0) return [];
  return metrics
    .filter(
      ({ definition, observations }) => definition.source.kind === 'operations' && observations.count > 0,
    )
    .map(({ name, seconds }) => {
      const calm = new Histogram();
      for (const [atSeconds, responses] of seconds.entries()) {
        if (responses !== null && !outages.some((outage) => touches(outage, atSeconds)))
          calm.merge(responses);
      }
      return { metric: name, response: timeSpread(calm) };
    });
}

function touches({ firstFailureSeconds, recoveredSeconds }: Outage, atSeconds: number): boolean {
  return firstFailureSeconds < atSeconds + 1 && (recoveredSeconds ?? Number.POSITIVE_INFINITY) >= atSeconds;
}

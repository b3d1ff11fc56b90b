import type { Studio } from '../../models/studio.ts';
import type { ReplicationOutcome } from '../studio/replication.ts';
import { steadinessOf } from './find-steadiness.ts';

/** Days of the first round: the second already begins with what the first left over. */
const FIRST_DAYS = 2;

/** How many days the first round of a studio simulates: one where its day does not repeat. */
export function firstRoundDays({ run }: Studio): number {
  return run.until === undefined ? 1 : Math.min(FIRST_DAYS, run.until.daysMax);
}

/**
 * Returns how many days the next round simulates, from the start: twice as many as the last. Null where the days have
 * become steady or there may be no more of them. All replications together decide that, so they are simulated in
 * rounds. Repeating the earlier days costs less than keeping every replication waiting for the others.
 */
export function nextRoundDays(studio: Studio, outcomes: readonly ReplicationOutcome[]): number | null {
  const { until } = studio.run;
  const steadiness = steadinessOf(studio, outcomes);
  if (until === undefined || steadiness === undefined) return null;
  if (steadiness.kind === 'steady' || steadiness.days >= until.daysMax) return null;
  return Math.min(until.daysMax, 2 * steadiness.days);
}

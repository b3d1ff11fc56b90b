import type { BacklogGrowth } from '../../models/ramp-result.ts';
import type { Studio } from '../../models/studio.ts';
import { failedOf, sum } from '../result/measured-run.ts';
import type { LoadOutcome } from '../run/load-outcome.ts';
import { scheduledOperations } from './scheduled-operations.ts';

/** The first part of a probe, in which a target that was idle has something in reserve, is not looked at. */
const SKIPPED_PART = 0.2;

/**
 * Whether what comes due at times of its own was answered as fast as it came. `studio` is the scenario as it was run; `seconds`,
 * at least 4, the whole seconds for which work arrived. Null where nothing came due in an open loop.
 */
export function backlogGrowth(studio: Studio, outcome: LoadOutcome, seconds: number): BacklogGrowth | null {
  const due = scheduledOperations(studio, outcome.speed, seconds);
  const all = due[seconds]!;
  if (all === 0) return null;
  const done = Array.from({ length: seconds + 1 }, () => 0);
  for (const { atSeconds, tallies } of outcome.seconds) {
    const open = tallies.filter(({ loop }) => loop === 'open');
    const ended = sum(open, (tally) => tally.answered + failedOf(tally));
    for (let at = atSeconds + 1; at <= seconds; at++) done[at]! += ended;
  }
  const first = Math.ceil(SKIPPED_PART * seconds);
  const offered = slope(due.slice(first));
  const answered = slope(done.slice(first));
  const growth = slope(due.map((operations, at) => operations - done[at]!).slice(first));
  return {
    offeredPerSecond: offered.perStep,
    answeredPerSecond: answered.perStep,
    growthPerSecond: growth.perStep,
    growthStandardError: growth.standardError,
    endOperations: Math.max(0, Math.round(all - done[seconds]!)),
  };
}

/** Fits a least-squares line through at least 3 values at equal steps. */
function slope(values: readonly number[]): { readonly perStep: number; readonly standardError: number } {
  const middle = (values.length - 1) / 2;
  const mean = sum(values, (value) => value) / values.length;
  let [products, squares] = [0, 0];
  for (const [step, value] of values.entries()) {
    products += (step - middle) * (value - mean);
    squares += (step - middle) ** 2;
  }
  const perStep = products / squares;
  let residuals = 0;
  for (const [step, value] of values.entries()) {
    residuals += (value - mean - perStep * (step - middle)) ** 2;
  }
  return { perStep, standardError: Math.sqrt(residuals / (values.length - 2) / squares) };
}

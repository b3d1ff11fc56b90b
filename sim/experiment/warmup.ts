import type { RunSettings } from '../../models/studio.ts';
import { mser5 } from '../statistics/mser5.ts';
import type { ReplicationOutcome } from '../studio/replication.ts';

/** A warm-up is looked for in this part of the run: an empty studio fills within it, or the run is too short. */
const SEARCHED_FRACTION = 0.25;

/**
 * The warm-up that MSER-5 finds, in seconds: the transient at the start of the storage services' total utilization,
 * averaged over replications as in Welch's procedure, which takes out the noise that would hide it.
 */
export function foundWarmupSeconds(run: RunSettings, outcomes: readonly ReplicationOutcome[]): number {
  const [first] = outcomes;
  if (first === undefined) return 0;
  const bins = Math.floor((run.durationSeconds * SEARCHED_FRACTION) / first.binSeconds);
  const total = new Float64Array(bins);
  for (const { series } of outcomes) {
    for (const { name, group, values } of series) {
      const isService = name.startsWith('storage.') || name.startsWith('metadata.');
      if (group !== 'utilization' || !isService) continue;
      for (let bin = 0; bin < bins; bin++) total[bin] = total[bin]! + values[bin]! / outcomes.length;
    }
  }
  return mser5(Array.from(total)).truncated * first.binSeconds;
}

import type { RunSettings } from '../../models/studio.ts';
import { mser5 } from '../statistics/mser5.ts';
import type { ReplicationOutcome } from '../studio/replication.ts';

/** A warm-up is looked for in this part of the run: an empty studio fills within it, or the run is too short. */
const SEARCHED_FRACTION = 0.25;

export type FoundWarmup =
  | { readonly kind: 'found'; readonly seconds: number }
  /** The load varies so much by itself that no transient can be told from it. */
  | { readonly kind: 'unsettled' };

/**
 * The warm-up that MSER-5 finds: the transient at the start of the storage services' total utilization, averaged over
 * replications as in Welch's procedure, which takes out the noise that would hide it.
 */
export function findWarmup(run: RunSettings, outcomes: readonly ReplicationOutcome[]): FoundWarmup {
  const binSeconds = outcomes[0]!.binSeconds;
  const bins = Math.floor((run.durationSeconds * SEARCHED_FRACTION) / binSeconds);
  const total = Array.from<number>({ length: bins }).fill(0);
  for (const { series } of outcomes) {
    for (const { name, group, values } of series) {
      const isService = name.startsWith('storage.') || name.startsWith('metadata.');
      if (group !== 'utilization' || !isService) continue;
      for (let bin = 0; bin < bins; bin++) total[bin] = total[bin]! + values[bin]! / outcomes.length;
    }
  }
  const { truncated, settled } = mser5(total);
  return settled ? { kind: 'found', seconds: truncated * binSeconds } : { kind: 'unsettled' };
}

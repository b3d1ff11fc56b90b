import { kindOf } from '../../models/stages/stage-kinds.ts';
import { mser5 } from '../../models/statistics/mser5.ts';
import type { Studio } from '../../models/studio.ts';
import type { ReplicationOutcome } from '../studio/replication.ts';

/** A warm-up is looked for in this part of the run: an empty studio fills within it, or the run is too short. */
const SEARCHED_FRACTION = 0.25;

export type FoundWarmup =
  | { readonly kind: 'found'; readonly seconds: number }
  /** The load varies so much by itself that no transient can be told from it. */
  | { readonly kind: 'unsettled' };

/**
 * Returns the warm-up that MSER-5 finds: the transient in the number of jobs at the farms that serve a steady stream.
 * The numbers are added up over replications as in Welch's procedure, which removes the noise that would hide it. An
 * empty farm may take hours to fill its queue. Everything else in a studio forgets an empty start within seconds.
 * Changes there over a day are its load: without a steady stream on a farm nothing is left out.
 */
export function findWarmup({ run, stages }: Studio, outcomes: readonly ReplicationOutcome[]): FoundWarmup {
  const names = new Set(
    stages.flatMap((stage) => {
      const { pace, farm } = kindOf(stage).traits(stage);
      return pace === 'steady' && farm !== null ? [`${farm.name}.queue`, `${farm.name}.gpusInUse`] : [];
    }),
  );
  if (names.size === 0) return { kind: 'found', seconds: 0 };
  const binSeconds = outcomes[0]!.binSeconds;
  const bins = Math.floor((run.durationSeconds * SEARCHED_FRACTION) / binSeconds);
  const jobs = Array.from<number>({ length: bins }).fill(0);
  for (const { series } of outcomes) {
    for (const { name, values } of series) {
      if (!names.has(name)) continue;
      for (let bin = 0; bin < bins; bin++) jobs[bin]! += values[bin]!;
    }
  }
  const { truncated, settled } = mser5(jobs);
  return settled ? { kind: 'found', seconds: truncated * binSeconds } : { kind: 'unsettled' };
}

import type { Objective } from '../../models/objective.ts';
import type { EstimatePrecision, Precision } from '../../models/precision.ts';
import { halfWidthShare, isPreciseEnough } from '../../models/statistics/stopping-rule.ts';
import type { Studio } from '../../models/studio.ts';
import { statisticText } from '../../models/verdict.ts';
import type { ReplicationOutcome } from '../studio/replication.ts';
import { replicationValuesOf } from './judge-objectives.ts';
import { ReplicatedRun } from './replicated-run.ts';

/** A statistic that the run is to find out. */
type Sought = Pick<Objective, 'metric' | 'statistic'>;

/**
 * Returns the precision of the replications so far: of the statistics of objectives and policies. Without any it is
 * that of the mean of each metric that was observed. Undefined where no precision was requested.
 */
export function precisionOf(run: ReplicatedRun): Precision | undefined {
  const { precision: target, replications } = run.studio.run;
  if (target === undefined) return undefined;
  const sought = new Map(
    soughtIn(run).map((each) => [`${each.metric} ${statisticText(each.statistic)}`, each]),
  );
  const estimates = [...sought].map(([name, each]): EstimatePrecision => {
    const values = observedValues(each, run);
    const share = halfWidthShare(values);
    return {
      name,
      halfWidthShare: Number.isFinite(share) ? share : null,
      reached: isPreciseEnough(values, target),
    };
  });
  return {
    targetShare: target.halfWidthShare,
    replicationsMin: target.replicationsMin,
    replicationsMax: replications,
    reached: estimates.every(({ reached }) => reached),
    estimates,
  };
}

/** Whether replications are as precise as was asked for; they always are where it was not. */
export function isPrecise(studio: Studio, outcomes: readonly ReplicationOutcome[]): boolean {
  const { precision: target } = studio.run;
  if (target === undefined) return true;
  const run = new ReplicatedRun(studio, outcomes);
  return soughtIn(run).every((sought) => isPreciseEnough(observedValues(sought, run), target));
}

function observedValues(sought: Sought, run: ReplicatedRun): readonly number[] {
  return replicationValuesOf(sought, run).filter((value) => value !== null);
}

function soughtIn(run: ReplicatedRun): readonly Sought[] {
  const { objectives, policies } = run.studio;
  if (objectives.length + policies.length > 0) return [...objectives, ...policies];
  return [...run.metrics()]
    .filter(([, where]) => run.observations(where).some((observations) => observations !== null))
    .map(([metric]) => ({ metric, statistic: { kind: 'mean' } }));
}

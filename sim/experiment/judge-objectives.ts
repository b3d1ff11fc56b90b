import type { Objective } from '../../models/objective.ts';
import { cacheOfMeasure, resourceOfMeasure } from '../../models/resource-names.ts';
import type { MeasurementWindow, ObjectiveResult, Unit } from '../../models/result.ts';
import { estimate, statisticOf } from '../../models/statistics/estimate.ts';
import { judgeObjective } from '../../models/verdict.ts';
import { hitRatesOf } from './cache-results.ts';
import type { ReplicatedRun } from './replicated-run.ts';

/** Judges one objective or headroom policy. The scenario has been checked, so that its metric exists. */
export function judge(
  objective: Objective,
  kind: ObjectiveResult['kind'],
  run: ReplicatedRun,
): ObjectiveResult {
  const { unit, window, replicationValues, unfinished } = valuesOf(objective, run);
  const count = replicationValues.filter((each) => each !== null).length;
  const estimated = estimate(replicationValues, unit);
  return judgeObjective(objective, kind, {
    ...estimated,
    unit,
    window,
    replicationValues,
    count,
    unfinished,
  });
}

interface ReplicationValues {
  readonly unit: Unit;
  readonly window: MeasurementWindow;
  readonly replicationValues: readonly (number | null)[];
  /** Whether each replication left work of the stage unfinished, which makes every time of it longer than was seen. */
  readonly unfinished: readonly boolean[];
}

/** A statistic of a metric or of a utilization in each replication, in order; null where nothing was observed. */
export function replicationValuesOf(
  sought: Pick<Objective, 'metric' | 'statistic'>,
  run: ReplicatedRun,
): readonly (number | null)[] {
  return valuesOf(sought, run).replicationValues;
}

function valuesOf(
  { metric, statistic }: Pick<Objective, 'metric' | 'statistic'>,
  run: ReplicatedRun,
): ReplicationValues {
  const resource = resourceOfMeasure(metric);
  if (resource !== undefined) {
    const replicationValues = run
      .utilizations(run.resource(resource).name)
      .map((utilization) => utilization.statistic(statistic));
    const window = run.utilizationWindow(statistic);
    return { unit: 'fraction', window, replicationValues, unfinished: replicationValues.map(() => false) };
  }
  const cache = cacheOfMeasure(metric);
  if (cache !== undefined) {
    const replicationValues = hitRatesOf(cache, run.outcomes);
    const window = run.utilizationWindow({ kind: 'max' });
    return { unit: 'fraction', window, replicationValues, unfinished: replicationValues.map(() => false) };
  }
  for (const [name, where] of run.metrics()) {
    if (name !== metric) continue;
    const replicationValues = run
      .observations(where)
      .map((observations) => (observations === null ? null : statisticOf(observations, statistic)));
    return {
      unit: where.definition.unit,
      window: run.windowOf(where.stage),
      replicationValues,
      unfinished: run.unfinished(where.stage.name),
    };
  }
  throw new Error(`objective on a metric that no stage yields: ${metric}`);
}

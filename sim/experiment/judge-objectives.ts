import type { Objective, Statistic } from '../../models/objective.ts';
import type { Certainty, Interval, ObjectiveResult, Unit } from '../../models/result.ts';
import { estimate, statisticOf } from './metric-result.ts';
import type { ReplicatedRun } from './replicated-run.ts';

const UTILIZATION_SUFFIX = ' utilization';

/** Judges one objective or headroom policy. The scenario has been checked, so that its metric exists. */
export function judge(
  objective: Objective,
  kind: ObjectiveResult['kind'],
  run: ReplicatedRun,
): ObjectiveResult {
  const { unit, replicationValues, unfinished } = valuesOf(objective, run);
  const { value, ci95 } = estimate(replicationValues, unit);
  const met = value !== null && !unfinished && holds(value, objective);
  return {
    text: objective.text,
    metric: objective.metric,
    statistic: statisticText(objective.statistic),
    comparison: objective.comparison,
    unit,
    limit: objective.limit,
    value,
    ci95,
    replicationValues,
    met,
    margin: value === null ? null : margin(value, objective),
    certainty: certainty(value, ci95, objective, unfinished),
    count: replicationValues.filter((each) => each !== null).length,
    kind,
    file: objective.file,
    line: objective.line,
  };
}

/** How a statistic is written: "mean", "p99", "p99.9", "max", "min", "peak". */
export function statisticText(statistic: Statistic): string {
  return statistic.kind === 'percentile'
    ? `p${Number((statistic.fraction * 100).toFixed(6))}`
    : statistic.kind;
}

interface ReplicationValues {
  readonly unit: Unit;
  readonly replicationValues: readonly (number | null)[];
  /** Whether work of the stage was left unfinished, which makes every time of it longer than was seen. */
  readonly unfinished: boolean;
}

function valuesOf({ metric, statistic }: Objective, run: ReplicatedRun): ReplicationValues {
  if (metric.endsWith(UTILIZATION_SUFFIX)) {
    const resource = run.answering(metric.slice(0, -UTILIZATION_SUFFIX.length));
    const replicationValues = run
      .utilizations(resource)
      .map((utilization) => utilization.statistic(statistic));
    return { unit: 'fraction', replicationValues, unfinished: false };
  }
  for (const [name, where] of run.metrics()) {
    if (name !== metric) continue;
    const replicationValues = run
      .observations(where)
      .map((observations) => (observations === null ? null : statisticOf(observations, statistic)));
    const left = run.stageMean(where.stage.name, ({ totals }) => totals.arrived - totals.finished);
    return { unit: where.definition.unit, replicationValues, unfinished: left > 0 };
  }
  throw new Error(`objective on a metric that no stage yields: ${metric}`);
}

function holds(value: number, { comparison, limit }: Objective): boolean {
  return comparison === '<=' ? value <= limit : value >= limit;
}

/** How far the value may move before the objective fails, as a fraction of the limit; null for a limit of zero. */
function margin(value: number, { comparison, limit }: Objective): number | null {
  if (limit === 0) return null;
  return (comparison === '<=' ? limit - value : value - limit) / limit;
}

function certainty(
  value: number | null,
  ci95: Interval,
  objective: Objective,
  unfinished: boolean,
): Certainty {
  if (value === null) return 'unknown';
  if (unfinished) return objective.comparison === '<=' ? 'certain' : 'unknown';
  if (ci95 === null) return 'single replication';
  return holds(ci95[0], objective) === holds(ci95[1], objective) ? 'certain' : 'too close to call';
}

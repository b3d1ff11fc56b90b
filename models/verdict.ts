/** The verdict on one objective or headroom policy, from what a run says of its statistic, simulated or measured. */

import type { Objective, Statistic } from './objective.ts';
import type { Certainty, Interval, ObjectiveResult, ResultDocument, Unit } from './result.ts';

/** What a run says of the statistic of an objective. */
export interface Evidence {
  readonly unit: Unit;
  /** Null where nothing was observed. */
  readonly value: number | null;
  readonly ci95: Interval;
  /** The statistic in each replication, in order; null where nothing was observed. */
  readonly replicationValues: readonly (number | null)[];
  /** Replications, or observations of a single run, behind the value. */
  readonly count: number;
  /** Whether work was left without an end, which makes every time of it longer than was seen. */
  readonly unfinished: boolean;
  /** Why this run cannot answer, in a sentence; absent where it can. Nothing is claimed then, whatever the value. */
  readonly unjudged?: string;
}

/** Judges one objective or headroom policy. */
export function judgeObjective(
  objective: Objective,
  kind: ObjectiveResult['kind'],
  evidence: Evidence,
): ObjectiveResult {
  const { unit, value, ci95, replicationValues, count, unfinished, unjudged } = evidence;
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
    met: value !== null && !unfinished && unjudged === undefined && holds(value, objective),
    margin: value === null ? null : margin(value, objective),
    certainty: certainty(evidence, objective),
    count,
    kind,
    file: objective.file,
    line: objective.line,
    ...(unjudged === undefined ? {} : { unjudged }),
    ...(unfinished ? { unfinished } : {}),
  };
}

/** How a statistic is written: "mean", "p99", "p99.9", "max", "min", "peak". */
export function statisticText(statistic: Statistic): string {
  return statistic.kind === 'percentile'
    ? `p${Number((statistic.fraction * 100).toFixed(6))}`
    : statistic.kind;
}

type Limit = Pick<Objective, 'comparison' | 'limit'>;

export function holds(value: number, { comparison, limit }: Limit): boolean {
  return comparison === '<=' ? value <= limit : value >= limit;
}

/** How far the value may move before the objective fails, as a fraction of the limit; null for a limit of zero. */
export function margin(value: number, { comparison, limit }: Limit): number | null {
  if (limit === 0) return null;
  return (comparison === '<=' ? limit - value : value - limit) / limit;
}

function certainty({ value, ci95, unfinished, unjudged }: Evidence, objective: Objective): Certainty {
  if (unjudged !== undefined) return 'unknown';
  if (unfinished) return objective.comparison === '<=' ? 'certain' : 'unknown';
  if (value === null) return 'unknown';
  if (ci95 === null) return 'single replication';
  return holds(ci95[0], objective) === holds(ci95[1], objective) ? 'certain' : 'too close to call';
}

/**
 * Whether a result passes, as the exit code says: every objective and policy is met. What a run against a real target cannot
 * see at all, a headroom policy, does not count; a run whose limit was the generator, or that found wrong data, never passes.
 */
export function passes({ objectives, load }: ResultDocument): boolean {
  if (load !== undefined && (!load.generator.valid || load.integrity.regions > 0)) return false;
  return objectives.every((objective) => objective.met || isOutOfSight(objective));
}

/** A headroom policy that this kind of run cannot judge. */
export function isOutOfSight({ kind, unjudged }: ObjectiveResult): boolean {
  return kind === 'policy' && unjudged !== undefined;
}

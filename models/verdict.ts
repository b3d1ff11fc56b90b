/** The verdict on one objective or headroom policy, from what a run says of its statistic, simulated or measured. */

import type { Objective, Statistic } from './objective.ts';
import type {
  Certainty,
  Interval,
  MeasurementWindow,
  ObjectiveResult,
  ReplicationShare,
  ResultDocument,
  Unit,
} from './result.ts';
import { signsDecide } from './statistics/sign-test.ts';
import { formatQuantity } from './units.ts';

/** Evidence of a run about the statistic of an objective. */
export interface Evidence {
  readonly unit: Unit;
  /** Null where nothing was observed. */
  readonly value: number | null;
  readonly ci95: Interval;
  readonly window: MeasurementWindow;
  /** The statistic in each replication, in order; null where nothing was observed. */
  readonly replicationValues: readonly (number | null)[];
  /** Replications, or observations of a single run, behind the value. */
  readonly count: number;
  /** Whether each replication left work without an end, which makes every time of it longer than was seen; in their order. */
  readonly unfinished: readonly boolean[];
  /** Why this run cannot answer, in a sentence; absent where it can. Nothing is claimed then, whatever the value. */
  readonly unjudged?: string;
}

/**
 * Judges one objective or headroom policy. It asks whether the mean over replications keeps the limit, and whether most
 * replications do. A replication misses where its own value breaks the limit, or where it left work unfinished.
 *
 * It is **met** where the mean keeps the limit, more than half of the replications do, and no work was left unfinished.
 *
 * The mean is certain where its 95% interval lies on one side of the limit. The count is certain where a sign test at
 * 95% says on which side most replications lie (see `signsDecide`). From these follows the **certainty**:
 *
 * - All replications agree: the verdict is theirs, even if the interval crosses the limit because of their spread on
 *   one side. It is `certain` where the mean or the count is; otherwise they are too few (`few replications`).
 * - They disagree: a miss is `certain` where the mean or the count is, as either alone breaks the objective. That it is
 *   met is certain where both are. All else is `too close to call`.
 * - There is one only, such as a load run, whose interval comes from its sections: the interval alone decides. It is
 *   `single replication` where there is none.
 * - All of them left work unfinished: an upper limit is missed for certain. A lower limit is `unknown` where any did.
 *
 * So a mean that a few replications have exploded, or an interval as wide as theirs, does not override nearly all
 * others.
 */
export function judgeObjective(
  objective: Objective,
  kind: ObjectiveResult['kind'],
  evidence: Evidence,
): ObjectiveResult {
  const { unit, value, ci95, window, replicationValues, count, unfinished, unjudged } = evidence;
  const left = unfinished.includes(true);
  const missedIn = unjudged === undefined ? missesOf(evidence, objective) : null;
  const met = value !== null && !left && unjudged === undefined && keepsLimit(value, missedIn, objective);
  return {
    text: objective.text,
    metric: objective.metric,
    statistic: statisticText(objective.statistic),
    comparison: objective.comparison,
    unit,
    limit: objective.limit,
    value,
    ci95,
    window,
    replicationValues,
    ...(missedIn === null ? {} : { missedIn }),
    met,
    margin: value === null ? null : margin(value, objective),
    certainty: certaintyOf(evidence, objective, missedIn, met),
    count,
    kind,
    file: objective.file,
    line: objective.line,
    ...(unjudged === undefined ? {} : { unjudged }),
    ...(left ? { unfinished: true } : {}),
  };
}

/** How a statistic is written: "mean", "p99", "p99.9", "max", "min", "peak(10s)". */
export function statisticText(statistic: Statistic): string {
  switch (statistic.kind) {
    case 'percentile':
      return `p${Number((statistic.fraction * 100).toFixed(6))}`;
    case 'peak':
      return `peak(${formatQuantity(statistic.windowSeconds, 'seconds').replaceAll(' ', '')})`;
    case 'mean':
    case 'max':
    case 'min':
      return statistic.kind;
  }
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

/** How many replications miss, of those that say anything; null where there are fewer than two, which have nothing to count. */
function missesOf(
  { replicationValues, unfinished }: Evidence,
  objective: Objective,
): ReplicationShare | null {
  const missed = replicationValues.flatMap((value, replication) => {
    if (unfinished[replication] === true) return [true];
    return value === null ? [] : [!holds(value, objective)];
  });
  if (missed.length < 2) return null;
  return { replications: missed.filter(Boolean).length, of: missed.length };
}

function keepsLimit(value: number, missedIn: ReplicationShare | null, objective: Objective): boolean {
  // The mean of values that all keep the limit keeps it too, but for rounding.
  if (missedIn?.replications === 0) return true;
  const mostDo = missedIn === null || 2 * missedIn.replications < missedIn.of;
  return mostDo && holds(value, objective);
}

function certaintyOf(
  { value, ci95, unfinished, unjudged }: Evidence,
  objective: Objective,
  missedIn: ReplicationShare | null,
  met: boolean,
): Certainty {
  if (unjudged !== undefined) return 'unknown';
  if (unfinished.includes(true)) {
    if (objective.comparison === '>=') return 'unknown';
    if (!unfinished.includes(false)) return 'certain';
  }
  if (missedIn === null) {
    if (value === null) return 'unknown';
    if (ci95 === null) return 'single replication';
    return sideOf(ci95, objective) === null ? 'too close to call' : 'certain';
  }
  const byMean = ci95 === null ? null : sideOf(ci95, objective);
  const byCount = majorityOf(missedIn);
  const disagree = missedIn.replications > 0 && missedIn.replications < missedIn.of;
  if (!disagree) return byMean === met || byCount === met ? 'certain' : 'few replications';
  const certain = met ? byMean === true && byCount === true : byMean === false || byCount === false;
  return certain ? 'certain' : 'too close to call';
}

/** Whether a whole interval keeps the limit or breaks it; null where it contains the limit. */
function sideOf([low, high]: readonly [number, number], objective: Limit): boolean | null {
  const keeps = holds(low, objective);
  return keeps === holds(high, objective) ? keeps : null;
}

/** Whether most replications keep the limit or break it; null where they are too evenly divided to say. */
function majorityOf({ replications, of }: ReplicationShare): boolean | null {
  if (signsDecide(replications, of)) return false;
  return signsDecide(of - replications, of) ? true : null;
}

/**
 * Tells whether a result passes, as the exit code says: every objective and policy is met, and no backlog grows for
 * ever. Headroom policies, which a run against a real target cannot see, do not count there. A run limited by the
 * generator, or one that found wrong data, never passes.
 */
export function passes({ objectives, load, steadiness }: ResultDocument): boolean {
  if (steadiness?.kind === 'unstable') return false;
  if (load !== undefined && (!load.generator.valid || load.integrity.regions > 0)) return false;
  return objectives.every((objective) => objective.met || isOutOfSight(objective));
}

/** A headroom policy that this kind of run cannot judge. */
export function isOutOfSight({ kind, unjudged }: ObjectiveResult): boolean {
  return kind === 'policy' && unjudged !== undefined;
}

/** Whether one objective is met, missed, or cannot be judged. */
export type Judgement = 'met' | 'missed' | 'unknown';

export function judgement(objective: ObjectiveResult): Judgement {
  if (objective.certainty === 'unknown') return 'unknown';
  return objective.met ? 'met' : 'missed';
}

/**
 * The objective or policy that is nearest to its limit, or farthest beyond it; null where none has been judged. `objectives` may
 * hold some that this run cannot judge.
 */
export function tightestOf(objectives: readonly ObjectiveResult[]): ObjectiveResult | null {
  let tightest: ObjectiveResult | null = null;
  for (const objective of objectives) {
    const known = (objective.value !== null || isUnfinished(objective)) && judgement(objective) !== 'unknown';
    if (known && (tightest === null || standing(objective) < standing(tightest))) tightest = objective;
  }
  return tightest;
}

/**
 * The margin, but never above zero for an objective that is missed whatever its value. A limit of zero has no margin: it is kept
 * exactly, kept by no known share, or missed by any number of times.
 */
function standing(objective: ObjectiveResult): number {
  const { value, limit, margin: share, met } = objective;
  if (isUnfinished(objective)) return Number.NEGATIVE_INFINITY;
  if (share !== null) return met ? share : Math.min(0, share);
  if (!met) return Number.NEGATIVE_INFINITY;
  return value === limit ? 0 : Number.POSITIVE_INFINITY;
}

/** Whether nothing that the objective is about came to its end. */
export function isUnfinished({ value, unfinished }: ObjectiveResult): boolean {
  return value === null && unfinished === true;
}

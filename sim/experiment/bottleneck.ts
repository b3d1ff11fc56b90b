import type { Bottleneck, Cause, ObjectiveResult } from '../../models/result.ts';

/**
 * An objective with the cause of its miss or, where it is met, the largest part of its value; null where that is
 * unknown.
 */
export interface ExplainedObjective {
  readonly objective: ObjectiveResult;
  readonly cause: Cause | null;
}

/** The cause of the limit from above with the least margin, missed ones first; null where none has a cause. */
export function bindingBottleneck(explained: readonly ExplainedObjective[]): Bottleneck | null {
  let tightest: ObjectiveResult | null = null;
  let bottleneck: Bottleneck | null = null;
  for (const { objective, cause } of explained) {
    if (cause === null || objective.comparison === '>=') continue;
    if (tightest !== null && !isTighter(objective, tightest)) continue;
    tightest = objective;
    bottleneck = { resource: cause.resource, why: cause.why, objective: objective.text };
  }
  return bottleneck;
}

function isTighter(one: ObjectiveResult, other: ObjectiveResult): boolean {
  if (one.met !== other.met) return other.met;
  return (one.margin ?? Number.NEGATIVE_INFINITY) < (other.margin ?? Number.NEGATIVE_INFINITY);
}

import type { PairedDifference } from '../../models/comparison.ts';
import type { MetricResult, ObjectiveResult, ResultDocument } from '../../models/result.ts';

/**
 * Returns a difference without what cannot be claimed of it. Where work never ended, times are of the rest, and longer than was
 * seen: they are lower bounds. One that is a lower bound can be higher than the other, never lower; and of two of them nothing
 * is known. So a system that collapsed is not found faster by the little that it finished.
 */
export function boundedDifference(
  difference: PairedDifference,
  base: ResultDocument,
  other: ResultDocument,
): PairedDifference {
  const [isBaseBound, isOtherBound] = [isLowerBound(base, difference), isLowerBound(other, difference)];
  const { verdict } = difference;
  if (!isBaseBound && !isOtherBound) return difference;
  const isKnown = (verdict === 'higher' && !isBaseBound) || (verdict === 'lower' && !isOtherBound);
  return isKnown ? difference : { ...difference, verdict: 'unknown' };
}

function isLowerBound({ objectives, metrics }: ResultDocument, { kind, subject }: PairedDifference): boolean {
  if (kind !== 'metric') {
    return objectives.some((one) => one.kind === kind && one.unfinished === true && isOf(one, subject));
  }
  return metrics.some((metric) => isBound(metric, subject));
}

function isOf({ metric, statistic }: ObjectiveResult, subject: string): boolean {
  return `${metric} ${statistic}` === subject;
}

/** A mean is a lower bound wherever any figure is. */
function isBound({ name, atLeast = [] }: MetricResult, subject: string): boolean {
  if (subject === `${name} mean`) return atLeast.length > 0;
  return atLeast.some((figure) => subject === `${name} ${figure}`);
}

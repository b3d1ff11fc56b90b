/** Bend of a target: how its response times rise with the rate at which it answers, from the seconds of a run. */

import type { LoadSection, ResponseSeries } from '../../models/load-section.ts';
import type { ResultDocument } from '../../models/result.ts';

/** Seconds of one metric by the rate that the target answered in them, all operations together. */
export interface Bend {
  readonly metric: string;
  readonly seconds: readonly BendPoint[];
  /** The median of seconds of like rate, in ascending order of the rate. */
  readonly curve: readonly BendPoint[];
  /** Seconds left out because the target was away in them, or nothing of this metric was answered. */
  readonly leftOut: number;
  readonly finding: BendFinding;
}

export interface BendPoint {
  /** Operations per second. */
  readonly rate: number;
  /** 99th percentile of response time, in seconds. */
  readonly p99: number;
}

/**
 * `too few`: no curve can be drawn. `one rate`: the rate hardly varied. `flat`: no bend up to the highest rate.
 * `bends`: from `at` on response times stay above twice those at low rates. `collapses`: response times are longest
 * where least was answered. The target stalls or is overloaded, so there is no curve.
 */
export type BendFinding =
  | { readonly kind: 'too few' }
  | { readonly kind: 'one rate'; readonly low: number; readonly high: number }
  | { readonly kind: 'flat'; readonly first: BendPoint; readonly last: BendPoint }
  | { readonly kind: 'collapses'; readonly first: BendPoint; readonly quickest: BendPoint }
  | { readonly kind: 'bends'; readonly first: BendPoint; readonly at: BendPoint; readonly last: BendPoint };

const MOST_GROUPS = 12;
const LEAST_SECONDS_PER_GROUP = 3;
const LEAST_GROUPS = 3;
/** A rate that varies by less says nothing of what comes with more. */
const LEAST_RANGE = 1.3;
/** Twice the response time of a quiet target: by then half of it is waiting. */
const BENT = 2;

/**
 * The bends of the metrics that objectives name, where a curve can be drawn; of the one seen most often where none is named.
 * None at all where the generator was the limit: its bend is not the target's.
 */
export function bendsOf({ objectives }: ResultDocument, load: LoadSection): Bend[] {
  if (!load.generator.valid) return [];
  const asked = new Set(objectives.map(({ metric }) => metric));
  const { responses } = load.timeline;
  const named = responses.filter(({ metric }) => asked.has(metric));
  const count = (counts: readonly number[]) => counts.reduce((sum, each) => sum + each, 0);
  const busiest = responses.toSorted((one, other) => count(other.counts) - count(one.counts)).slice(0, 1);
  return (named.length === 0 ? busiest : named)
    .map((series) => bendOf(load, series))
    .filter(({ finding }) => finding.kind !== 'too few');
}

export function bendOf({ timeline, outages }: LoadSection, { metric, p99 }: ResponseSeries): Bend {
  const { answered, binSeconds } = timeline;
  const isAway = (bin: number) =>
    outages.some(
      ({ firstFailureSeconds, recoveredSeconds }) =>
        (bin + 1) * binSeconds > firstFailureSeconds && bin * binSeconds < (recoveredSeconds ?? Infinity),
    );
  const seconds = answered.flatMap((rate, bin): BendPoint[] => {
    const response = p99[bin] ?? null;
    return response === null || isAway(bin) ? [] : [{ rate, p99: response }];
  });
  const curve = curveOf(seconds);
  return { metric, seconds, curve, leftOut: answered.length - seconds.length, finding: findingOf(curve) };
}

/** Seconds sorted by rate, in groups of equal number, each by its medians. */
function curveOf(seconds: readonly BendPoint[]): BendPoint[] {
  const groups = Math.min(MOST_GROUPS, Math.floor(seconds.length / LEAST_SECONDS_PER_GROUP));
  const sorted = seconds.toSorted((one, other) => one.rate - other.rate);
  return Array.from({ length: groups }, (_, group) => {
    const own = sorted.slice(
      Math.floor((group * sorted.length) / groups),
      Math.floor(((group + 1) * sorted.length) / groups),
    );
    return { rate: medianOf(own.map(({ rate }) => rate)), p99: medianOf(own.map(({ p99 }) => p99)) };
  });
}

function findingOf(curve: readonly BendPoint[]): BendFinding {
  const [first, last] = [curve[0], curve.at(-1)];
  if (first === undefined || last === undefined || curve.length < LEAST_GROUPS) return { kind: 'too few' };
  if (last.rate < LEAST_RANGE * first.rate) return { kind: 'one rate', low: first.rate, high: last.rate };
  const quickest = curve.reduce((least, point) => (point.p99 < least.p99 ? point : least));
  if (first.p99 > BENT * quickest.p99) return { kind: 'collapses', first, quickest };
  const lastFlat = curve.findLastIndex(({ p99 }) => p99 <= BENT * first.p99);
  const at = curve[lastFlat + 1];
  return at === undefined ? { kind: 'flat', first, last } : { kind: 'bends', first, at, last };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

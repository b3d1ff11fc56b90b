/** Notes on the precision at which replications were to end. */

import type { EstimatePrecision, Precision } from '../models/precision.ts';
import type { ResultDocument } from '../models/result.ts';
import { formatQuantity } from '../models/units.ts';
import { listed } from './leaders.ts';

/** Estimates that are named before "and 3 more". */
const NAMED_MAX = 3;

/** "every 95% interval within ±5%", "stopped at the limit of 50"; null where the number of replications was given. */
export function precisionClause({ precision }: ResultDocument): string | null {
  if (precision === undefined) return null;
  return precision.reached
    ? `every 95% interval within ${plusMinus(precision.targetShare)}`
    : `stopped at the limit of ${precision.replicationsMax}`;
}

/**
 * Returns caveats on estimates less precise than requested, the least precise first; none where all are precise enough.
 * Example: "Stopped at the limit of 50 replications: overnight.turnaround p95 is still ±9%, where ±5% was requested."
 */
export function precisionCaveats({ precision }: ResultDocument): string[] {
  if (precision === undefined || precision.reached) return [];
  const wide = precision.estimates
    .filter(({ reached }) => !reached)
    .toSorted((a, b) => widthOf(b) - widthOf(a));
  const shortfalls = wide.map((estimate) => shortfall(estimate, precision));
  return [
    `Stopped at the limit of ${precision.replicationsMax} replications: ${listed(shortfalls, NAMED_MAX)}, where ${plusMinus(precision.targetShare)} was requested.`,
  ];
}

function widthOf({ halfWidthShare }: EstimatePrecision): number {
  return halfWidthShare ?? Number.POSITIVE_INFINITY;
}

function shortfall({ name, halfWidthShare }: EstimatePrecision, { targetShare }: Precision): string {
  if (halfWidthShare === null || halfWidthShare <= targetShare) {
    return `${name} was observed in too few of them`;
  }
  const width = plusMinus(halfWidthShare);
  return `${name} is still ${width === plusMinus(targetShare) ? `just above ${width}` : width}`;
}

/** "±5%" */
function plusMinus(share: number): string {
  return `±${formatQuantity(share, 'fraction')}`;
}

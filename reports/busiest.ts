/** Selection of the resources to show where there is no room for all. */

import type { ResourceResult } from '../models/result.ts';

/** The resources with a headroom limit and those that peak highest, at most `most`, in their own order. */
export function busiest(resources: readonly ResourceResult[], most: number): readonly ResourceResult[] {
  const chosen = new Set(resources.toSorted((one, other) => rank(other) - rank(one)).slice(0, most));
  return resources.filter((resource) => chosen.has(resource));
}

function rank({ utilization, headroomLimit }: ResourceResult): number {
  return utilization.peak + (headroomLimit === null ? 0 : 2);
}

/** Whether a headroom policy sets a limit that the peak breaks. */
export function overLimit({ utilization, headroomLimit }: ResourceResult): boolean {
  return headroomLimit !== null && utilization.peak > headroomLimit;
}

/** Sentence on the utilizations of a run, made from their numbers. */

import type { ResourceResult } from '../../models/result.ts';
import { formatQuantity } from '../../models/units.ts';
import { overLimit } from '../busiest.ts';
import { leadersBy, listed } from '../leaders.ts';
import { busiestSpan, saturationText } from '../peak-window.ts';

/** More names than these are only counted. */
const MOST_NAMES = 3;

/**
 * Names the resources whose peak is beyond the limit, or otherwise the busiest ones within it. Resources whose peaks
 * read alike are equally busy. Limits on anything but the peak are not mentioned.
 */
export function utilizationTakeaway(resources: readonly ResourceResult[]): string {
  const over = resources.filter(overLimit);
  if (over.length > 0)
    return `In its ${busiestSpan(resources)} beyond its headroom limit: ${againstLimits(over)}.`;
  const limited = resources.filter(({ headroomLimit }) => headroomLimit !== null);
  const within =
    limited.length > 0
      ? `Within its headroom limit in the ${busiestSpan(resources)}: ${againstLimits(limited)}. `
      : '';
  return within + busiestText(resources);
}

function busiestText(resources: readonly ResourceResult[]): string {
  const leaders = leadersBy(resources, peakOf, percent);
  const [first] = leaders;
  if (first === undefined) return '';
  if (peakOf(first) === 0) return 'Nothing was used.';
  const peak = percent(peakOf(first));
  return leaders.length === 1
    ? `${first.name} is the busiest, with ${peak} in its ${busiestSpan(resources)}${fullText(first)}.`
    : `Equally busy, with ${peak} in their ${busiestSpan(resources)}: ${listed(
        leaders.map(({ name }) => name),
        MOST_NAMES,
      )}.`;
}

/** ", and used in full for 41 s"; nothing for a resource that never was. */
function fullText({ utilization }: ResourceResult): string {
  const { saturatedSeconds = 0 } = utilization;
  return saturatedSeconds === 0 ? '' : `, and used in full for ${saturationText(utilization)}`;
}

function againstLimits(resources: readonly ResourceResult[]): string {
  return resources
    .map((one) => `${one.name} (${percent(peakOf(one))} against ${percent(one.headroomLimit ?? 0)})`)
    .join(', ');
}

function peakOf({ utilization }: ResourceResult): number {
  return utilization.peak;
}

function percent(fraction: number): string {
  return formatQuantity(fraction, 'fraction');
}

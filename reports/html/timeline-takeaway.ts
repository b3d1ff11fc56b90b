/** Sentence on a timeline, made from its numbers. */

import type { Series, Timeline } from '../../models/result.ts';
import { formatQuantity } from '../../models/units.ts';
import { clockTime } from '../clock-time.ts';
import { significant } from '../quantity-scale.ts';
import { meanOf, peakOf } from './peak.ts';

/** More clauses than this are left to the chart. */
const MOST_CLAUSES = 2;

/** Rounding error below which a count of people is zero. */
const NOBODY = 1e-9;

/** The sentence for series of one group: the highest of them, each with its time and what puts it in proportion. */
export function timelineTakeaway(timeline: Timeline, series: readonly Series[]): string {
  const highest = new Set(
    series.toSorted((one, other) => peakOf(other).value - peakOf(one).value).slice(0, MOST_CLAUSES),
  );
  const clauses = series.filter((one) => highest.has(one)).map((one) => clauseOf(timeline, one, series));
  return `${clauses.join('; ')}.`;
}

function clauseOf(timeline: Timeline, series: Series, all: readonly Series[]): string {
  const peak = peakOf(series);
  if (peak.value === 0) return `${series.title}: none`;
  const time = (index: number) => clockTime(timeline.startSecondsOfDay + index * timeline.binSeconds);
  const highest = `${series.title}: at most ${formatQuantity(peak.value, series.unit)} at ${time(peak.index)}`;
  switch (series.group) {
    case 'queue': {
      const drained = drainedAt(series, peak.index);
      if (drained === null) return `${highest}, some still waiting at the end`;
      // A mean over replications that is not zero is somebody in one of them.
      const isEmpty = series.values.slice(drained).every((value) => value < NOBODY);
      return `${highest}, ${isEmpty ? 'none' : 'hardly any'} left by ${time(drained)}`;
    }
    case 'throughput':
    case 'metadata':
    case 'utilization': {
      const mean = meanOf(series.values.slice(0, windowBins(timeline)));
      return `${highest}, ${significant(peak.value / mean)} times its mean of ${formatQuantity(mean, series.unit)}`;
    }
    case 'farm': {
      const hours = hoursOf(timeline, series);
      return `${highest}, ${significant(hours)} GPU-hours in all${shareOfUse(timeline, series, all)}`;
    }
    default:
      return series.group satisfies never;
  }
}

/** Bins in which work arrives; what is still to be finished after them lowers no mean. */
function windowBins({ windowSeconds, binSeconds }: Timeline): number | undefined {
  return windowSeconds === undefined ? undefined : Math.ceil(windowSeconds / binSeconds - 1e-9);
}

/** Also of what outlived the window. */
function hoursOf(timeline: Timeline, { values }: Series): number {
  return (meanOf(values) * values.length * timeline.binSeconds) / 3600;
}

const IN_USE = '.gpusInUse';
const IDLE_ON_STORAGE = '.gpusIdleOnStorage';

/** For GPUs idle on storage: which share that is of the GPU-hours in use on the same farm. */
function shareOfUse(timeline: Timeline, series: Series, all: readonly Series[]): string {
  if (!series.name.endsWith(IDLE_ON_STORAGE)) return '';
  const farm = series.name.slice(0, -IDLE_ON_STORAGE.length);
  const inUse = all.find(({ name }) => name === farm + IN_USE);
  if (inUse === undefined) return '';
  const share = hoursOf(timeline, series) / hoursOf(timeline, inUse);
  return `, ${formatQuantity(share, 'fraction')} of those in use`;
}

/** The first bin after the peak from which nothing is waiting any more, or null when it never comes. */
function drainedAt(series: Series, peakIndex: number): number | null {
  // Less than half an item, on average over replications, is nobody waiting.
  let bin = series.values.length;
  while (bin > peakIndex && (series.values[bin - 1] ?? 0) < 0.5) bin--;
  return bin < series.values.length ? bin : null;
}

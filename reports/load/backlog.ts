/** How far behind a load run fell: operations that had come due and had neither an answer nor a failure. */

import type { LoadSection } from '../../models/load-section.ts';
import { formatQuantity } from '../../models/units.ts';
import { elapsedText } from '../elapsed-text.ts';
import { binText } from './load-facts.ts';

/** The parts of a load section that tell how far behind it fell. */
export interface BacklogSource {
  readonly timeline: Pick<LoadSection['timeline'], 'binSeconds' | 'offered' | 'answered' | 'failed'>;
  readonly elapsedSeconds: number;
  readonly generator: Pick<LoadSection['generator'], 'valid'>;
}

/** A last bin shorter than this part of a bin has rates over a whole one. */
const SHORTEST_PART = 0.5;

/** The largest backlog at the end of any bin, in operations, and the first bin with it; null where there is no timeline. */
export function largestBacklog({ timeline, elapsedSeconds }: BacklogSource) {
  const { binSeconds, offered, answered, failed } = timeline;
  let open = 0;
  let largest: { readonly bin: number; readonly operations: number } | null = null;
  for (const [bin, rate] of offered.entries()) {
    const part = Math.min(binSeconds, elapsedSeconds - bin * binSeconds);
    const width = part < SHORTEST_PART * binSeconds ? binSeconds : part;
    const ended = (answered[bin] ?? 0) + (failed[bin] ?? 0);
    open = Math.max(0, open + (rate - ended) * width);
    if (largest === null || open > largest.operations) largest = { bin, operations: open };
  }
  return largest;
}

/**
 * Whether all was answered as it came due, or when most of it waited. Where the generator did not keep up, what it sent late is no
 * backlog of the target, and none is claimed.
 */
export function backlogSentence(source: BacklogSource): string {
  const { timeline, generator } = source;
  const largest = largestBacklog(source);
  const fault = generator.valid ? '' : ' The generator was the limit, so this says nothing of the target.';
  if (largest === null || timeline.offered.every((rate) => rate === 0)) return `Nothing came due.${fault}`;
  // Rates are rounded to five digits, so sums of many are not exactly whole.
  const count = Math.round(largest.operations);
  if (count === 0) {
    const most = formatQuantity(Math.max(...timeline.offered), 'operations/s');
    const but = timeline.failed.some((rate) => rate > 0) ? ', but for what failed' : '';
    return `Each ${binText(timeline)} had answers to all that came due in it, up to ${most}${but}.${fault}`;
  }
  const rate = (values: readonly number[]) => formatQuantity(values[largest.bin] ?? 0, 'operations/s');
  const subject = generator.valid ? 'The target was furthest behind' : 'Most was open';
  const waiting = `${formatQuantity(count, 'count')} ${count === 1 ? 'operation' : 'operations'} without an answer`;
  return `${subject} at ${elapsedText(largest.bin * timeline.binSeconds)}, with ${waiting}: ${rate(timeline.offered)} came due and ${rate(timeline.answered)} were answered.${fault}`;
}

/** How long a simulation will take on this machine, and on how many of its threads there is memory for it. */

import type { RunCost } from '../sim/cost/run-cost.ts';
import { eventsText, memoryText, timeText } from './cost-text.ts';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';
import { measureSlowness } from './machine-speed.ts';
import { memoryForWorkersBytes } from './pool.ts';

/** Waits below this are not worth telling. */
const LONG_SECONDS = 60;
/** Machines differ in speed by less than this, so that what is shorter by more need not be measured. */
const SLOWEST = 6;

/**
 * As many threads as there is memory for, at most `threads`. Throws a Failure when there is not enough for one; the result
 * is the same with any number of threads.
 */
export function affordableThreads(
  { threadBytes }: RunCost,
  threads: number,
  availableBytes = memoryForWorkersBytes(),
): number {
  if (threadBytes > availableBytes) {
    throw new Failure(
      EXIT.invalid,
      `too costly to simulate here: about ${memoryText(threadBytes)} of memory, and this machine has ${memoryText(availableBytes)} for it`,
      { hint: 'less work, a shorter run or "fidelity: flows" costs less' },
    );
  }
  return Math.min(threads, Math.floor(availableBytes / threadBytes));
}

/** Estimates how long a run takes on this machine, in seconds; null if that is less than a minute. */
export function longWait(
  { seconds, longestSeconds }: RunCost,
  threads: number,
  slowness: () => number = measureSlowness,
): number | null {
  const onReference = Math.max(longestSeconds, seconds / threads);
  if (onReference * SLOWEST < LONG_SECONDS) return null;
  const here = onReference * slowness();
  return here < LONG_SECONDS ? null : here;
}

/** "about 12min on 2 threads, for 3.1 billion events and 800 MB of memory" */
export function waitText(
  expectedSeconds: number,
  { events, programBytes, threadBytes }: RunCost,
  threads: number,
): string {
  const on = threads === 1 ? '1 thread' : `${threads} threads`;
  const memory = memoryText(programBytes + threads * threadBytes);
  return `about ${timeText(expectedSeconds)} on ${on}, for ${eventsText(events)} events and ${memory} of memory`;
}

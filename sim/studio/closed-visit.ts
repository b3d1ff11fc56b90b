import type { RandomStream } from '../../models/random.ts';
import type { ServiceDemand } from './batch-cost.ts';
import type { ClosedVisitor, ClosedWait } from './closed-queue.ts';
import { longestOverMean } from './spread-source.ts';

/**
 * Of the stripes of an operation, those whose waits are independent: neighbours that follow each other around the lanes see
 * much of the same queue. Fitted to operations one by one.
 */
const INDEPENDENT_ALONG = 1 / 4;
const INDEPENDENT_AT_RANDOM = 1 / 2;
const MOST_INDEPENDENT = 3;

/** One batch at one service. */
export interface Visit extends ClosedVisitor {
  requests: number;
  awaySeconds: number;
  /** The same on an idle system. */
  readonly idleAwaySeconds: number;
  readonly demand: ServiceDemand;
  readonly wait: ClosedWait;
}

/** Draws the longest wait of an operation's stripes behind requests that are spread over the lanes. */
export function longestCrowdWait(
  visit: Visit,
  each: number,
  position: number,
  variation: number,
  stream: RandomStream,
): number {
  const { closed } = visit.demand.service;
  let independent = independentStripes(visit.inStep, each);
  let longest = closed.drawCrowd(visit.wait, position, variation);
  for (independent--; independent > 0; independent--) {
    if (independent >= 1 || stream.uniform() < independent) {
      longest = Math.max(longest, closed.drawCrowd(visit.wait, stream.uniform(), variation));
    }
  }
  return longest;
}

/** Mean number of an operation's stripes whose waits are independent. */
export function independentStripes(inStep: number, each: number): number {
  const share = inStep > 0 ? INDEPENDENT_ALONG : INDEPENDENT_AT_RANDOM;
  return Math.min(MOST_INDEPENDENT, 1 + (each - 1) * share);
}

/** Mean wait of an operation behind others, the longest of its stripes' waits. */
export function waitOfStripes(visit: Visit): number {
  const { wait, demand } = visit;
  if (demand.stripes === 1) return wait.crowdSeconds + wait.openSeconds;
  const found = wait.crowdFound / (1 + wait.crowdFound);
  return (
    wait.crowdSeconds * longestOverMean(found, visit.independent) +
    wait.openSeconds * longestOverMean(demand.service.open.waitingProbability, demand.stripes)
  );
}

/** Of the wait in a lane, the share behind requests of the batch itself on the same file. */
export function ownShareOf({ lane, wait, apart }: Visit): number {
  if (lane === null) return 1;
  return wait.laneRequests > 1 ? Math.min(1, Math.max(0, apart - 1) / (wait.laneRequests - 1)) : 0;
}

/** Wait of a request that comes to a lane together with some that are ahead of it. */
export function firstWaitOf({ demand, occupiedSeconds }: Visit, ahead: number): number {
  const { serversPerLane } = demand.service.law;
  return (Math.max(0, ahead - serversPerLane + 1) * occupiedSeconds) / serversPerLane;
}

/** Mean wait of requests that come to a lane all at once. */
export function firstWait(visit: Visit): number {
  const requests = Math.round(visit.together);
  let sum = 0;
  for (let ahead = 0; ahead < requests; ahead++) sum += firstWaitOf(visit, ahead);
  return sum / requests;
}

/** By how many mean services the last of so many requests ends later than the mean of them. */
export function lastBeyondMean(demands: readonly ServiceDemand[], requests: number): number {
  const squaredVariation = Math.max(
    ...demands.map(({ service }) => Math.max(0, 2 * service.law.variability - 1)),
  );
  let harmonicBeyondOne = 0;
  for (let nth = 2; nth <= requests; nth++) harmonicBeyondOne += 1 / nth;
  return Math.sqrt(squaredVariation) * harmonicBeyondOne;
}

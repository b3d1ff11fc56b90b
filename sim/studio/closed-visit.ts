import { firstFileName } from '../../models/enumerate.ts';
import type { RandomStream } from '../../models/random.ts';
import { TRANSFER_BYTES } from '../../models/stages/transfer-size.ts';
import { type ClosedVisitor, type ClosedWait, noWait } from '../world/storage/closed-queue.ts';
import { longestOverMean } from '../world/storage/spread-source.ts';
import type { ServiceDemand } from './batch-cost.ts';
import type { BatchRequest } from './batch-flow.ts';
import { laneKey } from './lane-key.ts';

/**
 * Share of an operation's stripes whose waits are independent: neighbours that follow each other around the lanes see
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

/** Share of a batch's own requests that meet each other all the same once they reach around all lanes and these are busy. Fitted to operations one by one. */
const CATCHING_UP = 0.5;

/** How many requests of a batch are in flight, and whether its client's device spaces them. */
export interface InFlight {
  readonly inFlight: number;
  readonly isSpaced: boolean;
  readonly batch: ClosedVisitor['batch'];
}

/** Finds out how requests in flight meet: in the lane of the only file, with each other on a file, or by chance. */
export function visitOf(
  { work, cost }: BatchRequest,
  demand: ServiceDemand,
  { inFlight, isSpaced, batch: own }: InFlight,
): Visit {
  const { batch } = work;
  const { service, visits, occupiedSeconds, bytesPerVisit: payload } = demand;
  const { lanes } = service.law;
  const files = batch.source?.storage === service.owner ? batch.source : batch.dataset;
  const cycleSeconds = cost.idleResponseSeconds / visits;
  const filesAtOnce = Math.min(inFlight, batch.distinctFiles);
  const sparse = batch.distinctFiles > cost.operations;
  const ofOneFile = sparse ? 1 : inFlight / filesAtOnce;
  // Requests on one transfer's length of a file go to one lane; those behind follow around the lanes, until they meet again.
  const onTransfer = Math.min(ofOneFile, payload > 0 ? TRANSFER_BYTES / payload : Infinity);
  const together = Math.max(1, onTransfer, (ofOneFile * demand.stripes) / lanes);
  const inOneLane =
    lanes === 1 || (batch.distinctFiles === 1 && payload * cost.operations * visits <= TRANSFER_BYTES);
  // Where they are not many beside the lanes, they follow each other and do not meet; many catch up with each other.
  const atOnce = (ofOneFile * demand.stripes) / (lanes * service.law.serversPerLane);
  const inStep = !sparse && payload > 0 && filesAtOnce <= 1 ? 1 - Math.min(1, atOnce) : 0;
  return {
    demand,
    wait: noWait(),
    inFlight: inFlight * demand.stripes,
    requests: inFlight * demand.stripes,
    idleAwaySeconds: Math.max(0, cycleSeconds - occupiedSeconds),
    awaySeconds: Math.max(0, cycleSeconds - occupiedSeconds),
    occupiedSeconds,
    lane: inOneLane ? laneKey(firstFileName(batch, files), 0, 1) % lanes : null,
    together: isSpaced ? 1 : together,
    apart: ofOneFile * demand.stripes,
    meeting: atOnce < 1 ? CATCHING_UP * atOnce ** 2 : 0,
    inStep,
    independent: independentStripes(inStep, demand.stripes),
    batch: own,
    later: null,
    earlier: null,
  };
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

/** Returns the share of the wait in a lane behind requests of the batch itself on the same file. */
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

/** Returns the share of a batch's operations that come to a lane all at once: the requests with which it begins. */
export function firstShareOf({ together }: Visit, inFlight: number, operations: number): number {
  return together > 1 ? Math.min(1, inFlight / operations) : 0;
}

/** Returns the mean wait of a request in its lane. Those with which a batch begins come all at once: they find fewer of their own than later ones. */
export function meanLaneWait(visit: Visit, inFlight: number, operations: number): number {
  const { wait, together } = visit;
  if (wait.laneSeconds <= 0 && together <= 1) return 0;
  const firstShare = firstShareOf(visit, inFlight, operations);
  const others =
    (wait.laneSeconds * Math.max(0, wait.laneRequests - together)) / Math.max(1, wait.laneRequests - 1);
  return firstShare * (firstWait(visit) + others) + (1 - firstShare) * wait.laneSeconds;
}

/** Returns by how many mean services the last of `requests` ends later than the mean of them. */
export function lastBeyondMean(demands: readonly ServiceDemand[], requests: number): number {
  let squaredVariation = 0;
  for (const { service } of demands) {
    squaredVariation = Math.max(squaredVariation, 2 * service.law.variability - 1);
  }
  let harmonicBeyondOne = 0;
  for (let nth = 2; nth <= requests; nth++) harmonicBeyondOne += 1 / nth;
  return Math.sqrt(squaredVariation) * harmonicBeyondOne;
}

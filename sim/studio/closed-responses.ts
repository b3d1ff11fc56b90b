import type { OperationBatch, OperationKind } from '../../models/operations.ts';
import type { Hop } from '../world/path/hop.ts';
import type { FlowService } from '../world/storage/flow-service.ts';
import { operationCost } from './batch-cost.ts';
import type { BatchRequest } from './batch-flow.ts';
import { firstShareOf, firstWaitOf, longestCrowdWait, ownShareOf, type Visit } from './closed-visit.ts';
import { type Held, heldAmong } from './held-operations.ts';
import { longestOpenWait } from './open-batch-flow.ts';
import type { Observations } from './recorder.ts';
import { EvenPoints, operationsOfStratum, strataFor } from './strata.ts';

/** Source of the draws of the kind that is being recorded. */
const points = new EvenPoints();

/** How a part of a closed batch went, during which the batches beside it stayed the same. */
export interface ClosedPart {
  readonly visits: readonly Visit[];
  readonly inFlight: number;
  /** Mean wait for the client's own NIC, and how long an operation takes at least where the NIC is what it waits for. */
  readonly nicSeconds: number;
  readonly nicFloorSeconds: number;
  /** The shares of the batch at which the part begins and ends. */
  readonly fromShare: number;
  readonly toShare: number;
  /** Delay of each operation beside its queues, and the resource that causes it. */
  readonly lateSeconds: number;
  readonly lateFor: string;
  /** Operations that stood still before. */
  readonly held: Held;
}

/** Returns how many operations of a kind there are between two shares of a batch. */
export function newlyPerformed(
  { counts }: OperationBatch,
  kind: OperationKind,
  fromShare: number,
  toShare: number,
): number {
  const total = counts[kind] ?? 0;
  return Math.floor(toShare * total + 1e-9) - Math.floor(fromShare * total + 1e-9);
}

/** Records the response times of the operations of a part of a batch, for the metrics that take them. */
export function recordResponses(request: BatchRequest, part: ClosedPart): void {
  const { work, recorder, path } = request;
  const { fromShare, toShare, lateFor } = part;
  for (const { kinds, observations } of recorder.metricsOfStep(work.step)) {
    for (const kind of kinds) {
      const count = newlyPerformed(work.batch, kind, fromShare, toShare);
      let reached = 0;
      let dealt = 0;
      for (const { hop, share } of path.legsOf(kind)) {
        reached += share;
        const operations = Math.round(count * reached) - dealt;
        dealt += operations;
        if (operations === 0) continue;
        if (observations.compositions !== null) {
          const { slowest: sentOver } = hop.way;
          recorder.ledger?.choose({ service: hop.service.group, sentOver, crowdedLink: sentOver, lateFor });
        }
        recordKind(request, part, observations, kind, hop, operations);
      }
    }
  }
}

/** Draws response times of one kind: travel, a service that varies, and waits behind open arrivals, other loops and its own. */
function recordKind(
  { work, recorder, model, cost, memory }: BatchRequest,
  { visits, inFlight, nicSeconds, nicFloorSeconds, lateSeconds, held }: ClosedPart,
  observations: Observations,
  kind: OperationKind,
  hop: Hop<FlowService>,
  count: number,
): void {
  const { responses, ledger } = recorder;
  const { now } = model.simulation;
  const histogram = observations.histogramAt(now);
  const composition = observations.compositionAt(now);
  const operation = operationCost(work.batch, kind, hop, memory);
  const { service, stripes: each, servedSeconds } = operation;
  const visit = visits.find(({ demand }) => demand.service === service)!;
  const { wait } = visit;
  const { closed, open } = service;
  const fixedSeconds = operation.travelSeconds + nicSeconds;
  const firstShare = firstShareOf(visit, inFlight, cost.operations);
  const others =
    wait.laneRequests > 1 ? Math.max(0, wait.laneRequests - visit.together) / (wait.laneRequests - 1) : 0;
  closed.prepare(wait);
  const { meanWorkSeconds } = open;
  const openScale = meanWorkSeconds > 0 ? wait.openSeconds / meanWorkSeconds : 0;
  const ownShare = ownShareOf(visit);
  const strata = strataFor(count, recorder.leastDraws);
  if (ledger !== null) {
    ledger.roundTrip = hop.latencySeconds;
    ledger.sent = fixedSeconds - nicSeconds - ledger.roundTrip;
  }
  points.restart(responses);
  let heldLeft = heldAmong(held, kind, count);
  for (let stratum = 0; stratum < strata; stratum++) {
    const variation = service.variation.at(points.at(stratum, 0));
    const variationAhead = service.variation.at(points.at(stratum, 1));
    const position = points.at(stratum, 2);
    let waited = openScale * longestOpenWait(open, open.history.latest, each, responses);
    waited += longestCrowdWait(visit, each, position, variationAhead, responses);
    let inLane: number;
    if (firstShare > 0 && stratum < firstShare * strata) {
      inLane = firstWaitOf(visit, Math.floor(position * visit.together));
      inLane += others * closed.drawLane(wait, responses.uniform(), variationAhead);
    } else {
      inLane = closed.drawLane(wait, position, variationAhead);
    }
    const served = (servedSeconds * variation) / service.freeSpeed;
    const alone = fixedSeconds + served + waited + inLane;
    const response = Math.max(alone, nicFloorSeconds) + lateSeconds;
    const times = operationsOfStratum(stratum, strata, count);
    const heldTimes = Math.min(times, heldLeft);
    heldLeft -= heldTimes;
    if (heldTimes > 0) histogram.recordMany(response + held.seconds, heldTimes);
    if (heldTimes < times) histogram.recordMany(response, times - heldTimes);
    if (ledger === null || composition === null) continue;
    ledger.served = served;
    ledger.behindOwn = ownShare * inLane;
    ledger.waited = waited + inLane - ledger.behindOwn;
    ledger.crowded = nicSeconds + Math.max(0, nicFloorSeconds - alone);
    ledger.late = lateSeconds + held.seconds;
    if (heldTimes > 0) ledger.record(composition, response + held.seconds, heldTimes);
    ledger.late = lateSeconds;
    if (heldTimes < times) ledger.record(composition, response, times - heldTimes);
  }
}

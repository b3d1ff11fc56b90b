import { OPERATION_KINDS, type OperationKind } from '../../models/operations.ts';
import type { FlowOutcome } from '../kernel/fluid.ts';
import type { Hop } from '../world/path/hop.ts';
import type { FlowService } from '../world/storage/flow-service.ts';
import type { BatchAccount } from './batch-account.ts';
import { freeResponseSeconds, operationCost, type ServiceDemand, standsStill } from './batch-cost.ts';
import { BatchFlow, type BatchRequest } from './batch-flow.ts';
import { accountOf, closeAccount } from './closed-batch-account.ts';
import {
  firstWait,
  firstWaitOf,
  lastBeyondMean,
  longestCrowdWait,
  ownShareOf,
  type Visit,
  visitOf,
  waitOfStripes,
} from './closed-visit.ts';
import { type Held, HeldOperations } from './held-operations.ts';
import { nicWait } from './nic-wait.ts';
import { longestOpenWait } from './open-batch-flow.ts';
import type { Observations } from './recorder.ts';
import { EvenPoints, operationsOfStratum, strataFor } from './strata.ts';

/** Source of the draws of the part that is being recorded. */
const points = new EvenPoints();

/** How long a batch takes, and a single of its operations on average. */
interface Pace {
  readonly responseSeconds: number;
  readonly seconds: number;
}

/** Delays of operations beside their queues, in seconds each: all of a part of a batch, or a share of it. */
interface Delays {
  readonly lateSeconds: number;
  readonly held: Held;
}

/** A batch of a client that keeps requests in flight and sends the next when one returns: it goes as fast as it is answered. */
export class ClosedBatchFlow extends BatchFlow {
  /** Requests in flight: fewer than there may be when the client's own device limits them, or there are fewer operations. */
  readonly #inFlight: number;
  readonly #byDevice: number;
  readonly #outstanding: number;
  /** Whether its client's own device leaves requests unused, so that those in flight are spaced. */
  readonly #isSpaced: boolean;
  /** A factor of the batch's own service, by which it differs from the mean as a whole. */
  #variation = 1;
  readonly #visits: Visit[] = [];
  #alone: Pace = { responseSeconds: 0, seconds: 0 };
  /** Visits without the limit of its own device; empty where that leaves no request unused. */
  readonly #unlimited: Visit[] = [];
  #aloneUnlimited: Pace = { responseSeconds: 0, seconds: 0 };
  /** How long all its operations would take at the latest pace without the limit of its own device. */
  #loopSeconds = 0;
  /** Share of its time alone for which it has fewer requests in flight, as there are no more to send. */
  #emptyingShare = 0;
  /** Mean wait of an operation for its client's own NIC, and how long one takes at least when the NIC is what it waits for. */
  #nicSeconds = 0;
  #nicFloorSeconds = 0;
  /** Mean of what operations wait for the NIC, whichever of the two applies. */
  #crowdedSeconds = 0;
  /** Account of its time; null where no objective asks for it. */
  #account: BatchAccount | null = null;
  readonly #held = new HeldOperations();
  /** Up to which share and time its operations have been recorded. */
  #recordedShare = 0;
  #recordedSeconds = 0;

  constructor(request: BatchRequest, outstanding: number) {
    const { cost, work } = request;
    const byDevice = work.batch.clientBytesPerSecond / cost.bytesPerOperation;
    const isSpaced = byDevice * cost.idleResponseSeconds < Math.min(outstanding, cost.operations);
    const rateCap = Math.min(byDevice, outstanding / cost.idleResponseSeconds);
    const inFlight = Math.min(cost.operations, rateCap * cost.idleResponseSeconds);
    super(request, { rateCap, weight: inFlight });
    this.#inFlight = inFlight;
    this.#byDevice = byDevice;
    this.#outstanding = outstanding;
    this.#isSpaced = isSpaced;
  }

  protected enter(): void {
    const { demands } = this.request.cost;
    this.#recordedSeconds = this.startSeconds;
    this.#account = accountOf(this.request, this.startSeconds);
    const { recorder, origin } = this.request;
    this.#variation = demands[0]!.service.variation.at(recorder.chanceOfBatch(origin));
    for (const demand of demands) {
      if (this.#isSpaced) this.#unlimited.push(this.#visitOf(demand, this.#most));
      this.#visits.push(this.#visitOf(demand, this.#inFlight));
    }
    if (this.#unlimited.length > 0) this.#aloneUnlimited = this.#paceAlone(this.#unlimited, this.#most);
    this.#alone = this.#paceAlone(this.#visits, this.#inFlight);
    const fullSeconds = (this.request.cost.operations / this.#inFlight) * this.#alone.responseSeconds;
    this.#emptyingShare = 1 - fullSeconds / this.#alone.seconds;
    for (const visit of this.#visits) {
      const { service, stripes: each, visits } = visit.demand;
      // What waits for something else, its client's NIC, is away from here.
      const elsewhere =
        this.#alone.responseSeconds -
        this.#freeResponseSeconds -
        visits * this.#meanLaneWait(visit, this.#inFlight);
      visit.awaySeconds += Math.max(0, elsewhere) / visits;
      visit.requests =
        (each * this.request.cost.operations * this.#alone.responseSeconds) / this.#alone.seconds;
      service.open.advance(this.startSeconds);
      service.closed.join(visit);
    }
    this.#adapt();
  }

  protected leave(): void {
    for (const visit of this.#visits) visit.demand.service.closed.leave(visit);
  }

  protected record({ bottleneck, seconds }: FlowOutcome): void {
    const lostSeconds = this.#recordPart();
    if (this.#account !== null) {
      const unused = this.#most - this.#inFlight;
      closeAccount(this.#account, this.request, { seconds, unused, loopSeconds: this.#loopSeconds });
    }
    if (bottleneck !== undefined && lostSeconds > 0) {
      const { recorder, model } = this.request;
      recorder.lose(model.resources.ofFluid(bottleneck).group, lostSeconds);
    }
  }

  /** The most requests that it may have in flight. */
  get #most(): number {
    return Math.min(this.request.cost.operations, this.#outstanding);
  }

  #visitOf(demand: ServiceDemand, inFlight: number): Visit {
    const isSpaced = this.#isSpaced && inFlight < this.#most;
    return visitOf(this.request, demand, { inFlight, isSpaced, batch: this });
  }

  /** Records its operations until now, because the batches beside it have changed, and goes on at another pace. */
  retime(): void {
    if (!this.isUnderWay) return;
    this.#recordPart();
    this.#adapt();
  }

  /** Records its operations until now; where it stood still, those that were under way have waited all the while. */
  capacityChanges(): void {
    if (!this.isUnderWay) return;
    if (!this.flow.isStalled) {
      this.#recordPart();
      return;
    }
    const { work, path, model } = this.request;
    const { now } = model.simulation;
    const seconds = now - this.#recordedSeconds;
    // A device that left requests unused goes on until none is left; kinds that are answered do so until all that wait are others.
    const operations = Math.min(this.#most, this.#inFlight + this.#byDevice * seconds);
    const kinds = OPERATION_KINDS.filter((kind) => standsStill(work.batch, kind, path));
    this.#held.hold(seconds, operations, kinds);
    this.#recordedSeconds = now;
  }

  capacityChanged(): void {
    if (this.isUnderWay) this.#adapt();
  }

  /**
   * Sets the batch's rate to what the present load allows: as many requests in flight as alone, each for longer. Where
   * its device leaves requests unused, more of them come into flight as they take longer. It is no faster than with all
   * of them and no device.
   */
  #adapt(): void {
    const { operations } = this.request.cost;
    let seconds = 0;
    for (const [place, visit] of this.#unlimited.entries()) {
      // The batch is there as what it is, not as what it would be.
      const { requests, awaySeconds } = this.#visits[place]!;
      Object.assign(visit, { requests, awaySeconds });
      visit.demand.service.closed.measure(visit, visit.wait);
    }
    if (this.#unlimited.length > 0) {
      const response = this.#responseSeconds(this.#unlimited, this.#most);
      seconds = (this.#aloneUnlimited.seconds * response) / this.#aloneUnlimited.responseSeconds;
    }
    for (const visit of this.#visits) visit.demand.service.closed.measure(visit, visit.wait);
    let response = this.#responseSeconds(this.#visits, this.#inFlight);
    if (this.#moveAway(response)) {
      for (const visit of this.#visits) visit.demand.service.closed.measure(visit, visit.wait);
      response = this.#responseSeconds(this.#visits, this.#inFlight);
    }
    const stretched = (this.#alone.seconds * response) / this.#alone.responseSeconds;
    seconds = Math.max(seconds, stretched * (this.#inFlight / this.#most));
    this.#loopSeconds = seconds;
    const rateCap = Math.min(this.#byDevice, operations / seconds);
    this.request.model.fluid.setRateCap(this.flow, rateCap);
  }

  /** Requests that wait for something else are away from a service for so long; returns whether that has changed. */
  #moveAway(responseSeconds: number): boolean {
    let changed = false;
    for (const visit of this.#visits) {
      const { service, visits } = visit.demand;
      const here = visits * (waitOfStripes(visit) + this.#meanLaneWait(visit, this.#inFlight));
      const elsewhere = Math.max(0, responseSeconds - this.#freeResponseSeconds - here);
      const awaySeconds = visit.idleAwaySeconds + elsewhere / visits;
      if (service.closed.moveAway(visit, awaySeconds)) changed = true;
    }
    return changed;
  }

  /** Mean response time of an operation that waits for nothing, with links and services as they are now. */
  get #freeResponseSeconds(): number {
    const { work, cost, path, memory } = this.request;
    return freeResponseSeconds(work.batch, cost, path, memory);
  }

  /** Mean response time of so many requests in flight with the waits that were measured last. */
  #responseSeconds(visits: readonly Visit[], inFlight: number): number {
    const { bytesPerOperation: bytes } = this.request.cost;
    let seconds = this.#freeResponseSeconds;
    for (const visit of visits) {
      seconds += visit.demand.visits * (waitOfStripes(visit) + this.#meanLaneWait(visit, inFlight));
    }
    const transmitSeconds = bytes / this.request.path.way.bytesPerSecond;
    this.#nicSeconds = nicWait(inFlight, transmitSeconds, seconds);
    // Payloads that share the NIC end late, so that only half of what the last operations leave is felt.
    const draining = (inFlight - 1) / (4 * this.request.cost.operations);
    this.#nicFloorSeconds = inFlight * (1 - draining) * transmitSeconds;
    const response = Math.max(seconds + this.#nicSeconds, this.#nicFloorSeconds);
    this.#crowdedSeconds = response - seconds;
    return response;
  }

  /** How long it would take by itself with so many requests, drawn; with the mean response time of its operations then. */
  #paceAlone(visits: readonly Visit[], inFlight: number): Pace {
    const { cost, path } = this.request;
    const { operations, latencySeconds, bytesPerOperation: bytes, demands } = cost;
    for (const visit of visits) visit.demand.service.closed.measureAlone(visit, visit.wait);
    const transmitSeconds = bytes / path.way.bytesPerSecond;
    const rounds = operations / inFlight;
    const responseSeconds = this.#responseSeconds(visits, inFlight);
    const served = this.#freeResponseSeconds - latencySeconds - transmitSeconds;
    let ownSeconds = 0;
    let firstSeconds = 0;
    for (const visit of visits) {
      ownSeconds += visit.demand.visits * this.#meanLaneWait(visit, inFlight);
      if (visit.together > 1) firstSeconds += visit.demand.visits * firstWait(visit);
    }
    // The last of the first requests ends later than the mean, and the last round runs empty.
    const crowded = visits.some(({ together, demand }) => together > demand.service.law.serversPerLane);
    const emptying = crowded ? 0 : served * lastBeyondMean(demands, inFlight);
    const variation = (this.#variation - 1) / Math.sqrt(crowded ? operations : Math.max(1, rounds));
    const seconds =
      rounds * responseSeconds + firstSeconds + emptying + variation * (served + ownSeconds) * rounds;
    return { responseSeconds, seconds: Math.max(seconds, 1e-12) };
  }

  /** The requests with which it begins come all at once: they find fewer of their own than later ones do. */
  #meanLaneWait(visit: Visit, inFlight: number): number {
    const { wait, together } = visit;
    if (wait.laneSeconds <= 0 && together <= 1) return 0;
    const firstShare = this.#firstShare(visit, inFlight);
    const others =
      (wait.laneSeconds * Math.max(0, wait.laneRequests - together)) / Math.max(1, wait.laneRequests - 1);
    return firstShare * (firstWait(visit) + others) + (1 - firstShare) * wait.laneSeconds;
  }

  #firstShare({ together }: Visit, inFlight: number): number {
    return together > 1 ? Math.min(1, inFlight / this.request.cost.operations) : 0;
  }

  /** Records the operations since the last time; returns the seconds by which something else held them up. */
  #recordPart(): number {
    const { work, recorder, model, cost, path } = this.request;
    const { now } = model.simulation;
    const { slowest } = path.way;
    const share = this.share;
    const performed = (share - this.#recordedShare) * cost.operations;
    if (performed <= 0) return 0;
    const elapsedSeconds = now - this.#recordedSeconds;
    const paceSeconds = performed / this.flow.rateCap;
    const lostSeconds = Math.max(0, elapsedSeconds - paceSeconds);
    // While something else is short, the last operations wait for that, and not only for the slowest of their services.
    const heldUp = 1 + (this.#emptyingShare * paceSeconds) / elapsedSeconds;
    const lateSeconds = lostSeconds > 1e-9 * now ? ((this.#inFlight * lostSeconds) / performed) * heldUp : 0;
    const account = this.#account;
    const held = this.#held.take((kind) => this.#newlyPerformed(kind, share));
    const lateFor = account !== null && (lateSeconds > 0 || held.share > 0) ? account.busiest(now) : slowest;
    if (account !== null) {
      if (account.isComposed) account.findPace(share, this.#loopSeconds, now);
      if (lateSeconds > 0) account.spendWaiting(lateFor, lateSeconds * performed);
      if (held.share > 0) account.spendWaiting(lateFor, held.seconds * held.operations);
      account.spendWaiting(slowest, this.#crowdedSeconds * performed);
    }
    for (const { kinds, observations } of recorder.metricsOfStep(work.step)) {
      for (const kind of kinds) {
        const count = this.#newlyPerformed(kind, share);
        let reached = 0;
        let dealt = 0;
        for (const { hop, share: ofKind } of path.legsOf(kind)) {
          reached += ofKind;
          const operations = Math.round(count * reached) - dealt;
          dealt += operations;
          if (operations === 0) continue;
          if (observations.compositions !== null) {
            const { slowest: sentOver } = hop.way;
            recorder.ledger?.choose({ service: hop.service.group, sentOver, crowdedLink: sentOver, lateFor });
          }
          this.#recordKind(observations, kind, hop, operations, { lateSeconds, held });
        }
      }
    }
    for (const visit of this.#visits) {
      const { service, visits } = visit.demand;
      const laneSeconds = this.#meanLaneWait(visit, this.#inFlight);
      const inLane = laneSeconds * visits * performed;
      const waited = waitOfStripes(visit) * visits * performed;
      recorder.lose(service.group, (waited + inLane) / this.#inFlight);
      if (account === null) continue;
      const own = inLane * ownShareOf(visit);
      account.spendWaiting(service.group, waited + inLane - own);
      account.spendBehindOwn(account.ledger.parts.on(service.group).service, own);
    }
    this.#recordedShare = share;
    this.#recordedSeconds = now;
    return lostSeconds;
  }

  /** How many operations of a kind there are up to a share of the batch that have not been recorded. */
  #newlyPerformed(kind: OperationKind, share: number): number {
    const total = this.request.work.batch.counts[kind] ?? 0;
    return Math.floor(share * total + 1e-9) - Math.floor(this.#recordedShare * total + 1e-9);
  }

  #recordKind(
    observations: Observations,
    kind: OperationKind,
    hop: Hop<FlowService>,
    count: number,
    { lateSeconds, held }: Delays,
  ): void {
    const { work, recorder, model, memory } = this.request;
    const { responses, ledger } = recorder;
    const { now } = model.simulation;
    const histogram = observations.histogramAt(now);
    const composition = observations.compositionAt(now);
    const operation = operationCost(work.batch, kind, hop, memory);
    const { service, stripes: each, servedSeconds } = operation;
    const visit = this.#visits.find(({ demand }) => demand.service === service)!;
    const { wait } = visit;
    const { closed, open } = service;
    const fixedSeconds = operation.travelSeconds + this.#nicSeconds;
    const firstShare = this.#firstShare(visit, this.#inFlight);
    const others =
      wait.laneRequests > 1 ? Math.max(0, wait.laneRequests - visit.together) / (wait.laneRequests - 1) : 0;
    closed.prepare(wait);
    const { meanWorkSeconds } = open;
    const openScale = meanWorkSeconds > 0 ? wait.openSeconds / meanWorkSeconds : 0;
    const ownShare = ownShareOf(visit);
    const strata = strataFor(count, recorder.leastDraws);
    if (ledger !== null) {
      ledger.roundTrip = hop.latencySeconds;
      ledger.sent = fixedSeconds - this.#nicSeconds - ledger.roundTrip;
    }
    points.restart(responses);
    let heldLeft = this.#held.countOf(kind, count, held.share);
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
      const response = Math.max(alone, this.#nicFloorSeconds) + lateSeconds;
      const times = operationsOfStratum(stratum, strata, count);
      const heldTimes = Math.min(times, heldLeft);
      heldLeft -= heldTimes;
      if (heldTimes > 0) histogram.recordMany(response + held.seconds, heldTimes);
      if (heldTimes < times) histogram.recordMany(response, times - heldTimes);
      if (ledger === null || composition === null) continue;
      ledger.served = served;
      ledger.behindOwn = ownShare * inLane;
      ledger.waited = waited + inLane - ledger.behindOwn;
      ledger.crowded = this.#nicSeconds + Math.max(0, this.#nicFloorSeconds - alone);
      ledger.late = lateSeconds + held.seconds;
      if (heldTimes > 0) ledger.record(composition, response + held.seconds, heldTimes);
      ledger.late = lateSeconds;
      if (heldTimes < times) ledger.record(composition, response, times - heldTimes);
    }
  }
}

import { OPERATION_KINDS } from '../../models/operations.ts';
import type { FlowOutcome } from '../kernel/fluid.ts';
import type { BatchAccount } from './batch-account.ts';
import { freeResponseSeconds, type ServiceDemand, standsStill } from './batch-cost.ts';
import { BatchFlow, type BatchRequest } from './batch-flow.ts';
import { accountOf, closeAccount } from './closed-batch-account.ts';
import { newlyPerformed, recordResponses } from './closed-responses.ts';
import {
  firstWait,
  lastBeyondMean,
  meanLaneWait,
  ownShareOf,
  type Visit,
  visitOf,
  waitOfStripes,
} from './closed-visit.ts';
import { HeldOperations } from './held-operations.ts';
import { nicWait } from './nic-wait.ts';

/** How long a batch takes, and a single of its operations on average. */
interface Pace {
  readonly responseSeconds: number;
  readonly seconds: number;
}

/** The pace of a batch that has not begun. */
const NO_PACE: Pace = { responseSeconds: 0, seconds: 0 };
const NOTHING: readonly never[] = [];

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
  #visits: readonly Visit[] = NOTHING;
  #alone = NO_PACE;
  /** Visits without the limit of its own device; empty where that leaves no request unused. */
  #unlimited: readonly Visit[] = NOTHING;
  #aloneUnlimited = NO_PACE;
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
    if (this.#isSpaced) this.#unlimited = demands.map((demand) => this.#visitOf(demand, this.#most));
    this.#visits = demands.map((demand) => this.#visitOf(demand, this.#inFlight));
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
        visits * meanLaneWait(visit, this.#inFlight, this.request.cost.operations);
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
    for (let place = 0; place < this.#unlimited.length; place++) {
      // The batch is there as what it is, not as what it would be.
      const visit = this.#unlimited[place]!;
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
      const here =
        visits * (waitOfStripes(visit) + meanLaneWait(visit, this.#inFlight, this.request.cost.operations));
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
    const { wayBytesPerOperation: bytes } = this.request.cost;
    let seconds = this.#freeResponseSeconds;
    for (const visit of visits) {
      seconds +=
        visit.demand.visits *
        (waitOfStripes(visit) + meanLaneWait(visit, inFlight, this.request.cost.operations));
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
    const { operations, latencySeconds, wayBytesPerOperation: bytes, demands } = cost;
    for (const visit of visits) visit.demand.service.closed.measureAlone(visit, visit.wait);
    const transmitSeconds = bytes / path.way.bytesPerSecond;
    const rounds = operations / inFlight;
    const responseSeconds = this.#responseSeconds(visits, inFlight);
    const served = this.#freeResponseSeconds - latencySeconds - transmitSeconds;
    let ownSeconds = 0;
    let firstSeconds = 0;
    for (const visit of visits) {
      ownSeconds += visit.demand.visits * meanLaneWait(visit, inFlight, this.request.cost.operations);
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
    const held = this.#held.take((kind) => newlyPerformed(work.batch, kind, this.#recordedShare, share));
    const lateFor = account !== null && (lateSeconds > 0 || held.share > 0) ? account.busiest(now) : slowest;
    if (account !== null) {
      if (account.isComposed) account.findPace(share, this.#loopSeconds, now);
      if (lateSeconds > 0) account.spendWaiting(lateFor, lateSeconds * performed);
      if (held.share > 0) account.spendWaiting(lateFor, held.seconds * held.operations);
      if (this.#crowdedSeconds > 0) account.spendWaiting(slowest, this.#crowdedSeconds * performed);
    }
    recordResponses(this.request, {
      visits: this.#visits,
      inFlight: this.#inFlight,
      nicSeconds: this.#nicSeconds,
      nicFloorSeconds: this.#nicFloorSeconds,
      fromShare: this.#recordedShare,
      toShare: share,
      lateSeconds,
      lateFor,
      held,
    });
    for (const visit of this.#visits) {
      const { service, visits } = visit.demand;
      const laneSeconds = meanLaneWait(visit, this.#inFlight, this.request.cost.operations);
      const inLane = laneSeconds * visits * performed;
      const waited = waitOfStripes(visit) * visits * performed;
      recorder.lose(service.group, (waited + inLane) / this.#inFlight);
      if (account === null) continue;
      const own = inLane * ownShareOf(visit);
      if (waited + inLane > own) account.spendWaiting(service.group, waited + inLane - own);
      if (own > 0) account.spendBehindOwn(account.ledger.parts.on(service.group).service, own);
    }
    this.#recordedShare = share;
    this.#recordedSeconds = now;
    return lostSeconds;
  }
}

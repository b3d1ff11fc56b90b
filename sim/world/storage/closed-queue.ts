/**
 * Closed loops at the lanes of a service: how long their requests wait for each other.
 *
 * The batches in flight are a closed network whose population changes when a batch begins or ends. Between such moments
 * its response times are those of mean-value analysis: a request finds what would be there without it. Source: M.
 * Reiser and S. S. Lavenberg, Journal of the ACM 27, 1980. Replacing the network by that response at each population is
 * Norton's theorem for queues. It is exact for exponential services and equal lanes. Source: K. M. Chandy, U. Herzog
 * and L. Woo, IBM Journal of Research and Development 19, 1975.
 *
 * Requests on one small file all go to one lane, that of the file (a *fixed* batch). Those on many files or large ones
 * are spread over all lanes. Open arrivals take their share of every lane: closed requests are served by what they
 * leave.
 */

import { variance } from '../../../models/distributions/distribution.ts';
import type { ServiceLaw } from '../../../models/hardware/envelope.ts';
import { serviceVariation } from '../../../models/hardware/storage-law.ts';
import type { RandomStream } from '../../../models/random.ts';
import type { Link } from './chain.ts';
import { Crowd } from './crowd.ts';
import { FiniteSource } from './finite-source.ts';
import type { OpenQueue } from './open-queue.ts';
import { averaged, SpreadSource } from './spread-source.ts';

/** A change of the mean response below this share is not passed on to the batches under way. */
const NOTICEABLE = 0.02;

/** A change of the time for which a batch is away below this share of its cycle is not followed: it costs a second measurement. */
const MOVED = 0.1;

/**
 * Correction for transfers that follow each other around the lanes: they come to a lane more evenly than at random.
 * Their squared variation of arrivals is about 1/2, of which half counts. Fitted to operations one by one.
 */
const IN_STEP = 1 / 4;

/** A closed batch at one service. */
export interface ClosedVisitor extends Link<ClosedVisitor> {
  /** Requests in flight while there are operations left to send, each of its stripes counted. */
  readonly inFlight: number;
  /** The same on average over its life: fewer, as the last operations end one by one. */
  readonly requests: number;
  /** From one visit of a request to the next on an idle system, the visit not counted. */
  awaySeconds: number;
  /** Mean time for which a visit occupies a server. */
  readonly occupiedSeconds: number;
  /** The lane of the only file it works on; null if it is spread over all. */
  readonly lane: number | null;
  /** Its own requests that are in one lane at a time. */
  readonly together: number;
  /** Its own requests that work on one file, stripes counted: they are together or apart by the rule, never by chance. */
  readonly apart: number;
  /** Share of those that meet all the same when the lanes are busy, because some catch up with others. */
  readonly meeting: number;
  /** How far its transfers follow each other around the lanes (1), rather than go to lanes at random (0). */
  readonly inStep: number;
  /** Stripes of an operation whose waits are independent: the operation waits for the longest. */
  readonly independent: number;
  /** To be brought up to now when waits have changed; it asks for its own again. */
  readonly batch: { retime(): void };
}

/** Mean waits of a request of a batch at a service, as long as the batches there stay the same. */
export interface ClosedWait {
  /** Mean wait in its lane behind requests of the lane. */
  laneSeconds: number;
  /** The finite source of the lane that this follows from. */
  laneRequests: number;
  laneAwaySeconds: number;
  laneServiceSeconds: number;
  /** Mean wait behind requests that are spread over the lanes, and how many of them are in a lane. */
  crowdSeconds: number;
  crowdFound: number;
  /** Probability of such a wait at lanes of several servers. Set by `prepare`. */
  crowdProbability: number;
  crowdServiceSeconds: number;
  /** Mean wait behind open arrivals. */
  openSeconds: number;
}

export function noWait(): ClosedWait {
  return {
    laneSeconds: 0,
    laneRequests: 1,
    laneAwaySeconds: 0,
    laneServiceSeconds: 0,
    crowdSeconds: 0,
    crowdFound: 0,
    crowdProbability: 0,
    crowdServiceSeconds: 0,
    openSeconds: 0,
  };
}

export class ClosedQueue {
  readonly #law: ServiceLaw;
  readonly #open: OpenQueue;
  readonly #stream: RandomStream;
  readonly #source = new FiniteSource();
  readonly #squaredVariation: number;
  readonly #spread = new Crowd();
  /** The network that the spread batches make. */
  readonly #around: SpreadSource;
  /** Fixed batches by lane; a lane that never had one is missing. */
  readonly #lanes: (Crowd | undefined)[];
  /** Those that have one now, in the order in which they came to. */
  readonly #occupied: Crowd[] = [];
  /** The open load that the batches go by. */
  #passedOpenSeconds = 0;
  #passedOpenUtilization = 0;
  /** Speed of the servers, by which the time of a service is divided. */
  #speed = 1;
  /** Probability that a lane is busy with what is spread. */
  #spreadBusy = 0;
  /**
   * Waits found by `#findOpenWait`: of a closed request behind open arrivals, and behind those that were there before.
   */
  #openSeconds = 0;
  #excessSeconds = 0;
  /** For `drawForOpen`, and what it was worked out from. */
  readonly #openWait = noWait();
  #openChanges = 0;
  #openFree = 1;

  constructor(law: ServiceLaw, open: OpenQueue, stream: RandomStream) {
    this.#law = law;
    this.#open = open;
    this.#stream = stream;
    this.#squaredVariation = variance(serviceVariation(law));
    this.#around = new SpreadSource(law);
    this.#lanes = Array.from<undefined>({ length: law.lanes });
  }

  join(visitor: ClosedVisitor): void {
    const crowd = this.#crowdOf(visitor);
    if (crowd.isEmpty && visitor.lane !== null) this.#occupied.push(crowd);
    crowd.add(visitor);
    this.#changed(crowd);
  }

  leave(visitor: ClosedVisitor): void {
    const crowd = this.#crowdOf(visitor);
    crowd.remove(visitor);
    if (crowd.isEmpty && visitor.lane !== null) this.#occupied.splice(this.#occupied.indexOf(crowd), 1);
    this.#changed(crowd);
  }

  /** A batch is away for another time between its visits; returns whether the change is noticeable, and is made. */
  moveAway(visitor: ClosedVisitor, awaySeconds: number): boolean {
    const cycle = visitor.awaySeconds + visitor.occupiedSeconds;
    if (Math.abs(awaySeconds - visitor.awaySeconds) <= MOVED * cycle) return false;
    this.#crowdOf(visitor).moveAway(visitor, awaySeconds);
    return true;
  }

  /** Serves at another speed from now on, which is above 0. The batches under way are not told. */
  setSpeed(speed: number): void {
    this.#speed = speed;
  }

  /** The open load has changed. */
  openChanged(): void {
    const { utilization } = this.#open;
    const meanSeconds = this.#openMeanSeconds;
    if (Math.abs(meanSeconds - this.#passedOpenSeconds) <= NOTICEABLE * this.#law.idleResponseSeconds) {
      if (Math.abs(utilization - this.#passedOpenUtilization) <= NOTICEABLE * (1 - utilization)) return;
    }
    this.#passedOpenSeconds = meanSeconds;
    this.#passedOpenUtilization = utilization;
    if (!this.#spread.isEmpty) this.#pass(this.#spread);
    for (const crowd of this.#occupied) this.#pass(crowd);
  }

  /** Puts the waits of a batch that has the service to itself into `wait`, which is new. */
  measureAlone({ together, awaySeconds, occupiedSeconds }: ClosedVisitor, wait: ClosedWait): void {
    wait.laneRequests = together;
    wait.laneAwaySeconds = awaySeconds;
    wait.laneServiceSeconds = occupiedSeconds / this.#speed;
    this.#findLaneWait(wait);
  }

  /** Puts the waits of a batch that has joined into `wait`. */
  measure(visitor: ClosedVisitor, wait: ClosedWait): void {
    const crowd = this.#crowdOf(visitor);
    const spread = this.#spread;
    const free = this.#freeSeconds(crowd.requests * crowd.serviceSeconds);
    this.#findOpenWait(crowd, free);
    const excessSeconds = this.#excessSeconds;
    wait.openSeconds = this.#openSeconds;
    wait.crowdServiceSeconds = spread.serviceSeconds / free;
    if (visitor.lane === null) {
      const own = visitor.inFlight - 1 - (visitor.apart - 1) * (1 - visitor.meeting * this.#spreadBusy);
      const others = spread.requests - visitor.requests + own;
      this.#around.find(spread, others + 1, free, excessSeconds, visitor.inStep * IN_STEP);
      wait.crowdSeconds = this.#around.waitSeconds + this.#meanLaneWait(free);
      wait.laneRequests = visitor.together;
      wait.laneAwaySeconds = visitor.awaySeconds + excessSeconds + wait.crowdSeconds;
      wait.laneServiceSeconds = visitor.occupiedSeconds / free;
    } else {
      this.#around.find(spread, spread.requests + 1, free, excessSeconds);
      wait.crowdSeconds = this.#around.waitSeconds;
      wait.laneRequests = crowd.requests - visitor.requests + visitor.inFlight;
      wait.laneAwaySeconds = crowd.awaySeconds + excessSeconds + wait.crowdSeconds;
      wait.laneServiceSeconds = crowd.serviceSeconds / free;
    }
    wait.crowdFound = this.#around.found;
    this.#findLaneWait(wait);
  }

  /** Prepares `drawLane` and `drawCrowd` for a wait. */
  prepare(wait: ClosedWait): void {
    const { laneRequests, laneAwaySeconds, laneServiceSeconds } = wait;
    wait.crowdProbability = this.#around.waitingProbability(wait.crowdFound);
    if (laneRequests > 1) {
      this.#source.find(laneRequests, this.#law.serversPerLane, laneAwaySeconds, laneServiceSeconds);
    }
  }

  /**
   * A wait in the lane that was prepared, of the mean that `wait` gives, for a number from 0 to 1. `variation` is that of a
   * single service.
   */
  drawLane(wait: ClosedWait, position: number, variation: number): number {
    if (wait.laneSeconds <= 0) return 0;
    const { serversPerLane } = this.#law;
    const ahead = this.#source.draw(position) - serversPerLane + 1;
    if (ahead <= 0) return 0;
    return (wait.laneSeconds / this.#source.aheadMean) * ahead * averaged(variation, ahead);
  }

  /** A wait behind the requests that are spread over the lanes, for a number from 0 to 1. */
  drawCrowd(wait: ClosedWait, position: number, variation: number): number {
    return this.#around.draw(wait, position, variation);
  }

  /** Prepares `drawForOpen`; returns whether there is anything to wait for. */
  prepareForOpen(): boolean {
    const spread = this.#spread;
    const free = this.#freeSeconds(spread.requests * spread.serviceSeconds);
    const wait = this.#openWait;
    // Many kinds of operations ask in turn, in one batch after the other, while the crowd stays as it is.
    if (spread.changes !== this.#openChanges || free !== this.#openFree) {
      this.#around.find(spread, spread.requests + 1, free, 0);
      wait.crowdSeconds = this.#around.waitSeconds;
      wait.crowdFound = this.#around.found;
      wait.crowdProbability = this.#around.waitingProbability(wait.crowdFound);
      this.#openChanges = spread.changes;
      this.#openFree = free;
    }
    return wait.crowdSeconds > 0 || this.#occupied.length > 0;
  }

  /** Draws for how long an open arrival, at a lane at random, waits behind closed requests. */
  drawForOpen(variation: number): number {
    const { lanes, serversPerLane } = this.#law;
    let seconds = this.#around.draw(this.#openWait, this.#stream.uniform(), variation);
    if (this.#occupied.length === 0) return seconds;
    const crowd = this.#lanes[Math.floor(this.#stream.uniform() * lanes)];
    if (crowd === undefined || crowd.isEmpty) return seconds;
    const { requests, awaySeconds, serviceSeconds } = crowd;
    this.#source.find(requests + 1, serversPerLane, awaySeconds, serviceSeconds / this.#speed);
    const ahead = this.#source.draw(this.#stream.uniform()) - serversPerLane + 1;
    if (ahead > 0) {
      const free = this.#freeSeconds(requests * serviceSeconds);
      seconds += ((serviceSeconds / serversPerLane) * (ahead - (1 - this.#squaredVariation) / 2)) / free;
    }
    return seconds;
  }

  #findLaneWait(wait: ClosedWait): void {
    const { laneRequests, laneAwaySeconds, laneServiceSeconds } = wait;
    wait.laneSeconds =
      laneRequests > 1
        ? this.#sourceWait(laneRequests, this.#law.serversPerLane, laneAwaySeconds, laneServiceSeconds)
        : 0;
  }

  #crowdOf({ lane }: ClosedVisitor): Crowd {
    if (lane === null) return this.#spread;
    return (this.#lanes[lane] ??= new Crowd());
  }

  /** Passes a change of one crowd on to its batches, and to the others if it is felt there. */
  #changed(crowd: Crowd): void {
    const more = Math.abs(crowd.requests - crowd.passedRequests);
    if (crowd.isEmpty || more <= NOTICEABLE * 0.5 * crowd.requests || !this.#pass(crowd)) return;
    if (crowd === this.#spread) for (const lane of this.#occupied) this.#pass(lane);
    else if (!this.#spread.isEmpty) this.#pass(this.#spread);
  }

  /** Retimes the batches of a crowd if their response has changed noticeably; returns whether it has. */
  #pass(crowd: Crowd): boolean {
    const { serversPerLane } = this.#law;
    const free = this.#freeSeconds(crowd.requests * crowd.serviceSeconds);
    this.#findOpenWait(crowd, free);
    const openSeconds = this.#openSeconds;
    const excessSeconds = this.#excessSeconds;
    this.#around.find(this.#spread, this.#spread.requests, free, excessSeconds);
    this.#spreadBusy = this.#around.found / (1 + this.#around.found);
    let seconds = openSeconds + this.#around.waitSeconds;
    if (crowd === this.#spread) seconds += this.#meanLaneWait(free);
    else {
      seconds += this.#sourceWait(
        crowd.requests,
        serversPerLane,
        crowd.awaySeconds + seconds - openSeconds + excessSeconds,
        crowd.serviceSeconds / free,
      );
    }
    const cycle = crowd.awaySeconds + crowd.serviceSeconds;
    crowd.passedRequests = crowd.requests;
    if (
      Math.abs(seconds - crowd.passedSeconds) <=
      NOTICEABLE * (cycle + Math.min(seconds, crowd.passedSeconds))
    ) {
      return false;
    }
    crowd.passedSeconds = seconds;
    for (let visitor = crowd.visitors.first; visitor !== null; visitor = visitor.later)
      visitor.batch.retime();
    return true;
  }

  /** Mean wait at one lane of what visits it from a finite source. */
  #sourceWait(requests: number, servers: number, awaySeconds: number, serviceSeconds: number): number {
    this.#source.find(requests, servers, awaySeconds, serviceSeconds);
    const { aheadMean, waitingProbability } = this.#source;
    const cycle = awaySeconds + serviceSeconds;
    // The service under way has a part behind it, unless arrivals come just when one ends, as they do in a lane that is full.
    const residual = ((waitingProbability * (1 - this.#squaredVariation)) / 2) * (awaySeconds / cycle);
    const mean = (serviceSeconds / servers) * (aheadMean - residual);
    return Math.max(mean, (requests * serviceSeconds) / servers - cycle, 0);
  }

  /** Mean wait behind fixed batches at a lane at random. */
  #meanLaneWait(free: number): number {
    const { lanes, serversPerLane } = this.#law;
    let seconds = 0;
    for (const { requests, awaySeconds, serviceSeconds } of this.#occupied) {
      seconds += this.#sourceWait(requests + 1, serversPerLane, awaySeconds, serviceSeconds / this.#speed);
    }
    return seconds / lanes / (free / this.#speed);
  }

  /**
   * Finds how long a closed request waits behind open arrivals. They are those that come while it is in the lane, as
   * its service is stretched by their share, and those that were there before. Where it is hardly ever away it meets
   * only the former.
   */
  #findOpenWait(crowd: Crowd, free: number): void {
    const { lanes, serversPerLane } = this.#law;
    const { awaySeconds } = crowd;
    const serviceSeconds = crowd.serviceSeconds / this.#speed;
    const stretchedSeconds = serversPerLane === 1 ? serviceSeconds * (this.#speed / free - 1) : 0;
    const excess = this.#openMeanSeconds - stretchedSeconds;
    const busy = serviceSeconds / Math.max(serviceSeconds + awaySeconds, 1e-12);
    const away = 1 - (crowd === this.#spread ? busy / lanes : busy);
    this.#openSeconds = stretchedSeconds + (excess > 0 ? excess : excess * away);
    this.#excessSeconds = Math.max(0, excess);
  }

  /**
   * Returns the work per second that open arrivals leave to closed work of some seconds, at speed 1 a share of the
   * service. At capacity the closed work that has been let in makes the queue before it grow: w dw = work dt. In t
   * seconds it is therefore served for sqrt(2 t work), and keeps a share even above capacity.
   */
  #freeSeconds(workSeconds: number): number {
    const left = 1 - this.#open.utilization;
    const atCapacity = (2 * workSeconds) / this.#speed / this.#open.loadSeconds;
    return this.#speed * Math.min(1, Math.max(left, Math.sqrt(atCapacity / (1 + atCapacity))));
  }

  /** Mean wait of open arrivals. */
  get #openMeanSeconds(): number {
    return this.#open.meanWorkSeconds / this.#speed;
  }
}

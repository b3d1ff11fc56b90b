/**
 * Closed loops at the lanes of a service: how long their requests wait for each other.
 *
 * The batches under way are a closed network whose population changes when a batch begins or ends. Between such moments
 * its response times are those of mean-value analysis (M. Reiser and S. S. Lavenberg, Journal of the ACM 27, 1980): a
 * request finds what would be there without it. Replacing the network by that response at each population is Norton's
 * theorem for queues (K. M. Chandy, U. Herzog and L. Woo, IBM Journal of Research and Development 19, 1975), which is exact
 * for exponential services and equal lanes.
 *
 * Requests on one small file all go to one lane, that of the file (a *fixed* batch); those on many files or large ones are
 * spread over all lanes. Open arrivals take their share of every lane: closed requests are served by what they leave.
 */

import { variance } from '../../models/distributions/distribution.ts';
import type { ServiceLaw } from '../../models/hardware/envelope.ts';
import { serviceVariation } from '../../models/hardware/storage-law.ts';
import type { RandomStream } from '../../models/random.ts';
import { Crowd } from './crowd.ts';
import { FiniteSource } from './finite-source.ts';
import type { OpenQueue } from './open-queue.ts';

/** Up to this population the recursion is exact; beyond, one more or less makes no difference. */
const EXACT_POPULATION = 64;

/** A change of the mean response below this share is not passed on to the batches under way. */
const NOTICEABLE = 0.02;

/**
 * Transfers that follow each other around the lanes come to a lane more evenly than at random: a squared variation of
 * arrivals of about 1/2, of which half counts. Fitted to operations one by one.
 */
const IN_STEP = 1 / 4;

/** A closed batch at one service. */
export interface ClosedVisitor {
  /** Requests in flight while there are operations left to send, each of its stripes counted. */
  readonly inFlight: number;
  /** The same on average over its life: fewer, as the last operations end one by one. */
  readonly requests: number;
  /** From one visit of a request to the next on an idle system, the visit not counted. */
  readonly awaySeconds: number;
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
  /** Brings the batch up to now, and asks for its wait again. */
  retime(): void;
}

/** What a request of a batch waits at a service, as long as the batches there stay the same. */
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
  /** Power of the utilization in Sakasegawa's probability of waiting. */
  readonly #power: number;
  readonly #spread = new Crowd();
  /** Fixed batches by lane; a lane without one is missing. */
  readonly #lanes = new Map<number, Crowd>();
  /** The open load that the batches go by. */
  #passedOpenSeconds = 0;
  #passedOpenUtilization = 0;
  /** Probability that a lane is busy with what is spread. */
  #spreadBusy = 0;
  /** For `drawForOpen`. */
  readonly #openWaits = noWait();
  /** Put by `#spreadWait`: the mean wait, and the number in a lane. */
  #waitSeconds = 0;
  #found = 0;

  constructor(law: ServiceLaw, open: OpenQueue, stream: RandomStream) {
    this.#law = law;
    this.#open = open;
    this.#stream = stream;
    this.#squaredVariation = variance(serviceVariation(law));
    this.#power = Math.sqrt(2 * (law.serversPerLane + 1)) - 1;
  }

  join(visitor: ClosedVisitor): void {
    const crowd = this.#crowdOf(visitor);
    crowd.add(visitor);
    this.#changed(crowd);
  }

  leave(visitor: ClosedVisitor): void {
    const crowd = this.#crowdOf(visitor);
    crowd.remove(visitor);
    if (crowd.isEmpty && visitor.lane !== null) this.#lanes.delete(visitor.lane);
    this.#changed(crowd);
  }

  /** The open load has changed. */
  openChanged(): void {
    const { meanSeconds } = this.#open.latest;
    const { utilization } = this.#open;
    if (Math.abs(meanSeconds - this.#passedOpenSeconds) <= NOTICEABLE * this.#law.idleResponseSeconds) {
      if (Math.abs(utilization - this.#passedOpenUtilization) <= NOTICEABLE * (1 - utilization)) return;
    }
    this.#passedOpenSeconds = meanSeconds;
    this.#passedOpenUtilization = utilization;
    if (!this.#spread.isEmpty) this.#pass(this.#spread);
    for (const crowd of this.#lanes.values()) this.#pass(crowd);
  }

  /** Puts the waits of a batch that has the service to itself into `wait`. */
  measureAlone({ together, awaySeconds, occupiedSeconds }: ClosedVisitor, wait: ClosedWait): void {
    Object.assign(wait, noWait());
    wait.laneRequests = together;
    wait.laneAwaySeconds = awaySeconds;
    wait.laneServiceSeconds = occupiedSeconds;
    this.#findLaneWait(wait);
  }

  /** Puts the waits of a batch that has joined into `wait`. */
  measure(visitor: ClosedVisitor, wait: ClosedWait): void {
    const crowd = this.#crowdOf(visitor);
    const spread = this.#spread;
    const free = this.#freeSeconds(crowd.requests * crowd.serviceSeconds);
    const { openSeconds, excessSeconds } = this.#openWait(crowd, free);
    wait.openSeconds = openSeconds;
    wait.crowdServiceSeconds = spread.serviceSeconds / free;
    if (visitor.lane === null) {
      const own = visitor.inFlight - 1 - (visitor.apart - 1) * (1 - visitor.meeting * this.#spreadBusy);
      const others = spread.requests - visitor.requests + own;
      this.#spreadWait(others + 1, free, excessSeconds, visitor.inStep * IN_STEP);
      wait.crowdSeconds = this.#waitSeconds + this.#meanLaneWait(free);
      wait.laneRequests = visitor.together;
      wait.laneAwaySeconds = visitor.awaySeconds + excessSeconds + wait.crowdSeconds;
      wait.laneServiceSeconds = visitor.occupiedSeconds / free;
    } else {
      this.#spreadWait(spread.isEmpty ? 0 : spread.requests + 1, free, excessSeconds);
      wait.crowdSeconds = this.#waitSeconds;
      wait.laneRequests = crowd.requests - visitor.requests + visitor.inFlight;
      wait.laneAwaySeconds = crowd.awaySeconds + excessSeconds + wait.crowdSeconds;
      wait.laneServiceSeconds = crowd.serviceSeconds / free;
    }
    wait.crowdFound = this.#found;
    this.#findLaneWait(wait);
  }

  /** Prepares `drawLane` for the lane of a wait. */
  prepare({ laneRequests, laneAwaySeconds, laneServiceSeconds }: ClosedWait): void {
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
  drawCrowd({ crowdSeconds, crowdFound }: ClosedWait, position: number, variation: number): number {
    if (crowdSeconds <= 0) return 0;
    const { lanes, serversPerLane } = this.#law;
    if (serversPerLane > 1) {
      const utilization = utilizationHolding(crowdFound, serversPerLane, this.#power);
      const probability = Math.max(1e-6, utilization ** this.#power);
      if (position >= probability) return 0;
      return (crowdSeconds / probability) * -Math.log(Math.max(position, 1e-9) / probability);
    }
    const present = crowdFound * lanes;
    const ahead = numberInLane(present, lanes, position);
    return ahead === 0 || crowdFound <= 0
      ? 0
      : (crowdSeconds / crowdFound) * ahead * averaged(variation, ahead);
  }

  /** Prepares `drawForOpen`; returns whether there is anything to wait for. */
  prepareForOpen(): boolean {
    const spread = this.#spread;
    this.#waitSeconds = 0;
    this.#found = 0;
    if (!spread.isEmpty) {
      this.#spreadWait(spread.requests + 1, this.#freeSeconds(spread.requests * spread.serviceSeconds), 0);
    }
    this.#openWaits.crowdSeconds = this.#waitSeconds;
    this.#openWaits.crowdFound = this.#found;
    return this.#waitSeconds > 0 || this.#lanes.size > 0;
  }

  /** Draws for how long an open arrival, at a lane at random, waits behind closed requests. */
  drawForOpen(variation: number): number {
    const { lanes, serversPerLane } = this.#law;
    let seconds = this.drawCrowd(this.#openWaits, this.#stream.uniform(), variation);
    if (this.#lanes.size === 0) return seconds;
    const crowd = this.#lanes.get(Math.floor(this.#stream.uniform() * lanes));
    if (crowd === undefined) return seconds;
    const { requests, awaySeconds, serviceSeconds } = crowd;
    this.#source.find(requests + 1, serversPerLane, awaySeconds, serviceSeconds);
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
    let crowd = this.#lanes.get(lane);
    if (crowd === undefined) this.#lanes.set(lane, (crowd = new Crowd()));
    return crowd;
  }

  /** Passes a change of one crowd on to its batches, and to the others if it is felt there. */
  #changed(crowd: Crowd): void {
    const more = Math.abs(crowd.requests - crowd.passedRequests);
    if (crowd.isEmpty || more <= NOTICEABLE * 0.5 * crowd.requests || !this.#pass(crowd)) return;
    if (crowd === this.#spread) for (const lane of this.#lanes.values()) this.#pass(lane);
    else if (!this.#spread.isEmpty) this.#pass(this.#spread);
  }

  /** Retimes the batches of a crowd if their response has changed noticeably; returns whether it has. */
  #pass(crowd: Crowd): boolean {
    const { serversPerLane } = this.#law;
    const free = this.#freeSeconds(crowd.requests * crowd.serviceSeconds);
    const { openSeconds, excessSeconds } = this.#openWait(crowd, free);
    this.#spreadWait(this.#spread.requests, free, excessSeconds);
    this.#spreadBusy = this.#found / (1 + this.#found);
    let seconds = openSeconds + (this.#spread.isEmpty ? 0 : this.#waitSeconds);
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
    for (const visitor of crowd.visitors) visitor.retime();
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

  /** Puts what one of `requests` that are spread over the lanes waits on average. */
  #spreadWait(requests: number, free: number, excessSeconds: number, inStep = 0): void {
    const { lanes, serversPerLane } = this.#law;
    const serviceSeconds = this.#spread.serviceSeconds / free;
    const cycle = this.#spread.awaySeconds + serviceSeconds + excessSeconds;
    if (this.#spread.isEmpty || requests <= 1) {
      this.#waitSeconds = 0;
      this.#found = 0;
      return;
    }
    // The service under way has a part behind it; what returns at once to the lane where it was finds one that just begins.
    const elsewhere = 1 - serviceSeconds / cycle / lanes;
    const residual = ((1 - this.#squaredVariation) / 2) * elsewhere + inStep;
    let wait = 0;
    let found = 0;
    const { independent } = this.#spread;
    if (serversPerLane === 1 && requests <= EXACT_POPULATION) {
      // A whole number of steps; what is left of one counts in proportion.
      for (let population = 1; population < requests; population++) {
        const rate = population / (cycle + wait * longestOverMean(found / (1 + found), independent));
        const step = Math.min(1, requests - population);
        found += step * ((rate * (serviceSeconds + wait)) / lanes - found);
        wait = serviceSeconds * (found - ((rate * serviceSeconds) / lanes) * residual);
      }
    } else {
      const utilization =
        serversPerLane === 1 && independent === 1
          ? this.#oneServerUtilization(requests - 1, cycle / serviceSeconds, 1 - residual)
          : this.#utilizationOf(requests - 1, cycle, serviceSeconds, residual);
      wait = this.#waitAt(utilization, serviceSeconds, residual);
      found = utilization * serversPerLane * (1 + wait / serviceSeconds);
    }
    this.#found = found;
    const full = (requests * serviceSeconds) / (lanes * serversPerLane) - cycle;
    this.#waitSeconds = Math.max(0, wait, full / longestOverMean(found / (1 + found), independent));
  }

  /** Utilization of lanes of one server by a population, from one equation: the population is rate times cycle and wait. */
  #oneServerUtilization(population: number, cycleServices: number, waitFactor: number): number {
    const { lanes } = this.#law;
    const linear = lanes * cycleServices + population;
    const square = lanes * (waitFactor - cycleServices);
    const root = Math.sqrt(Math.max(0, linear * linear + 4 * square * population));
    return Math.min(1 - 1e-9, (2 * population) / (linear + root));
  }

  /** The same for lanes of several servers, or operations of several stripes, by bisection. */
  #utilizationOf(population: number, cycle: number, serviceSeconds: number, residual: number): number {
    const { lanes, serversPerLane } = this.#law;
    const { independent } = this.#spread;
    let low = 0;
    let high = 1;
    for (let step = 0; step < 22; step++) {
      const utilization = (low + high) / 2;
      const wait = this.#waitAt(utilization, serviceSeconds, residual);
      const longest = wait * longestOverMean(utilization, independent);
      const holding = ((utilization * lanes * serversPerLane) / serviceSeconds) * (cycle + longest);
      if (holding > population) high = utilization;
      else low = utilization;
    }
    return low;
  }

  #waitAt(utilization: number, serviceSeconds: number, residual: number): number {
    const { serversPerLane } = this.#law;
    const waiting = serversPerLane === 1 ? utilization : utilization ** this.#power;
    const mean = (serviceSeconds * waiting) / (serversPerLane * (1 - utilization));
    return mean * (1 - residual);
  }

  /** Mean wait behind fixed batches at a lane at random. */
  #meanLaneWait(free: number): number {
    const { lanes, serversPerLane } = this.#law;
    let seconds = 0;
    for (const { requests, awaySeconds, serviceSeconds } of this.#lanes.values()) {
      seconds += this.#sourceWait(requests + 1, serversPerLane, awaySeconds, serviceSeconds);
    }
    return seconds / lanes / free;
  }

  /**
   * How long a closed request waits behind open arrivals: those that come while it is in the lane, as its service is
   * stretched by their share, and those that were there before. Where it is hardly ever away it meets only the former.
   */
  #openWait(crowd: Crowd, free: number): { readonly openSeconds: number; readonly excessSeconds: number } {
    const { lanes, serversPerLane } = this.#law;
    const { serviceSeconds, awaySeconds } = crowd;
    const stretchedSeconds = serversPerLane === 1 ? serviceSeconds * (1 / free - 1) : 0;
    const excess = this.#open.latest.meanSeconds - stretchedSeconds;
    const busy = serviceSeconds / Math.max(serviceSeconds + awaySeconds, 1e-12);
    const away = 1 - (crowd === this.#spread ? busy / lanes : busy);
    return {
      openSeconds: stretchedSeconds + (excess > 0 ? excess : excess * away),
      excessSeconds: Math.max(0, excess),
    };
  }

  /**
   * What open arrivals leave to closed work of some seconds. Near and above capacity the queue behind it grows with the root
   * of time at first, so that it keeps a share even then.
   */
  #freeSeconds(workSeconds: number): number {
    const left = 1 - this.#open.utilization;
    return Math.min(1, Math.max(left, 1 / Math.sqrt(1 + 1 / Math.max(workSeconds, 1e-9))));
  }
}

/** Mean of the longest of some waits over the mean of one; each waits with a probability, then exponentially. */
export function longestOverMean(probability: number, waits: number): number {
  if (probability <= 0 || waits <= 1) return 1;
  let sum = 0;
  let none = 1;
  for (let each = 1; each <= waits; each++) {
    none *= 1 - probability;
    sum += (1 - none) / each;
  }
  const part = waits - Math.floor(waits);
  return (sum + (part * (1 - none * (1 - probability))) / Math.ceil(waits)) / probability;
}

/** Makes the variation of one service that of the mean of several. */
function averaged(variation: number, services: number): number {
  return services <= 1 ? variation : Math.max(0, 1 + (variation - 1) / Math.sqrt(services));
}

/** Draws how many of `present` requests that are spread over `lanes` lanes of one server are in one of them. */
function numberInLane(present: number, lanes: number, uniform: number): number {
  if (lanes === 1) return Math.round(present);
  let number = 0;
  let atLeast = 1;
  while (number < present) {
    atLeast *= (present - number) / (present + lanes - 1 - number);
    if (atLeast <= uniform) break;
    number++;
  }
  return number;
}

/** Utilization at which a lane holds a number of requests on average, by Sakasegawa's law. */
function utilizationHolding(number: number, servers: number, power: number): number {
  let low = 0;
  let high = Math.min(1, number / servers);
  for (let step = 0; step < 30; step++) {
    const utilization = (low + high) / 2;
    if (servers * utilization + utilization ** (power + 1) / (1 - utilization) > number) high = utilization;
    else low = utilization;
  }
  return low;
}

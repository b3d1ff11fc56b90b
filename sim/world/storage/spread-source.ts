import { variance } from '../../../models/distributions/distribution.ts';
import type { ServiceLaw } from '../../../models/hardware/envelope.ts';
import { serviceVariation } from '../../../models/hardware/storage-law.ts';
import type { ClosedWait } from './closed-queue.ts';
import type { Crowd } from './crowd.ts';

/** Up to this population the recursion is exact; beyond, one more or less makes no difference. */
const EXACT_POPULATION = 64;

/**
 * Equal lanes over which requests are spread, each request at one at random, by mean-value analysis. Exact for
 * exponential services and one server a lane. With several servers it uses Sakasegawa's law at the utilization that the
 * population makes.
 */
export class SpreadSource {
  /** Mean wait of the request that was asked about last, and the number that it finds in its lane. */
  waitSeconds = 0;
  found = 0;
  /**
   * Times of the request in question: the way around the lanes, a service, the reduction of its wait, and its stripes.
   */
  #cycleSeconds = 0;
  #serviceSeconds = 0;
  #residual = 0;
  #independent = 1;
  readonly #law: ServiceLaw;
  readonly #squaredVariation: number;
  /** Power of the utilization in Sakasegawa's probability of waiting. */
  readonly #power: number;

  constructor(law: ServiceLaw) {
    this.#law = law;
    this.#squaredVariation = variance(serviceVariation(law));
    this.#power = Math.sqrt(2 * (law.serversPerLane + 1)) - 1;
  }

  /**
   * Works out the wait of one of `requests` of a crowd that is spread over the lanes. Open arrivals leave a share of
   * each lane `free`. The request waits `excessSeconds` for those that were there. `inStep` is taken off the mean wait,
   * in services.
   */
  find(crowd: Crowd, requests: number, free: number, excessSeconds: number, inStep = 0): void {
    if (crowd.isEmpty || requests <= 1) {
      this.waitSeconds = 0;
      this.found = 0;
      return;
    }
    const { lanes, serversPerLane } = this.#law;
    const serviceSeconds = crowd.serviceSeconds / free;
    const cycleSeconds = crowd.awaySeconds + serviceSeconds + excessSeconds;
    const { independent } = crowd;
    this.#serviceSeconds = serviceSeconds;
    this.#cycleSeconds = cycleSeconds;
    this.#independent = independent;
    // The service under way has a part behind it; what returns at once to the lane where it was finds one that just begins.
    const elsewhere = 1 - serviceSeconds / cycleSeconds / lanes;
    this.#residual = ((1 - this.#squaredVariation) / 2) * elsewhere + inStep;
    if (serversPerLane === 1 && requests <= EXACT_POPULATION) {
      this.#findExactly(requests);
    } else {
      const utilization =
        serversPerLane === 1 && independent === 1
          ? this.#oneServerUtilization(requests - 1)
          : this.#utilizationOf(requests - 1);
      this.waitSeconds = this.#waitAt(utilization);
      this.found = utilization * serversPerLane * (1 + this.waitSeconds / serviceSeconds);
    }
    const full = (requests * serviceSeconds) / (lanes * serversPerLane) - cycleSeconds;
    const longest = longestOverMean(this.found / (1 + this.found), independent);
    this.waitSeconds = Math.max(0, this.waitSeconds, full / longest);
  }

  /** Mean-value analysis, population by population; what is left of a whole one counts in proportion. */
  #findExactly(requests: number): void {
    const { lanes } = this.#law;
    const cycleSeconds = this.#cycleSeconds;
    const serviceSeconds = this.#serviceSeconds;
    const residual = this.#residual;
    const independent = this.#independent;
    let wait = 0;
    let found = 0;
    for (let population = 1; population < requests; population++) {
      const rate = population / (cycleSeconds + wait * longestOverMean(found / (1 + found), independent));
      const step = Math.min(1, requests - population);
      found += step * ((rate * (serviceSeconds + wait)) / lanes - found);
      wait = serviceSeconds * (found - ((rate * serviceSeconds) / lanes) * residual);
    }
    this.waitSeconds = wait;
    this.found = found;
  }

  /** Utilization of lanes of one server by a population, from one equation: the population is rate times cycle and wait. */
  #oneServerUtilization(population: number): number {
    const { lanes } = this.#law;
    const cycleServices = this.#cycleSeconds / this.#serviceSeconds;
    const linear = lanes * cycleServices + population;
    const square = lanes * (1 - this.#residual - cycleServices);
    const root = Math.sqrt(Math.max(0, linear * linear + 4 * square * population));
    return Math.min(1 - 1e-9, (2 * population) / (linear + root));
  }

  /** The same for lanes of several servers, or operations of several stripes, by bisection. */
  #utilizationOf(population: number): number {
    const { lanes, serversPerLane } = this.#law;
    let low = 0;
    let high = 1;
    for (let step = 0; step < 22; step++) {
      const utilization = (low + high) / 2;
      const longest = this.#waitAt(utilization) * longestOverMean(utilization, this.#independent);
      const rate = (utilization * lanes * serversPerLane) / this.#serviceSeconds;
      const holding = rate * (this.#cycleSeconds + longest);
      if (holding > population) high = utilization;
      else low = utilization;
    }
    return low;
  }

  #waitAt(utilization: number): number {
    const { serversPerLane } = this.#law;
    const waiting = serversPerLane === 1 ? utilization : utilization ** this.#power;
    const mean = (this.#serviceSeconds * waiting) / (serversPerLane * (1 - utilization));
    return mean * (1 - this.#residual);
  }

  /** Probability that a request waits that finds a number in its lane on average. */
  waitingProbability(found: number): number {
    const { serversPerLane } = this.#law;
    if (serversPerLane === 1) return found / (1 + found);
    return Math.max(1e-6, utilizationHolding(found, serversPerLane, this.#power) ** this.#power);
  }

  /** A wait behind the requests that are spread over the lanes, for a number from 0 to 1. */
  draw(
    { crowdSeconds, crowdFound, crowdProbability }: ClosedWait,
    position: number,
    variation: number,
  ): number {
    if (crowdSeconds <= 0) return 0;
    const { lanes, serversPerLane } = this.#law;
    if (serversPerLane > 1) {
      if (position >= crowdProbability) return 0;
      return (crowdSeconds / crowdProbability) * -Math.log(Math.max(position, 1e-9) / crowdProbability);
    }
    if (crowdFound <= 0) return 0;
    const ahead = numberInLane(crowdFound * lanes, lanes, position);
    return ahead === 0 ? 0 : (crowdSeconds / crowdFound) * ahead * averaged(variation, ahead);
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
export function averaged(variation: number, services: number): number {
  return services <= 1 ? variation : Math.max(0, 1 + (variation - 1) / Math.sqrt(services));
}

/** With more than this in a lane on average, their number is drawn at once. */
const MANY_IN_LANE = 64;

/** Draws how many of `present` requests that are spread over `lanes` lanes of one server are in one of them. */
function numberInLane(present: number, lanes: number, uniform: number): number {
  if (lanes === 1) return Math.round(present);
  // The probability of at least j is a product of lanes - 1 factors (present - j + i) / (present + i), which hardly differ.
  if (present > MANY_IN_LANE * lanes) {
    return Math.floor((present + lanes / 2) * (1 - uniform ** (1 / (lanes - 1))));
  }
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

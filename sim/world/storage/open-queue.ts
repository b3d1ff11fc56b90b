import { variance } from '../../../models/distributions/distribution.ts';
import type { ServiceLaw } from '../../../models/hardware/envelope.ts';
import {
  serviceVariation,
  waitingProbability,
  waitQuantileSeconds,
} from '../../../models/hardware/storage-law.ts';
import type { RandomStream } from '../../../models/random.ts';
import { OpenHistory } from './open-history.ts';
import { SampleLanes } from './sample-lanes.ts';

/** Arrivals that wait for no answer, while they come. */
export interface OpenLoad {
  /** Share of the service's second that they ask for in a second. */
  readonly utilization: number;
  /** Occupations of single servers, squared and added up, per second: in seconds. */
  readonly squaredSeconds: number;
  /** The same with the mean occupation in place of each. */
  readonly meanSquaredSeconds: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/**
 * Share of a span of constant load, below which the queue's relaxation time is negligible. A queue forgets its past
 * within that time, so it is then stationary but for moments, and its law is all that is needed.
 */
const MOMENT = 0.01;

/**
 * The waits of open arrivals at the lanes of a service, from moment to moment. Sakasegawa's stationary law applies
 * where the queue has had the time to become stationary, sample lanes where it has not. A wait is never longer than all
 * arrived work could make it.
 */
export class OpenQueue {
  /** The spans in which the load did not change, and what their arrivals waited. */
  readonly history = new OpenHistory();
  readonly #law: ServiceLaw;
  readonly #stream: RandomStream;
  readonly #lanes: SampleLanes;
  readonly #serviceVariation: number;
  readonly #loads: OpenLoad[] = [];
  #utilization = 0;
  #squaredSeconds = 0;
  #meanSquaredSeconds = 0;
  #sinceSeconds = 0;
  /** Speed of the servers, by which the time of work is divided. */
  #speed = 1;
  /** Whether the lanes were stationary when the present span began, so that nothing need be known of their past. */
  #settled = true;

  constructor(law: ServiceLaw, stream: RandomStream) {
    this.#law = law;
    this.#stream = stream;
    this.#lanes = new SampleLanes(law.serversPerLane, stream);
    this.#serviceVariation = variance(serviceVariation(law));
  }

  /** Share of what the service can do that is asked for at present; above 1 in overload. */
  get utilization(): number {
    return this.#utilization === 0 ? 0 : this.#utilization / this.#speed;
  }

  /** For how long the present load stays as it is, from its start to its end; infinite where there is none. */
  get loadSeconds(): number {
    return this.#spanSeconds(Infinity);
  }

  /** Mean work, in seconds at speed 1, that arrivals of the latest span that has come to its end found before them. */
  get meanWorkSeconds(): number {
    return this.history.meanSeconds(this.history.latest);
  }

  /** Probability that one of them waits. */
  get waitingProbability(): number {
    return this.history.probability(this.history.latest);
  }

  /** Adds a load from now until its end. */
  add(load: OpenLoad, now: number): void {
    this.advance(now);
    this.#loads.push(load);
    this.#sum();
  }

  /** Takes a load out before its end. */
  remove(load: OpenLoad, now: number): void {
    this.advance(now);
    const place = this.#loads.indexOf(load);
    if (place < 0) return;
    this.#loads.splice(place, 1);
    this.#sum();
  }

  /** Serves at another speed from now on; at 0 nothing is served, and the queue grows. */
  setSpeed(speed: number, now: number): void {
    this.advance(now);
    this.#speed = speed;
  }

  /** Brings the queue up to now; loads end on the way. */
  advance(now: number): void {
    for (;;) {
      let next = now;
      for (const { endSeconds } of this.#loads) next = Math.min(next, endSeconds);
      this.#close(next);
      let ended = false;
      for (let place = this.#loads.length - 1; place >= 0; place--) {
        if (this.#loads[place]!.endSeconds > next) continue;
        this.#loads.splice(place, 1);
        ended = true;
      }
      if (ended) this.#sum();
      if (next >= now) return;
    }
  }

  /**
   * Draws the work that an arrival in a span finds before it, in seconds at speed 1; at that speed it is the wait.
   * `position` places it among those of the stationary law.
   */
  draw(span: number, position: number): number {
    const { history } = this;
    return history.isInTransit(span)
      ? history.reading(span, this.#stream.uniform())
      : waitQuantileSeconds(history.meanSeconds(span), history.probability(span), position);
  }

  #sum(): void {
    this.#utilization = this.#squaredSeconds = this.#meanSquaredSeconds = 0;
    for (const { utilization, squaredSeconds, meanSquaredSeconds } of this.#loads) {
      this.#utilization += utilization;
      this.#squaredSeconds += squaredSeconds;
      this.#meanSquaredSeconds += meanSquaredSeconds;
    }
  }

  /** Ends the present span. */
  #close(untilSeconds: number): void {
    const seconds = untilSeconds - this.#sinceSeconds;
    if (!(seconds > 0)) return;
    const utilization = this.#utilization;
    const { lanes, serversPerLane } = this.#law;
    // Evenly spaced arrivals on lanes at random: at one lane they vary by 1 - 1/lanes.
    const varianceSeconds =
      (this.#squaredSeconds * (1 + this.#serviceVariation) - this.#meanSquaredSeconds / lanes) /
      (lanes * serversPerLane ** 2);
    const speed = this.#speed;
    const relaxationSeconds = utilization < speed ? varianceSeconds / (speed - utilization) ** 2 : Infinity;
    if (this.#settled && relaxationSeconds <= MOMENT * this.#spanSeconds(seconds)) {
      const conditional =
        utilization > 0 ? (speed * varianceSeconds) / utilization / (2 * (speed - utilization)) : 0;
      const probability = waitingProbability(this.#law, utilization / speed);
      this.history.addStationary(untilSeconds, conditional * probability, probability);
    } else {
      if (this.#settled) this.#settleLanes();
      this.#lanes.advance(seconds, { utilization, varianceSeconds, speed });
      this.history.addReadings(untilSeconds, this.#lanes.readings);
      // A lane that is nearly empty again has forgotten the past.
      this.#settled =
        relaxationSeconds <= MOMENT * this.#spanSeconds(seconds) &&
        this.#lanes.longestSeconds <= 10 * relaxationSeconds;
    }
    this.#sinceSeconds = untilSeconds;
  }

  /** For how long a load stays as it is: as long as the shortest of those that are there. */
  #spanSeconds(seconds: number): number {
    let span = Infinity;
    for (const { startSeconds, endSeconds } of this.#loads) span = Math.min(span, endSeconds - startSeconds);
    return span === Infinity ? seconds : span;
  }

  /** Gives the lanes waits of the stationary law of the latest span. */
  #settleLanes(): void {
    const { waits } = this.#lanes;
    const { meanWorkSeconds, waitingProbability: probability } = this;
    for (let lane = 0; lane < waits.length; lane++) {
      waits[lane] = waitQuantileSeconds(meanWorkSeconds, probability, this.#stream.uniform());
    }
  }
}

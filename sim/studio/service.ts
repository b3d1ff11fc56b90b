import type { ServiceLaw } from '../../models/hardware/envelope.ts';
import { meanWaitSeconds, serviceVariation, waitingProbability } from '../../models/hardware/storage-law.ts';
import type { RandomStream } from '../../models/random.ts';
import type { FluidResource } from '../kernel/fluid.ts';
import type { ObservedService } from './performer.ts';
import { TabulatedSampler } from './tabulated-sampler.ts';

/** At or above this utilization a service is saturated: its queue is what clients have outstanding, not what its law says. */
const SATURATED = 1 - 1e-6;

/** What operations ask of a service, on average. */
export interface Demand {
  /** Share of the service's second that one operation takes: its coefficient in the route of a flow. */
  readonly coefficient: number;
  /** For how long a server that works on them is occupied at a time. */
  readonly occupiedSeconds: number;
}

/**
 * The data or the metadata service of a storage system, in the flow granularity: a fluid resource whose capacity is one
 * second of demand per second, and the queueing law that says what its utilization does to a single operation.
 */
export class Service implements ObservedService {
  readonly resource: FluidResource;
  readonly law: ServiceLaw;
  /** A factor of mean 1 by which the service of one operation differs from the mean. */
  readonly variation: TabulatedSampler;
  #batches = 0;
  #closedWorkSeconds = 0;
  #openUtilization = 0;
  #offeredDemand = 0;
  /** Occupations per second that the offered demand consists of, in servers' shares. */
  #offeredOccupations = 0;
  /** What `findQueueing` found: how long an operation waits on average, and how likely it waits at all. */
  readonly queueing = { meanSeconds: 0, probability: 0 };

  constructor(resource: FluidResource, law: ServiceLaw, stream: RandomStream) {
    this.resource = resource;
    this.law = law;
    this.variation = new TabulatedSampler(serviceVariation(law), stream);
  }

  get name(): string {
    return this.resource.name;
  }

  utilizationIntegral(now: number): number {
    return this.resource.usedIntegral(now) / this.resource.capacity;
  }

  /**
   * Notes that a batch comes (1) or goes (-1): the operations per second that it would reach alone, what each of them asks
   * of this service, and how many a closed loop has in flight, or undefined for arrivals that wait for no answer.
   */
  note(
    operationsPerSecond: number,
    { coefficient, occupiedSeconds }: Demand,
    inFlight: number | undefined,
    sign: 1 | -1,
  ): void {
    this.#batches += sign;
    if (this.#batches === 0) {
      // Sums of what comes and goes keep a residue of rounding.
      this.#closedWorkSeconds = this.#openUtilization = this.#offeredDemand = this.#offeredOccupations = 0;
      return;
    }
    const offered = sign * operationsPerSecond * coefficient;
    this.#offeredDemand += offered;
    this.#offeredOccupations += offered / occupiedSeconds;
    if (inFlight === undefined) this.#openUtilization += offered;
    else this.#closedWorkSeconds += sign * inFlight * coefficient;
  }

  /**
   * Puts into `queueing` the waiting at a given mean utilization. Below saturation the law of the service holds. It diverges towards saturation,
   * where what waits is what clients have outstanding: the queue cannot be longer than the requests of the closed loops,
   * slowed by the share of the service that open arrivals take. The lesser of the two applies.
   */
  findQueueing(utilization: number): void {
    // An operation waits behind the mixture that the lanes work on, whoever sent it.
    const occupiedSeconds =
      this.#offeredOccupations > 0 ? Math.max(0, this.#offeredDemand) / this.#offeredOccupations : 0;
    const open = Math.min(Math.max(0, this.#openUtilization), SATURATED);
    const bound =
      Math.max(0, this.#closedWorkSeconds) / (1 - open) + meanWaitSeconds(this.law, open, occupiedSeconds);
    if (utilization >= SATURATED) {
      this.queueing.meanSeconds = bound;
      this.queueing.probability = 1;
      return;
    }
    const byLaw = meanWaitSeconds(this.law, utilization, occupiedSeconds);
    this.queueing.meanSeconds = Math.min(byLaw, bound);
    this.queueing.probability = waitingProbability(this.law, utilization);
  }
}

import type { ServiceLaw } from '../../models/hardware/envelope.ts';
import { meanWaitSeconds, servers, waitingProbability } from '../../models/hardware/storage-law.ts';
import type { FluidResource } from '../kernel/fluid.ts';

/** At or above this utilization a service is saturated: its queue is what clients have outstanding, not what its law says. */
const SATURATED = 1 - 1e-6;

/** What a batch puts on a service while it lasts. */
export interface Presence {
  /** Operations per second that the batch would reach alone. */
  readonly operationsPerSecond: number;
  /** Demand of one operation, as a share of the service's second. */
  readonly demandSeconds: number;
  /** Requests of a closed loop in flight at once; undefined for arrivals that do not wait for answers. */
  readonly inFlight: number | undefined;
}

/** Queueing at a service: how long an operation waits on average, and how likely it waits at all. */
export interface Queueing {
  readonly meanSeconds: number;
  readonly probability: number;
}

/**
 * The data or the metadata service of a storage system, in the flow granularity: a fluid resource whose capacity is one
 * second of demand per second, and the queueing law that says what its utilization does to a single operation.
 */
export class Service {
  readonly resource: FluidResource;
  readonly law: ServiceLaw;
  #closedWorkSeconds = 0;
  #openUtilization = 0;
  #offeredOperations = 0;
  #offeredDemand = 0;

  constructor(resource: FluidResource, law: ServiceLaw) {
    this.resource = resource;
    this.law = law;
  }

  /** Notes that a batch comes (1) or goes (-1). */
  note({ operationsPerSecond, demandSeconds, inFlight }: Presence, sign: 1 | -1): void {
    const demand = sign * operationsPerSecond * demandSeconds;
    this.#offeredOperations += sign * operationsPerSecond;
    this.#offeredDemand += demand;
    if (inFlight === undefined) this.#openUtilization += demand;
    else this.#closedWorkSeconds += sign * inFlight * demandSeconds;
  }

  /**
   * Waiting at a given mean utilization. Below saturation the law of the service holds. It diverges towards saturation,
   * where what waits is what clients have outstanding: the queue cannot be longer than the requests of the closed loops,
   * slowed by the share of the service that open arrivals take. The lesser of the two applies.
   */
  queueing(utilization: number): Queueing {
    // An operation waits behind the mixture that the service works on; it occupies one server for all servers' share.
    const meanDemand = this.#offeredOperations > 0 ? this.#offeredDemand / this.#offeredOperations : 0;
    const serviceSeconds = Math.max(0, meanDemand) * servers(this.law);
    const open = Math.min(Math.max(0, this.#openUtilization), SATURATED);
    const bound =
      Math.max(0, this.#closedWorkSeconds) / (1 - open) + meanWaitSeconds(this.law, open, serviceSeconds);
    if (utilization >= SATURATED) return { meanSeconds: bound, probability: 1 };
    const byLaw = meanWaitSeconds(this.law, utilization, serviceSeconds);
    return { meanSeconds: Math.min(byLaw, bound), probability: waitingProbability(this.law, utilization) };
  }
}

import type { Simulation } from './simulation.ts';

/** The counts of a station, and their integrals over time. */
export abstract class StationGauges {
  protected readonly simulation: Simulation;
  #busy = 0;
  #inService = 0;
  #arrivals = 0;
  #departures = 0;
  #abandonments = 0;
  #integratedTo: number;
  #queueIntegral = 0;
  #busyIntegral = 0;
  #serviceIntegral = 0;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.#integratedTo = simulation.now;
  }

  /** Requests that wait, preempted ones included. */
  abstract get queueLength(): number;

  /** Servers in use; more than `servers` while those that were taken away finish their work. */
  get busy(): number {
    return this.#busy;
  }

  /** Requests that hold servers. */
  get inService(): number {
    return this.#inService;
  }

  /** Requests made so far. Each has departed, been abandoned, waits, or is in service. */
  get arrivals(): number {
    return this.#arrivals;
  }

  /** Requests whose servers were given back after their service. */
  get departures(): number {
    return this.#departures;
  }

  /**
   * Returns the number of requests that ended without service. They were withdrawn while they waited or were served, or
   * given back by a process that failed. A process may also give one back in the step that begins with an interrupt, as
   * in a `finally` block.
   */
  get abandonments(): number {
    return this.#abandonments;
  }

  /** Integral of `queueLength` over time from the station's making to `now`, in request-seconds. */
  queueIntegral(now = this.simulation.now): number {
    return this.#queueIntegral + this.queueLength * (now - this.#integratedTo);
  }

  /** Integral of `busy` over time, in server-seconds. */
  busyIntegral(now = this.simulation.now): number {
    return this.#busyIntegral + this.#busy * (now - this.#integratedTo);
  }

  /** Integral of `inService` over time, in request-seconds. */
  serviceIntegral(now = this.simulation.now): number {
    return this.#serviceIntegral + this.#inService * (now - this.#integratedTo);
  }

  /** Counts a request that is made, and returns how many were made before. */
  protected countArrival(): number {
    return this.#arrivals++;
  }

  /** Counts a request that ends, after its service or without. */
  protected countEnd(completed: boolean): void {
    if (completed) this.#departures++;
    else this.#abandonments++;
  }

  /** Counts a request that gets servers. To be called after `integrate`. */
  protected countStart(servers: number): void {
    this.#busy += servers;
    this.#inService++;
  }

  /** Counts a request whose servers are taken back. To be called after `integrate`. */
  protected countStop(servers: number): void {
    this.#busy -= servers;
    this.#inService--;
  }

  /** Brings the integrals up to now. To be called before a count or the queue changes. */
  protected integrate(): void {
    const { now } = this.simulation;
    const elapsed = now - this.#integratedTo;
    this.#integratedTo = now;
    this.#queueIntegral += this.queueLength * elapsed;
    this.#busyIntegral += this.#busy * elapsed;
    this.#serviceIntegral += this.#inService * elapsed;
  }
}

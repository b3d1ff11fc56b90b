import type { NetworkStationOptions } from './queueing-network.ts';
import type { Simulation } from './simulation.ts';

/** In the place of a customer's number. */
export const NOBODY = -1;

/** A station of a queueing network: identical servers and one queue, first come, first served. */
export class NetworkStation {
  readonly servers: number;
  readonly serviceSeconds: (customer: number) => number;
  readonly next: (customer: number) => NetworkStation | null;
  readonly #simulation: Simulation;
  #busy = 0;
  #arrivals = 0;
  #departures = 0;
  // The queue: a ring whose length is a power of two.
  #ring = new Int32Array(16);
  #first = 0;
  #queueLength = 0;
  #integratedTo = 0;
  #queueIntegral = 0;
  #busyIntegral = 0;

  /** Use `QueueingNetwork.station`. */
  constructor(simulation: Simulation, options: NetworkStationOptions) {
    if (!Number.isSafeInteger(options.servers) || options.servers < 1) {
      throw new RangeError(`a station needs a whole number of servers, not ${options.servers}`);
    }
    this.#simulation = simulation;
    this.servers = options.servers;
    this.serviceSeconds = options.serviceSeconds;
    this.next = options.next;
    this.#integratedTo = simulation.now;
  }

  get busy(): number {
    return this.#busy;
  }

  get queueLength(): number {
    return this.#queueLength;
  }

  get arrivals(): number {
    return this.#arrivals;
  }

  get departures(): number {
    return this.#departures;
  }

  /** Integral of `queueLength` over time from the station's making to `now`, in customer-seconds. */
  queueIntegral(now: number): number {
    return this.#queueIntegral + this.#queueLength * (now - this.#integratedTo);
  }

  /** Integral of `busy` over time, in server-seconds. */
  busyIntegral(now: number): number {
    return this.#busyIntegral + this.#busy * (now - this.#integratedTo);
  }

  /** A customer arrives. True if a server takes it at once, false if it queues. For QueueingNetwork. */
  admit(customer: number): boolean {
    this.#integrate();
    this.#arrivals++;
    if (this.#busy < this.servers) {
      this.#busy++;
      return true;
    }
    if (this.#queueLength === this.#ring.length) this.#grow();
    this.#ring[(this.#first + this.#queueLength++) & (this.#ring.length - 1)] = customer;
    return false;
  }

  /** A customer's service ends. Returns the customer that its server takes next, or NOBODY. */
  dismiss(): number {
    this.#integrate();
    this.#departures++;
    if (this.#queueLength === 0) {
      this.#busy--;
      return NOBODY;
    }
    const customer = this.#ring[this.#first]!;
    this.#first = (this.#first + 1) & (this.#ring.length - 1);
    this.#queueLength--;
    return customer;
  }

  #integrate(): void {
    const { now } = this.#simulation;
    const elapsed = now - this.#integratedTo;
    this.#integratedTo = now;
    this.#queueIntegral += this.#queueLength * elapsed;
    this.#busyIntegral += this.#busy * elapsed;
  }

  #grow(): void {
    const larger = new Int32Array(this.#ring.length * 2);
    larger.set(this.#ring.subarray(this.#first));
    larger.set(this.#ring.subarray(0, this.#first), this.#ring.length - this.#first);
    this.#ring = larger;
    this.#first = 0;
  }
}

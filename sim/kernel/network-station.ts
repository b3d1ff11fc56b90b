import type { NetworkStationOptions, QueueingNetwork } from './queueing-network.ts';
import type { Simulation } from './simulation.ts';

/** A station of a queueing network: identical servers and one queue, first come, first served. */
export class NetworkStation {
  readonly servers: number;
  readonly serviceSeconds: (customer: number) => number;
  readonly next: (customer: number) => NetworkStation | null;
  readonly #simulation: Simulation;
  readonly #network: QueueingNetwork;
  readonly #handler: number;
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
  constructor(simulation: Simulation, network: QueueingNetwork, options: NetworkStationOptions) {
    if (!Number.isSafeInteger(options.servers) || options.servers < 1) {
      throw new RangeError(`a station needs a whole number of servers, not ${options.servers}`);
    }
    this.#simulation = simulation;
    this.#network = network;
    this.#handler = simulation.handler((customer) => this.#completeService(customer));
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

  /** A customer arrives. For QueueingNetwork. */
  admit(customer: number): void {
    this.#integrate();
    this.#arrivals++;
    if (this.#busy < this.servers) {
      this.#busy++;
      this.#serve(customer);
      return;
    }
    if (this.#queueLength === this.#ring.length) this.#grow();
    this.#ring[(this.#first + this.#queueLength++) & (this.#ring.length - 1)] = customer;
  }

  #completeService(customer: number): void {
    this.#integrate();
    this.#departures++;
    if (this.#queueLength === 0) {
      this.#busy--;
    } else {
      const waiting = this.#ring[this.#first]!;
      this.#first = (this.#first + 1) & (this.#ring.length - 1);
      this.#queueLength--;
      this.#serve(waiting);
    }
    const next = this.next(customer);
    if (next === null) this.#network.leave(customer);
    else next.admit(customer);
  }

  #serve(customer: number): void {
    this.#simulation.delaySeconds[0] = this.serviceSeconds(customer);
    this.#simulation.scheduleDelayed(this.#handler, customer);
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

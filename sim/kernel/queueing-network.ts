/**
 * A declarative queueing network: sources, stations and routing over typed arrays and without generators. Each handles
 * its own events. A customer is a small integer, used again when it has left. A model keeps its knowledge about
 * customers in arrays of its own under that number.
 *
 * Use it where single operations are events by the million. For customers with a story of their own, use processes.
 * Both live on one calendar and may be mixed.
 */
import { NetworkSource } from './network-source.ts';
import { NetworkStation } from './network-station.ts';
import type { Simulation } from './simulation.ts';

export interface NetworkStationOptions {
  readonly servers: number;
  /** Draws the service time of a customer, in seconds. */
  readonly serviceSeconds: (customer: number) => number;
  /** Returns the next station of a customer after its service; null if it leaves the network. */
  readonly next: (customer: number) => NetworkStation | null;
}

export interface NetworkSourceOptions {
  /** Draws the time to the next arrival, in seconds; Infinity ends the source. */
  readonly intervalSeconds: () => number;
  /** Returns the first station of an arriving customer. Note here what the model must know about it. */
  readonly first: (customer: number) => NetworkStation;
}

export class QueueingNetwork {
  readonly #simulation: Simulation;
  readonly #onDeparture: (customer: number, sojournSeconds: number) => void;
  #customers = 0;
  #enteredSeconds = new Float64Array(64);
  // Numbers of customers that have left, to be given again.
  #free = new Int32Array(64);
  #freeCount = 0;

  /** `onDeparture` is told of each customer that leaves and how long it was there. */
  constructor(
    simulation: Simulation,
    options: { onDeparture?: (customer: number, sojournSeconds: number) => void } = {},
  ) {
    this.#simulation = simulation;
    this.#onDeparture = options.onDeparture ?? (() => {});
  }

  station(options: NetworkStationOptions): NetworkStation {
    return new NetworkStation(this.#simulation, this, options);
  }

  /** Starts a source; its first arrival is one interval from now. */
  source(options: NetworkSourceOptions): void {
    new NetworkSource(this.#simulation, this, options).start();
  }

  /** A customer enters the network and goes to the station that `first` gives for its number. */
  enter(first: (customer: number) => NetworkStation): void {
    const customer = this.#freeCount > 0 ? this.#free[--this.#freeCount]! : this.#newCustomer();
    this.#enteredSeconds[customer] = this.#simulation.now;
    first(customer).admit(customer);
  }

  /** A customer leaves the network. For NetworkStation. */
  leave(customer: number): void {
    this.#onDeparture(customer, this.#simulation.now - this.#enteredSeconds[customer]!);
    this.#free[this.#freeCount++] = customer;
  }

  #newCustomer(): number {
    const customer = this.#customers++;
    if (customer === this.#enteredSeconds.length) {
      const enteredSeconds = new Float64Array(customer * 2);
      enteredSeconds.set(this.#enteredSeconds);
      this.#enteredSeconds = enteredSeconds;
      // Nobody is free, so there is nothing to copy.
      this.#free = new Int32Array(customer * 2);
    }
    return customer;
  }
}

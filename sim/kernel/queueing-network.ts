/**
 * A declarative queueing network: sources, stations and routing, run by two handlers over typed arrays, without
 * generators. A customer is a small integer, used again when it has left; what a model knows about its customers it
 * keeps in arrays of its own under that number.
 *
 * Use it where single operations are events by the million. For customers with a story of their own, use processes:
 * both live on one calendar and may be mixed.
 */
import { NetworkStation } from './network-station.ts';
import type { Simulation } from './simulation.ts';

export interface NetworkStationOptions {
  readonly servers: number;
  /** Draws the service time of a customer, in seconds. */
  readonly serviceSeconds: (customer: number) => number;
  /** Where a customer goes after its service; null if it leaves the network. */
  readonly next: (customer: number) => NetworkStation | null;
}

export interface NetworkSourceOptions {
  /** Draws the time to the next arrival, in seconds; Infinity ends the source. */
  readonly intervalSeconds: () => number;
  /** Where an arriving customer goes first. The place to note what the model must know about it. */
  readonly first: (customer: number) => NetworkStation;
}

export class QueueingNetwork {
  readonly #simulation: Simulation;
  readonly #onDeparture: (customer: number, sojournSeconds: number) => void;
  readonly #sources: NetworkSourceOptions[] = [];
  readonly #sourceHandler: number;
  readonly #serviceHandler: number;
  // Customers.
  readonly #stationOf: (NetworkStation | null)[] = [];
  #enteredSeconds = new Float64Array(64);
  readonly #free: number[] = [];

  /** `onDeparture` is told of each customer that leaves and how long it was there. */
  constructor(
    simulation: Simulation,
    options: { onDeparture?: (customer: number, sojournSeconds: number) => void } = {},
  ) {
    this.#simulation = simulation;
    this.#onDeparture = options.onDeparture ?? (() => {});
    this.#sourceHandler = simulation.handler((source) => this.#arriveFrom(source));
    this.#serviceHandler = simulation.handler((customer) => this.#completeService(customer));
  }

  station(options: NetworkStationOptions): NetworkStation {
    return new NetworkStation(options, this.#simulation.now);
  }

  /** Starts a source; its first arrival is one interval from now. */
  source(options: NetworkSourceOptions): void {
    this.#scheduleArrival(this.#sources.push(options) - 1);
  }

  /** A customer enters the network and goes to the station that `first` gives for its number. */
  enter(first: (customer: number) => NetworkStation): void {
    const customer = this.#free.pop() ?? this.#newCustomer();
    this.#enteredSeconds[customer] = this.#simulation.now;
    this.#arrive(customer, first(customer));
  }

  #newCustomer(): number {
    const customer = this.#stationOf.push(null) - 1;
    if (customer === this.#enteredSeconds.length) {
      const larger = new Float64Array(customer * 2);
      larger.set(this.#enteredSeconds);
      this.#enteredSeconds = larger;
    }
    return customer;
  }

  #arriveFrom(source: number): void {
    this.#scheduleArrival(source);
    this.enter(this.#sources[source]!.first);
  }

  #scheduleArrival(source: number): void {
    const intervalSeconds = this.#sources[source]!.intervalSeconds();
    if (intervalSeconds !== Infinity) this.#simulation.schedule(intervalSeconds, this.#sourceHandler, source);
  }

  #arrive(customer: number, station: NetworkStation): void {
    this.#stationOf[customer] = station;
    if (station.admit(customer, this.#simulation.now)) this.#serve(customer, station);
  }

  #serve(customer: number, station: NetworkStation): void {
    this.#simulation.schedule(station.serviceSeconds(customer), this.#serviceHandler, customer);
  }

  #completeService(customer: number): void {
    const station = this.#stationOf[customer]!;
    const waiting = station.dismiss(this.#simulation.now);
    if (waiting !== null) this.#serve(waiting, station);
    const next = station.next(customer);
    if (next !== null) {
      this.#arrive(customer, next);
      return;
    }
    this.#onDeparture(customer, this.#simulation.now - this.#enteredSeconds[customer]!);
    this.#free.push(customer);
  }
}

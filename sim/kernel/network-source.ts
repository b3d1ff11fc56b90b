import type { NetworkStation } from './network-station.ts';
import type { NetworkSourceOptions, QueueingNetwork } from './queueing-network.ts';
import type { Simulation } from './simulation.ts';

/** A source of customers of a queueing network, one arrival scheduled at a time. */
export class NetworkSource {
  readonly #simulation: Simulation;
  readonly #network: QueueingNetwork;
  readonly #handler: number;
  readonly #intervalSeconds: () => number;
  readonly #first: (customer: number) => NetworkStation;

  constructor(
    simulation: Simulation,
    network: QueueingNetwork,
    { intervalSeconds, first }: NetworkSourceOptions,
  ) {
    this.#simulation = simulation;
    this.#network = network;
    this.#handler = simulation.handler(() => this.#arrive());
    this.#intervalSeconds = intervalSeconds;
    this.#first = first;
  }

  /** The first arrival is one interval from now. For QueueingNetwork. */
  start(): void {
    this.#schedule();
  }

  #arrive(): void {
    this.#schedule();
    this.#network.enter(this.#first);
  }

  #schedule(): void {
    const intervalSeconds = this.#intervalSeconds();
    if (intervalSeconds === Infinity) return;
    this.#simulation.delaySeconds[0] = intervalSeconds;
    this.#simulation.scheduleDelayed(this.#handler, 0);
  }
}

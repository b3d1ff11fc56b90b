import type { Client } from '../../../models/effects.ts';
import type { OperationBatch } from '../../../models/operations.ts';
import type { NetworkModel } from '../network/network-model.ts';
import type { NetworkPath } from '../network/network-path.ts';
import type { Resource } from '../resources/resource.ts';
import type { StorageModel } from '../storage/storage-model.ts';
import type { Hop } from './hop.ts';
import { IoPath, oneLegEach } from './io-path.ts';

/** Changes the path of a batch before it is performed, as a cache does that answers a share of its reads. */
export type PathRewrite<Service extends Resource> = (
  path: IoPath<Service>,
  batch: OperationBatch,
  client: Client,
  now: number,
) => IoPath<Service>;

/** Finds out which hops the operations of a batch take. */
export class PathResolver<Service extends Resource> {
  readonly #network: NetworkModel;
  readonly #routes: ReadonlyMap<string, Route<Service>>;
  readonly #rewrites: readonly PathRewrite<Service>[];

  constructor(
    network: NetworkModel,
    systems: readonly StorageModel<Service>[],
    rewrites: readonly PathRewrite<Service>[] = [],
  ) {
    this.#network = network;
    this.#routes = new Map(
      systems.map((system) => [system.name, new Route(system, network.roundTripSeconds)]),
    );
    this.#rewrites = rewrites;
  }

  /** Returns the path of a batch that begins now. */
  resolve(batch: OperationBatch, client: Client, now: number): IoPath<Service> {
    // An open batch is the work of many machines, so that no single NIC carries it.
    const way = batch.pacing.kind === 'open' ? this.#network.shared : this.#network.path(client);
    let path = this.#routes.get(batch.dataset.storage)!.over(way);
    for (const rewrite of this.#rewrites) path = rewrite(path, batch, client, now);
    return path;
  }
}

/** The paths to one storage system, one for each way through the network. */
class Route<Service extends Resource> {
  readonly #system: StorageModel<Service>;
  readonly #latencySeconds: number;
  readonly #paths = new Map<NetworkPath, IoPath<Service>>();

  constructor(system: StorageModel<Service>, latencySeconds: number) {
    this.#system = system;
    this.#latencySeconds = latencySeconds;
  }

  over(way: NetworkPath): IoPath<Service> {
    let path = this.#paths.get(way);
    if (path === undefined) this.#paths.set(way, (path = this.#pathOver(way)));
    return path;
  }

  #pathOver(way: NetworkPath): IoPath<Service> {
    const { services, envelope, meter } = this.#system;
    const latencySeconds = this.#latencySeconds;
    const hops = services.map((service): Hop<Service> => ({ service, envelope, latencySeconds, way, meter }));
    const legs = oneLegEach(hops, (kind) => services.indexOf(this.#system.serviceOf(kind)));
    return new IoPath(hops, legs, way, this);
  }
}

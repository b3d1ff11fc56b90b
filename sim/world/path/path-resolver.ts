import type { Client } from '../../../models/effects.ts';
import { isReadOnly, type OperationBatch, type OperationKind } from '../../../models/operations.ts';
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
  readonly #systems: ReadonlyMap<string, StorageModel<Service>>;
  /** Routes by where batches write, then by where they read. */
  readonly #routes = new Map<string, Map<string, Route<Service>>>();
  readonly #rewrites: readonly PathRewrite<Service>[];

  constructor(
    network: NetworkModel,
    systems: readonly StorageModel<Service>[],
    rewrites: readonly PathRewrite<Service>[] = [],
  ) {
    this.#network = network;
    this.#systems = new Map(systems.map((system) => [system.name, system]));
    this.#rewrites = rewrites;
  }

  /** Returns the path of a batch that begins now. */
  resolve(batch: OperationBatch, client: Client, now: number): IoPath<Service> {
    // An open batch is the work of many machines, so that no single NIC carries it.
    const way = batch.pacing.kind === 'open' ? this.#network.shared : this.#network.path(client);
    let path = this.#routeOf(batch).over(way);
    for (const rewrite of this.#rewrites) path = rewrite(path, batch, client, now);
    return path;
  }

  #routeOf({ dataset, source = dataset }: OperationBatch): Route<Service> {
    let routes = this.#routes.get(dataset.storage);
    if (routes === undefined) this.#routes.set(dataset.storage, (routes = new Map()));
    let route = routes.get(source.storage);
    if (route === undefined) {
      route = new Route(
        { dataset: this.#systems.get(dataset.storage)!, source: this.#systems.get(source.storage)! },
        this.#network.roundTripSeconds,
      );
      routes.set(source.storage, route);
    }
    return route;
  }
}

/** The storage systems that a batch works on: twice the same one where it is no copy. */
interface Ends<Service extends Resource> {
  readonly dataset: StorageModel<Service>;
  readonly source: StorageModel<Service>;
}

/** The paths to one storage system, or over the two of a copy, one for each way through the network. */
class Route<Service extends Resource> {
  readonly #ends: Ends<Service>;
  readonly #latencySeconds: number;
  readonly #paths = new Map<NetworkPath, IoPath<Service>>();

  constructor(ends: Ends<Service>, latencySeconds: number) {
    this.#ends = ends;
    this.#latencySeconds = latencySeconds;
  }

  over(way: NetworkPath): IoPath<Service> {
    let path = this.#paths.get(way);
    if (path === undefined) this.#paths.set(way, (path = this.#pathOver(way)));
    return path;
  }

  #pathOver(way: NetworkPath): IoPath<Service> {
    const latencySeconds = this.#latencySeconds;
    const hops: Hop<Service>[] = [];
    for (const { services, envelope, meter } of new Set([this.#ends.dataset, this.#ends.source])) {
      for (const service of services) hops.push({ service, envelope, latencySeconds, way, meter });
    }
    const services = hops.map(({ service }) => service);
    const legs = oneLegEach(hops, (kind) => services.indexOf(this.#answering(kind)));
    return new IoPath(hops, legs, way, this);
  }

  #answering(kind: OperationKind): Service {
    const { dataset, source } = this.#ends;
    return (isReadOnly(kind) ? source : dataset).serviceOf(kind);
  }
}

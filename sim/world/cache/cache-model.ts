import type { Cache } from '../../../models/caches/cache.ts';
import type { NodeCaches } from '../../../models/caches/node-caches.ts';
import type { Client } from '../../../models/effects.ts';
import type { ServiceLaw, StorageEnvelope } from '../../../models/hardware/envelope.ts';
import { cacheResource } from '../../../models/resource-names.ts';
import type { FluidNetwork } from '../../kernel/fluid.ts';
import { NetworkPath } from '../network/network-path.ts';
import type { Hop } from '../path/hop.ts';
import type { PathRewrite } from '../path/path-resolver.ts';
import type { Resource } from '../resources/resource.ts';
import type { ServiceIdentity } from '../storage/service-identity.ts';
import { TrafficMeter } from '../storage/traffic-meter.ts';
import { CachedPath } from './cached-path.ts';

/** Operations per second of a cache that has nothing to do but its payload. */
const FREE = 1e18;

/** One reader after the other, each at the bandwidth of the cache. */
const LAW: ServiceLaw = { lanes: 1, serversPerLane: 1, variability: 0.5, idleResponseSeconds: 1 / FREE };

/** Costs are the same on all routes through caches: they are told apart by their services. */
const ROUTE = {};

/** The caches of a studio at one granularity: each node's bandwidth is a resource of its own, made when it is first read from. */
export class CacheModel<Service extends Resource> {
  readonly #caches: NodeCaches;
  readonly #addService: (identity: ServiceIdentity, law: ServiceLaw) => Service;
  readonly #meters: readonly TrafficMeter[];
  readonly #way = new NetworkPath([], Number.POSITIVE_INFINITY);
  /** The hops to the caches of each node. */
  readonly #hops = new Map<string, readonly Hop<Service>[]>();

  constructor(
    caches: NodeCaches,
    fluid: FluidNetwork,
    addService: (identity: ServiceIdentity, law: ServiceLaw) => Service,
  ) {
    this.#caches = caches;
    this.#addService = addService;
    this.#meters = caches.caches.map(({ name }) => new TrafficMeter(fluid, cacheResource(name)));
  }

  /** Lets a batch whose bundles are held leave its path early. */
  readonly rewrite: PathRewrite<Service> = (path, batch, client) => {
    const lookup = batch.bundles === undefined ? null : this.#caches.lookUp(batch, client);
    if (lookup === null || client.kind !== 'node') return path;
    return new CachedPath(path, batch, lookup, this.#hopsOf(client), ROUTE);
  };

  #hopsOf({ farm, node }: Client & { readonly kind: 'node' }): readonly Hop<Service>[] {
    const name = `${farm}.node[${node}]`;
    let hops = this.#hops.get(name);
    if (hops === undefined) {
      hops = this.#caches.caches.map((cache, place) => this.#hopTo(cache, place, name));
      this.#hops.set(name, hops);
    }
    return hops;
  }

  #hopTo({ name, readBytesPerSecond }: Cache, place: number, node: string): Hop<Service> {
    const group = cacheResource(name);
    const identity = { id: `${group}.${node}`, group, kind: 'cache', owner: name } as const;
    return {
      service: this.#addService(identity, LAW),
      envelope: envelopeOf(readBytesPerSecond),
      latencySeconds: 0,
      way: this.#way,
      meter: this.#meters[place]!,
    };
  }
}

/** Returns the law by which a read takes its bytes over the bandwidth, and a lookup nothing. */
function envelopeOf(bytesPerSecond: number): StorageEnvelope {
  return {
    readBytesPerSecond: bytesPerSecond,
    writeBytesPerSecond: bytesPerSecond,
    readOperationsPerSecond: FREE,
    writeOperationsPerSecond: FREE,
    streamBytesPerSecond: bytesPerSecond,
    metadataOperationsPerSecond: FREE,
    metadataCost: { lookup: 1, getattr: 1, access: 1, readdir: 1, create: 1, rename: 1, remove: 1 },
    metadataIsolated: false,
    data: LAW,
    metadata: LAW,
    evidence: {},
  };
}

import { servicesOf } from '../../models/hardware/storage-services.ts';
import {
  CORE,
  cacheResource,
  farmResource,
  HOSTS,
  ROUND_TRIP,
  serviceResource,
  UPLINKS,
} from '../../models/resource-names.ts';
import { assetsOf, kindOf, systemsOf } from '../../models/stages/stage-kinds.ts';
import type { StageDefinition, StorageSystem, Studio } from '../../models/studio.ts';
import type { TimeKind, TimePart } from '../../models/time-part.ts';

/** Links between a host and storage, by the names under which they are reported. */
const LINKS = [HOSTS, UPLINKS, CORE];

const UNHINDERED: ReadonlySet<TimeKind> = new Set(['service', 'distance', 'transmission']);

/** Places of the parts on one resource; -1 for a part that it does not have. */
export interface ResourcePlaces {
  readonly queue: number;
  readonly saturation: number;
  readonly service: number;
  readonly transmission: number;
}

/**
 * The parts of which times of one stage may consist: a fixed list, so that parts are sums in an array. A part that is not in
 * the list cannot be the cause of anything in the stage.
 */
export class StageParts {
  readonly list: readonly TimePart[];
  /** Places of parts in the list; null for a stage without a farm. */
  readonly farmQueue: number | null;
  readonly compute: number | null;
  readonly roundTrip: number;
  readonly outstanding: number;
  readonly device: number;
  readonly #resources = new Map<string, ResourcePlaces>();
  readonly #unhindered: readonly boolean[];
  readonly #outages = new Map<string, number>();

  constructor(
    stage: StageDefinition,
    { storage, caches = [], faults = [] }: Pick<Studio, 'storage' | 'caches' | 'faults'>,
  ) {
    const list: TimePart[] = [];
    const add = (kind: TimeKind, resource: string): number => list.push({ kind, resource }) - 1;
    // What nearly every response has comes first, so that it lies side by side in memory.
    this.roundTrip = add('distance', ROUND_TRIP);
    const services = systemsOf(stage).flatMap((name) =>
      serviceNames(storage.find((system) => system.name === name)!),
    );
    if (assetsOf(stage).some(({ published }) => published)) {
      services.push(...caches.map(({ name }) => cacheResource(name)));
    }
    for (const resource of services) {
      const service = add('service', resource);
      const queue = add('queue', resource);
      this.#resources.set(resource, {
        queue,
        service,
        saturation: add('saturation', resource),
        transmission: -1,
      });
    }
    for (const resource of LINKS) {
      const transmission = add('transmission', resource);
      const queue = add('queue', resource);
      this.#resources.set(resource, {
        queue,
        transmission,
        saturation: add('saturation', resource),
        service: -1,
      });
    }
    this.outstanding = add('outstanding', `${stage.name}.outstanding`);
    this.device = add('device', `${stage.name}.reader`);
    const { farm } = kindOf(stage).traits(stage);
    this.farmQueue = farm === null ? null : add('queue', farmResource(farm.name));
    this.compute = farm === null ? null : add('compute', farmResource(farm.name));
    if (faults.length > 0) {
      const ofFarm = farm === null ? [] : [farmResource(farm.name)];
      for (const resource of [...this.#resources.keys(), ...ofFarm]) {
        this.#outages.set(resource, add('outage', resource));
      }
    }
    this.list = list;
    this.#unhindered = list.map(({ kind }) => UNHINDERED.has(kind));
  }

  /** Whether anything can fail, so that there are parts for outages. */
  get hasOutages(): boolean {
    return this.#outages.size > 0;
  }

  /** Returns the place of the part of outages of a resource. Throws where the stage has none. */
  outageOf(resource: string): number {
    const place = this.#outages.get(resource);
    if (place === undefined) throw new Error(`this stage knows no outage of ${resource}`);
    return place;
  }

  /** How many parts there are. */
  get count(): number {
    return this.list.length;
  }

  /** Whether a part is time of operations that wait for nothing. */
  isUnhindered(part: number): boolean {
    return this.#unhindered[part]!;
  }

  /** Places of the parts on a storage service or a kind of link. Throws for a resource that the stage does not use. */
  on(resource: string): ResourcePlaces {
    const places = this.#resources.get(resource);
    if (places === undefined) throw new Error(`this stage does not use ${resource}`);
    return places;
  }
}

/** Names of the services of a storage system as resources. */
function serviceNames({ name, envelope }: StorageSystem): readonly string[] {
  const names = servicesOf(envelope).map((service) => serviceResource(service.name, name));
  return names.toReversed();
}

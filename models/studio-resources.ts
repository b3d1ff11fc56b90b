import { isMetadata } from './operations.ts';
import {
  CORE,
  dataResource,
  farmResource,
  HOSTS,
  metadataResource,
  serviceResource,
  UPLINKS,
} from './resource-names.ts';
import type { ResourceKind, Unit } from './result.ts';
import type { Farm, StorageSystem, Studio } from './studio.ts';

/** A resource as documents speak of it; the links of all racks, or of all hosts, are one. */
export type ResourceFacts = CommonFacts & (LinkFacts | FarmFacts | ServiceFacts);

interface CommonFacts {
  readonly name: string;
  /** The most that it can do, in `capacityUnit`; of several links, the most of each. */
  readonly capacity: number;
  readonly capacityUnit: Unit;
}

interface LinkFacts {
  readonly kind: Extract<ResourceKind, 'link'>;
}

interface FarmFacts {
  readonly kind: Extract<ResourceKind, 'farm'>;
  readonly farm: Farm;
}

interface ServiceFacts {
  readonly kind: Extract<ResourceKind, 'storage-data' | 'storage-metadata'>;
  readonly system: StorageSystem;
}

/** The resources of a compiled studio, by the names under which documents speak of them. */
export class StudioResources {
  readonly #facts = new Map<string, ResourceFacts>();

  constructor({ storage, network, farms }: Studio) {
    for (const [name, capacity] of [
      [HOSTS, network.hostBytesPerSecond],
      [UPLINKS, network.uplinkBytesPerSecond],
      [CORE, network.coreBytesPerSecond],
    ] as const) {
      this.#facts.set(name, { kind: 'link', name, capacity, capacityUnit: 'bytes/s' });
    }
    for (const farm of farms) {
      const name = farmResource(farm.name);
      this.#facts.set(name, {
        kind: 'farm',
        name,
        farm,
        capacity: farm.nodes * farm.gpusPerNode,
        capacityUnit: 'count',
      });
    }
    for (const system of storage) this.#addServices(system);
  }

  /** The resource of this name. Throws for a name that no resource of the studio has. */
  named(name: string): ResourceFacts {
    const facts = this.#facts.get(name);
    if (facts === undefined) throw new Error(`the studio has no resource ${name}`);
    return facts;
  }

  /** The resource of this name if there is one. */
  find(name: string): ResourceFacts | undefined {
    return this.#facts.get(name);
  }

  /** Adds the services of a system. The data service answers to the name of metadata too if that has no service of its own. */
  #addServices(system: StorageSystem): void {
    const { name: owner, envelope } = system;
    const data: ResourceFacts = {
      kind: 'storage-data',
      name: dataResource(owner),
      system,
      capacity: envelope.readBytesPerSecond,
      capacityUnit: 'bytes/s',
    };
    this.#facts.set(data.name, data);
    const name = metadataResource(owner);
    if (!envelope.metadataIsolated) this.#facts.set(name, data);
    else {
      this.#facts.set(name, {
        kind: 'storage-metadata',
        name,
        system,
        capacity: envelope.metadataOperationsPerSecond,
        capacityUnit: 'operations/s',
      });
    }
    for (const { name: service, operationsPerSecond, operations } of envelope.further ?? []) {
      const further = serviceResource(service, owner);
      this.#facts.set(further, {
        kind: operations.every(isMetadata) ? 'storage-metadata' : 'storage-data',
        name: further,
        system,
        capacity: operationsPerSecond,
        capacityUnit: 'operations/s',
      });
    }
  }
}

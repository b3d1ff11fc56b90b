import type { FluidResource } from '../../kernel/fluid.ts';
import type { CrossedResource } from './crossed-resource.ts';
import type { Resource } from './resource.ts';

/** All resources of a studio in one replication. */
export class ResourceRegistry {
  readonly #byId = new Map<string, Resource>();
  /** Resources by the index of the fluid resource; those that never limit a flow are missing. */
  readonly #ofFluid: (Resource | undefined)[] = [];

  /** Adds a resource and returns it. Throws where another one has its id. */
  add<R extends Resource>(resource: R): R {
    if (this.#byId.has(resource.id)) throw new Error(`there are two resources named ${resource.id}`);
    this.#byId.set(resource.id, resource);
    return resource;
  }

  /** Adds a resource that flows cross, and returns it. */
  addCrossed<R extends CrossedResource>(resource: R): R {
    this.#ofFluid[resource.fluid.index] = resource;
    return this.add(resource);
  }

  /** The resources that have a name as their id or as the name of their group, in the order in which they were added. */
  named(name: string): readonly Resource[] {
    return [...this.#byId.values()].filter(({ id, group }) => id === name || group === name);
  }

  /** The resource that limited a flow, by what the kernel calls its bottleneck. */
  ofFluid(fluid: FluidResource): Resource {
    return this.#ofFluid[fluid.index]!;
  }

  [Symbol.iterator](): Iterator<Resource> {
    return this.#byId.values();
  }
}

import type { FluidNetwork, FluidResource } from '../../kernel/fluid.ts';
import type { Process } from '../../kernel/process.ts';
import type { Simulation } from '../../kernel/simulation.ts';
import { Resource, type ResourceIdentity } from './resource.ts';

/** A network link: payloads cross it as flows. */
export class Link extends Resource {
  readonly fluid: FluidResource;

  constructor(
    simulation: Simulation,
    network: FluidNetwork,
    { id, group }: Pick<ResourceIdentity, 'id' | 'group'>,
    bytesPerSecond: number,
  ) {
    super(simulation, { id, group, kind: 'link', owner: null, unit: 'bytes/s' }, bytesPerSecond);
    this.fluid = network.resource({ name: id, capacity: bytesPerSecond });
  }

  usedIntegral(now: number): number {
    return this.fluid.usedIntegral(now);
  }

  holders(): readonly Process[] {
    return this.fluid.network.flowsOver(this.fluid).map(({ process }) => process);
  }

  protected applyShare(): void {
    this.fluid.network.setCapacity(this.fluid, this.capacity);
  }
}

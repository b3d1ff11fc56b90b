import type { FluidNetwork, FluidResource } from '../../kernel/fluid.ts';
import type { Process } from '../../kernel/process.ts';
import type { Simulation } from '../../kernel/simulation.ts';
import { Resource, type ResourceIdentity } from './resource.ts';

/** A resource that flows cross: a fluid resource of the kernel. */
export abstract class CrossedResource extends Resource {
  readonly fluid: FluidResource;

  constructor(
    simulation: Simulation,
    network: FluidNetwork,
    identity: ResourceIdentity,
    originalCapacity: number,
  ) {
    super(simulation, identity, originalCapacity);
    this.fluid = network.resource({ name: identity.id, capacity: originalCapacity });
  }

  usedIntegral(now: number): number {
    return this.fluid.usedIntegral(now);
  }

  holders(): readonly Process[] {
    return this.fluid.network.flowsOver(this.fluid).map(({ process }) => process);
  }

  protected override prepareChange(): void {
    for (const { owner } of this.fluid.network.flowsOver(this.fluid)) owner?.capacityChanges();
  }

  protected applyShare(): void {
    const { network } = this.fluid;
    network.setCapacity(this.fluid, this.capacity);
    for (const { owner } of network.flowsOver(this.fluid)) owner?.capacityChanged();
  }
}

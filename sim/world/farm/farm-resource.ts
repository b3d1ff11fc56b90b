import type { FaultTally } from '../../../models/faults/fault-tally.ts';
import { farmResource } from '../../../models/resource-names.ts';
import type { Process } from '../../kernel/process.ts';
import type { Simulation } from '../../kernel/simulation.ts';
import type { FarmModel } from '../../runtime/farm-model.ts';
import { Resource } from '../resources/resource.ts';

/** A farm as a resource: jobs hold its GPUs. */
export class FarmResource extends Resource {
  readonly farm: FarmModel;

  constructor(simulation: Simulation, farm: FarmModel) {
    const id = farmResource(farm.name);
    super(simulation, { id, group: id, kind: 'farm', owner: farm.name, unit: 'count' }, farm.gpus);
    this.farm = farm;
  }

  usedIntegral(now: number): number {
    return this.farm.busyIntegral(now);
  }

  /** Nodes that failed were capacity that was missing, too. */
  override get hasChanged(): boolean {
    return super.hasChanged || this.farm.hasFailedNodes;
  }

  override missingSeconds(now: number): number {
    return this.farm.missingIntegral(now) / this.originalCapacity;
  }

  /** Takes whole GPUs out of service, so that the share that is left may be a little more or less than was requested. */
  override degrade(share: number): void {
    super.degrade(Math.round(share * this.farm.gpus) / this.farm.gpus);
  }

  /** The farm stops, and the jobs on it are killed. */
  override fail(tally: FaultTally | null = null): void {
    super.fail();
    this.farm.failAll(tally);
  }

  protected applyShare(): void {
    this.farm.setGpusUp(Math.round(this.capacity));
  }

  holders(): readonly Process[] {
    return this.farm.holders();
  }
}

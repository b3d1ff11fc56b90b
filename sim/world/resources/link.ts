import type { FluidNetwork } from '../../kernel/fluid.ts';
import type { Simulation } from '../../kernel/simulation.ts';
import { CrossedResource } from './crossed-resource.ts';
import type { ResourceIdentity } from './resource.ts';

/** A network link: payloads cross it as flows. */
export class Link extends CrossedResource {
  readonly #onChange: () => void;

  /** `onChange` is called when its bandwidth has changed, before its flows go on. */
  constructor(
    simulation: Simulation,
    network: FluidNetwork,
    { id, group }: Pick<ResourceIdentity, 'id' | 'group'>,
    bytesPerSecond: number,
    onChange: () => void = () => {},
  ) {
    super(simulation, network, { id, group, kind: 'link', owner: null, unit: 'bytes/s' }, bytesPerSecond);
    this.#onChange = onChange;
  }

  protected override applyShare(): void {
    this.#onChange();
    super.applyShare();
  }

  /** Bandwidth of a payload that has the link to itself. While the link is down, that is what it will be after a full repair. */
  get freeBytesPerSecond(): number {
    return this.state === 'down' ? this.originalCapacity : this.capacity;
  }
}

import type { ServiceLaw } from '../../../models/hardware/envelope.ts';
import { serviceVariation } from '../../../models/hardware/storage-law.ts';
import type { StreamSource } from '../../../models/random.ts';
import type { FluidNetwork } from '../../kernel/fluid.ts';
import type { Simulation } from '../../kernel/simulation.ts';
import { CrossedResource } from '../resources/crossed-resource.ts';
import { ClosedQueue } from './closed-queue.ts';
import { OpenQueue } from './open-queue.ts';
import type { ServiceIdentity } from './service-identity.ts';
import { TabulatedSampler } from './tabulated-sampler.ts';

/**
 * The data or the metadata service of a storage system, in the flow granularity. A fluid resource whose capacity is one
 * second of demand per second determines throughput. The queues at its lanes determine how long an operation waits. A
 * share of its capacity is the speed of its servers.
 */
export class FlowService extends CrossedResource {
  readonly law: ServiceLaw;
  /** A factor of mean 1 by which the service of one operation differs from the mean. */
  readonly variation: TabulatedSampler;
  readonly open: OpenQueue;
  readonly closed: ClosedQueue;

  constructor(
    simulation: Simulation,
    network: FluidNetwork,
    identity: ServiceIdentity,
    law: ServiceLaw,
    streams: StreamSource,
  ) {
    super(simulation, network, { ...identity, unit: 'fraction' }, 1);
    this.law = law;
    this.variation = new TabulatedSampler(serviceVariation(law));
    this.open = new OpenQueue(law, streams.stream(identity.id, 'open arrivals'));
    this.closed = new ClosedQueue(law, this.open, streams.stream(identity.id, 'closed loops'));
  }

  /** The speed at which an operation is served that waits for nothing. While the service is down, that after a full repair. */
  get freeSpeed(): number {
    return this.state === 'down' ? 1 : this.share;
  }

  protected override applyShare(): void {
    this.open.setSpeed(this.share, this.simulation.now);
    this.closed.setSpeed(this.freeSpeed);
    super.applyShare();
  }
}

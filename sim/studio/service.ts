import type { ServiceLaw } from '../../models/hardware/envelope.ts';
import { serviceVariation } from '../../models/hardware/storage-law.ts';
import type { StreamSource } from '../../models/random.ts';
import type { FluidResource } from '../kernel/fluid.ts';
import { ClosedQueue } from './closed-queue.ts';
import { OpenQueue } from './open-queue.ts';
import type { ObservedService } from './performer.ts';
import { TabulatedSampler } from './tabulated-sampler.ts';

/**
 * The data or the metadata service of a storage system, in the flow granularity: a fluid resource whose capacity is one
 * second of demand per second, which says what is moved, and the queues at its lanes, which say how long an operation waits.
 */
export class Service implements ObservedService {
  readonly resource: FluidResource;
  readonly law: ServiceLaw;
  /** A factor of mean 1 by which the service of one operation differs from the mean. */
  readonly variation: TabulatedSampler;
  readonly open: OpenQueue;
  readonly closed: ClosedQueue;

  constructor(resource: FluidResource, law: ServiceLaw, streams: StreamSource) {
    this.resource = resource;
    this.law = law;
    this.variation = new TabulatedSampler(serviceVariation(law));
    this.open = new OpenQueue(law, streams.stream(resource.name, 'open arrivals'));
    this.closed = new ClosedQueue(law, this.open, streams.stream(resource.name, 'closed loops'));
  }

  get name(): string {
    return this.resource.name;
  }

  utilizationIntegral(now: number): number {
    return this.resource.usedIntegral(now) / this.resource.capacity;
  }
}

/**
 * The flow granularity: a batch of operations is one flow over the links and services it crosses.
 *
 * The unit of a flow is one operation of the batch. Its coefficient on a link is bytes per operation, and its
 * coefficient on a service is demand per operation. A closed-loop client cannot go faster than its outstanding requests
 * over the idle response time; an open one offers its operations over a span.
 *
 * A scarce resource is shared in proportion to requests in flight, as queues served in order of arrival share it. A
 * closed loop has its outstanding requests there, an open batch all that it offers, whatever the answers.
 *
 * Single response times come from the queues at the lanes of the services that the batch visits (open-queue.ts,
 * closed-queue.ts). These also say how fast a closed loop can go. Delays by a link or another shared resource beyond
 * that make every operation of the batch later. In a closed loop the delay follows by Little's law, in an open one it
 * is the time by which the batch overran.
 */

import type { StreamSource } from '../../models/random.ts';
import type { StorageSystem } from '../../models/studio.ts';
import { CacheModel } from '../world/cache/cache-model.ts';
import { PathResolver, type PathRewrite } from '../world/path/path-resolver.ts';
import { FlowService } from '../world/storage/flow-service.ts';
import { StorageModel } from '../world/storage/storage-model.ts';
import { CostMemory, costOf } from './batch-cost.ts';
import type { BatchFlow } from './batch-flow.ts';
import { ClosedBatchFlow } from './closed-batch-flow.ts';
import { OpenBatchFlow } from './open-batch-flow.ts';
import type { Origin, Performer, Work } from './performer.ts';
import type { StudioModel } from './studio-model.ts';

export class FlowPerformer implements Performer {
  readonly services: readonly FlowService[];
  readonly #model: StudioModel;
  readonly #resolver: PathResolver<FlowService>;
  readonly #memories = new WeakMap<object, CostMemory>();
  flows = 0;

  constructor(
    model: StudioModel,
    storage: readonly StorageSystem[],
    streams: StreamSource,
    rewrites: readonly PathRewrite<FlowService>[] = [],
  ) {
    const { simulation, fluid, resources, meters, network } = model;
    const systems = storage.map(
      (system) =>
        new StorageModel(system, meters.get(system.name)!, (identity, law) =>
          resources.addCrossed(new FlowService(simulation, fluid, identity, law, streams)),
        ),
    );
    this.services = systems.flatMap(({ services }) => services);
    this.#model = model;
    const caches = new CacheModel(model.caches, fluid, (identity, law) =>
      resources.addCrossed(new FlowService(simulation, fluid, identity, law, streams)),
    );
    this.#resolver = new PathResolver(network, systems, [...rewrites, caches.rewrite]);
  }

  perform(work: Work, origin: Origin): BatchFlow | null {
    const { batch, client } = work;
    const path = this.#resolver.resolve(batch, client, this.#model.simulation.now);
    const memory = this.#memoryOf(path.route);
    const cost = costOf(batch, path, memory);
    if (cost.operations === 0) return null;
    this.flows++;
    const request = { work, origin, recorder: origin.recorder, model: this.#model, path, cost, memory };
    const { pacing } = batch;
    return pacing.kind === 'open'
      ? new OpenBatchFlow(request, pacing.spreadSeconds)
      : new ClosedBatchFlow(request, pacing.outstanding);
  }

  #memoryOf(route: object): CostMemory {
    let memory = this.#memories.get(route);
    if (memory === undefined) this.#memories.set(route, (memory = new CostMemory()));
    return memory;
  }
}

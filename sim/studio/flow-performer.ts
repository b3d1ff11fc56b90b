/**
 * The flow granularity: a batch of operations is one flow over the links and services it crosses.
 *
 * The unit of a flow is one operation of the batch, so that its coefficient on a link is bytes per operation and its
 * coefficient on a service is demand per operation. A closed-loop client cannot go faster than its outstanding requests
 * over the idle response time; an open one offers its operations over a span.
 *
 * What is short is shared in proportion to requests in flight, as queues served in order of arrival share it: a closed
 * loop has its outstanding requests there, an open batch all that it offers, whatever the answers.
 *
 * Single response times follow from the flow. In a closed loop, Little's law gives their mean: requests outstanding times
 * the flow's duration over its operations. An open batch that takes longer than its span has operations that were late by
 * up to the difference. Queueing below saturation comes from the law of the service. Waits are exponential given that an
 * operation waits at all (see models/hardware/storage-law.ts).
 */

import { operationCount } from '../../models/operations.ts';
import type { StreamSource } from '../../models/random.ts';
import type { StorageSystem } from '../../models/studio.ts';
import type { FlowOutcome, FluidNetwork } from '../kernel/fluid.ts';
import type { Body } from '../kernel/process.ts';
import type { Simulation } from '../kernel/simulation.ts';
import { BatchFlow } from './batch-flow.ts';
import { FlowStorage } from './flow-storage.ts';
import type { NetworkModel } from './network-model.ts';
import type { Performer, Work } from './performer.ts';
import type { Service } from './service.ts';
import type { StudioModel, TrafficMeters } from './studio-model.ts';

export class FlowPerformer implements Performer {
  readonly #simulation: Simulation;
  readonly #fluid: FluidNetwork;
  readonly #network: NetworkModel;
  readonly #storage: ReadonlyMap<string, FlowStorage>;
  readonly #meters: TrafficMeters;
  flows = 0;

  constructor(model: StudioModel, storage: readonly StorageSystem[], streams: StreamSource) {
    this.#simulation = model.simulation;
    this.#fluid = model.fluid;
    this.#network = model.network;
    this.#meters = model.meters;
    this.#storage = new Map(
      storage.map((system) => [
        system.name,
        new FlowStorage(model.fluid, system, streams.stream(system.name, 'service times')),
      ]),
    );
  }

  get services(): readonly Service[] {
    return [...this.#storage.values()].flatMap(({ services }) => services);
  }

  *perform(work: Work): Body<number> {
    const { batch } = work;
    if (operationCount(batch.counts) === 0) return 0;
    const storage = this.#storage.get(batch.dataset.storage)!;
    const meter = this.#meters.get(batch.dataset.storage)!;
    const batchFlow = new BatchFlow(work, this.#fluid, storage, this.#network);
    this.flows++;
    batchFlow.enter(this.#simulation.now);
    meter.begin(batchFlow, batch);
    try {
      const outcome = (yield batchFlow.flow) as FlowOutcome;
      batchFlow.record(this.#simulation.now, outcome);
      return outcome.seconds;
    } finally {
      meter.end(batchFlow);
      batchFlow.leave();
    }
  }
}

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

import type { StreamSource } from '../../models/random.ts';
import type { StorageSystem } from '../../models/studio.ts';
import { costOf } from './batch-cost.ts';
import { BatchFlow } from './batch-flow.ts';
import { FlowStorage } from './flow-storage.ts';
import type { Origin, Performer, Work } from './performer.ts';
import type { Service } from './service.ts';
import type { StudioModel } from './studio-model.ts';

export class FlowPerformer implements Performer {
  readonly #storage: ReadonlyMap<string, FlowStorage>;
  flows = 0;

  constructor(model: StudioModel, storage: readonly StorageSystem[], streams: StreamSource) {
    this.#storage = new Map(
      storage.map((system) => [
        system.name,
        new FlowStorage(model, system, streams.stream(system.name, 'service times')),
      ]),
    );
  }

  get services(): readonly Service[] {
    return [...this.#storage.values()].flatMap(({ services }) => services);
  }

  perform(work: Work, { recorder }: Origin): BatchFlow | null {
    const storage = this.#storage.get(work.batch.dataset.storage)!;
    const cost = costOf(work.batch, storage);
    if (cost.operations === 0) return null;
    this.flows++;
    return new BatchFlow(work, recorder, storage, cost);
  }
}

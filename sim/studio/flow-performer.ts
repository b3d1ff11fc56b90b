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

import type { OperationBatch } from '../../models/operations.ts';
import type { RandomStream, StreamSource } from '../../models/random.ts';
import type { StorageSystem } from '../../models/studio.ts';
import type { Crossing, Flow, FlowOutcome, FluidNetwork } from '../kernel/fluid.ts';
import type { Body } from '../kernel/process.ts';
import type { Simulation } from '../kernel/simulation.ts';
import { type BatchCost, costOf, type KindCost } from './batch-cost.ts';
import { FlowStorage } from './flow-storage.ts';
import type { NetworkModel } from './network-model.ts';
import type { Performer, Work } from './performer.ts';
import type { StageRecorder } from './recorder.ts';
import { resourceGroup } from './resource-group.ts';
import type { Presence, Service } from './service.ts';
import type { StudioModel, TrafficMeters } from './studio-model.ts';

/**
 * How many response times are drawn for `count` operations; each stands for an equal share of them (stratified sampling).
 * A day has tens of thousands of batches, so that few draws of each suffice; a large batch that stands alone gets more.
 */
function strataFor(count: number): number {
  return Math.min(count, Math.max(4, Math.min(64, Math.ceil(Math.sqrt(count) / 16))));
}

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
    const { batch, recorder } = work;
    const meter = this.#meters.get(batch.dataset.storage)!;
    const cost = costOf(batch, this.#storage.get(batch.dataset.storage)!, this.#network);
    if (cost.operations === 0) return 0;
    const offer = offerOf(batch, cost);
    const flow = this.#fluid.flow({
      amount: cost.operations,
      rateCap: offer.rateCap,
      weight: offer.kind === 'closed' ? offer.inFlight : cost.operations,
      route: this.#route(work, cost),
    });
    const progress = {
      get share() {
        return 1 - flow.remaining / flow.amount;
      },
    };
    const before = new Map<Service, number>();
    const startSeconds = this.#simulation.now;
    for (const service of cost.demands.keys()) {
      before.set(service, service.resource.usedIntegral(startSeconds));
      service.note(presence(offer, cost, service), 1);
    }
    meter.begin(progress, batch);
    this.flows++;
    try {
      const outcome = (yield flow) as FlowOutcome;
      recorder.performed(batch);
      this.#chargeLoss(recorder, outcome, aloneSeconds(flow));
      this.#recordResponses(work, cost, offer, outcome.seconds, before);
      return outcome.seconds;
    } finally {
      meter.end(progress);
      for (const service of cost.demands.keys()) service.note(presence(offer, cost, service), -1);
    }
  }

  #route({ batch, client }: Work, cost: BatchCost): readonly Crossing[] {
    const route: Crossing[] = [];
    if (cost.bytesPerOperation > 0) {
      // An open batch is the work of many machines, so that no single NIC carries it.
      const links = batch.pacing.kind === 'open' ? this.#network.shared : this.#network.path(client);
      for (const resource of links) route.push({ resource, coefficient: cost.bytesPerOperation });
    }
    for (const [{ resource }, { demandSeconds }] of cost.demands) {
      route.push({ resource, coefficient: demandSeconds });
    }
    return route;
  }

  /** Time beyond what the batch would have taken alone is lost to what limited it when it ended. */
  #chargeLoss(recorder: StageRecorder, { seconds, bottleneck }: FlowOutcome, alone: number): void {
    if (bottleneck !== undefined && seconds > alone) {
      recorder.lose(resourceGroup(bottleneck.name), seconds - alone);
    }
  }

  #recordResponses(
    { recorder, step }: Work,
    cost: BatchCost,
    offer: Offer,
    seconds: number,
    before: ReadonlyMap<Service, number>,
  ): void {
    const now = this.#simulation.now;
    for (const [metric, kinds] of recorder.metricsOfStep(step)) {
      for (const kind of cost.kinds) {
        if (!kinds.includes(kind.kind)) continue;
        const used = kind.service.resource.usedIntegral(now) - before.get(kind.service)!;
        const utilization = seconds > 0 ? Math.min(1, used / seconds / kind.service.resource.capacity) : 0;
        const response = responseLaw(kind, offer, cost, seconds, utilization);
        const strata = strataFor(kind.count);
        for (let stratum = 0; stratum < strata; stratum++) {
          const times =
            Math.floor(((stratum + 1) * kind.count) / strata) - Math.floor((stratum * kind.count) / strata);
          recorder.observe(metric, response(stratum, strata, recorder.responses), now, times);
        }
      }
    }
  }
}

/** How long a flow takes when nothing else crosses its route. */
function aloneSeconds({ amount, rateCap, route }: Flow): number {
  let rate = rateCap;
  for (const { resource, coefficient } of route)
    rate = Math.min(rate, resource.capacity / (coefficient ?? 1));
  return amount / rate;
}

/** How a batch presses on the system. */
type Offer =
  | {
      readonly kind: 'closed';
      /** Operations per second that the client reaches alone. */
      readonly rateCap: number;
      /** Requests that it has outstanding: fewer than it may when its own device limits it. */
      readonly inFlight: number;
    }
  | { readonly kind: 'open'; readonly rateCap: number; readonly spreadSeconds: number };

function offerOf(batch: OperationBatch, cost: BatchCost): Offer {
  const byDevice = batch.clientBytesPerSecond / cost.bytesPerOperation;
  switch (batch.pacing.kind) {
    case 'closed': {
      const rateCap = Math.min(byDevice, batch.pacing.outstanding / cost.idleResponseSeconds);
      return {
        kind: 'closed',
        rateCap,
        inFlight: Math.min(cost.operations, rateCap * cost.idleResponseSeconds),
      };
    }
    case 'open': {
      const { spreadSeconds } = batch.pacing;
      return { kind: 'open', rateCap: Math.min(byDevice, cost.operations / spreadSeconds), spreadSeconds };
    }
  }
}

/** What a batch puts on a service while it lasts. */
function presence(offer: Offer, cost: BatchCost, service: Service): Presence {
  const demand = cost.demands.get(service)!;
  const inFlight = offer.kind === 'closed' ? offer.inFlight : undefined;
  return { operationsPerSecond: offer.rateCap, demand, inFlight };
}

/** The response time of an operation of one stratum of a batch. */
type ResponseLaw = (stratum: number, strata: number, stream: RandomStream) => number;

/** Response times of one kind within a batch that took `seconds`, at a mean utilization of its service. */
function responseLaw(
  kind: KindCost,
  offer: Offer,
  cost: BatchCost,
  seconds: number,
  utilization: number,
): ResponseLaw {
  const { meanSeconds, probability } = kind.service.queueing(utilization);
  const idle = () => kind.travelSeconds + kind.serviceSeconds * kind.service.drawVariation();
  switch (offer.kind) {
    case 'open': {
      const lateSeconds = Math.max(0, seconds - offer.spreadSeconds);
      return (stratum, strata, stream) => {
        const position = (stratum + stream.uniform()) / strata;
        return idle() + position * lateSeconds + wait(meanSeconds, probability, stream.uniform());
      };
    }
    case 'closed': {
      // Little's law over the whole batch: how much longer than idle the mean operation took.
      const slowed = Math.max(0, (offer.inFlight * seconds) / cost.operations - cost.idleResponseSeconds);
      const [excess, chance] = slowed > meanSeconds ? [slowed, 1] : [meanSeconds, probability];
      return (stratum, strata, stream) =>
        idle() + wait(excess, chance, (stratum + stream.uniform()) / strata);
    }
  }
}

/** The quantile at `position` of a wait that is 0 with 1 - probability and exponential otherwise, of the given mean. */
function wait(meanSeconds: number, probability: number, position: number): number {
  if (meanSeconds <= 0 || position < 1 - probability) return 0;
  return (-Math.log((1 - position) / probability) * meanSeconds) / probability;
}

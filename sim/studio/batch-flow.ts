import { waitQuantileSeconds } from '../../models/hardware/storage-law.ts';
import type { OperationBatch, OperationKind } from '../../models/operations.ts';
import type { Crossing, Flow, FlowOutcome } from '../kernel/fluid.ts';
import type { Body, Command } from '../kernel/process.ts';
import { type BatchCost, servedSeconds, travelSeconds } from './batch-cost.ts';
import type { FlowStorage } from './flow-storage.ts';
import type { Work } from './performer.ts';
import type { Observations, StageRecorder } from './recorder.ts';
import { resourceGroup } from './resource-group.ts';
import type { Service } from './service.ts';
import type { Progress } from './traffic-meter.ts';

/**
 * How many response times are drawn for `count` operations; each stands for an equal share of them (stratified sampling).
 * A day has tens of thousands of batches, so that few draws of each suffice; a large batch that stands alone gets more.
 */
function strataFor(count: number): number {
  return Math.min(count, Math.max(4, Math.min(64, Math.ceil(Math.sqrt(count) / 16))));
}

/**
 * A batch of operations as one flow, from its start to what is known about its operations at its end. Returns the
 * seconds that it took; written out instead of a generator, which took 0.3 kB more a flow.
 */
export class BatchFlow implements Progress, Body<number> {
  readonly #flow: Flow;
  readonly #work: Work;
  readonly #recorder: StageRecorder;
  readonly #storage: FlowStorage;
  readonly #cost: BatchCost;
  /** Operations per second that the client reaches alone, or offers. */
  readonly #rateCap: number;
  /** Requests that a closed loop has outstanding, fewer than it may when its own device limits it; undefined if open. */
  readonly #inFlight: number | undefined;
  #begun = false;
  /** What the services of the demands had served when the batch began. */
  #firstServedBefore = 0;
  #secondServedBefore = 0;
  later: Progress | null = null;
  earlier: Progress | null = null;

  constructor(work: Work, recorder: StageRecorder, storage: FlowStorage, cost: BatchCost) {
    const { batch } = work;
    const byDevice = batch.clientBytesPerSecond / cost.bytesPerOperation;
    this.#work = work;
    this.#recorder = recorder;
    this.#storage = storage;
    this.#cost = cost;
    if (batch.pacing.kind === 'closed') {
      this.#rateCap = Math.min(byDevice, batch.pacing.outstanding / cost.idleResponseSeconds);
      this.#inFlight = Math.min(cost.operations, this.#rateCap * cost.idleResponseSeconds);
    } else {
      this.#rateCap = Math.min(byDevice, cost.operations / batch.pacing.spreadSeconds);
    }
    this.#flow = storage.fluid.flow({
      amount: cost.operations,
      rateCap: this.#rateCap,
      weight: this.#inFlight ?? cost.operations,
      route: this.#route(),
    });
  }

  [Symbol.iterator](): Iterator<Command, number, unknown> {
    return this;
  }

  next(outcome?: unknown): IteratorResult<Command, number> {
    if (!this.#begun) {
      this.#enter(this.#storage.simulation.now);
      return { done: false, value: this.#flow };
    }
    try {
      this.#record(this.#storage.simulation.now, outcome as FlowOutcome);
    } finally {
      this.#leave();
    }
    return { done: true, value: (outcome as FlowOutcome).seconds };
  }

  throw(fault: unknown): never {
    this.#leave();
    throw fault;
  }

  get batch(): OperationBatch {
    return this.#work.batch;
  }

  get metadataOperations(): number {
    return this.#cost.metadataOperations;
  }

  get share(): number {
    return 1 - this.#flow.remaining / this.#flow.amount;
  }

  #enter(now: number): void {
    const { demands } = this.#cost;
    this.#begun = true;
    this.#firstServedBefore = demands[0]!.service.resource.usedIntegral(now);
    if (demands.length > 1) this.#secondServedBefore = demands[1]!.service.resource.usedIntegral(now);
    for (const demand of demands) demand.service.note(this.#rateCap, demand, this.#inFlight, 1);
    this.#storage.meter.begin(this);
  }

  /** When the flow has ended or been given up. */
  #leave(): void {
    this.#storage.meter.end(this);
    for (const demand of this.#cost.demands) demand.service.note(this.#rateCap, demand, this.#inFlight, -1);
  }

  /** Records what a flow that has come to its end says about its operations, and what it lost to a busy resource. */
  #record(now: number, { seconds, bottleneck }: FlowOutcome): void {
    const { batch, step } = this.#work;
    const recorder = this.#recorder;
    recorder.performed(batch, this.#cost.operations);
    if (bottleneck !== undefined) {
      const lost = seconds - this.#aloneSeconds();
      if (lost > 0) recorder.lose(resourceGroup(bottleneck.name), lost);
    }
    let asked: Service | null = null;
    for (const { kinds, observations } of recorder.metricsOfStep(step)) {
      for (const kind of kinds) {
        const count = batch.counts[kind] ?? 0;
        if (count === 0) continue;
        const service = this.#storage.serviceOf(kind);
        if (service !== asked) service.findQueueing(this.#utilizationOf(service, seconds, now));
        asked = service;
        this.#recordResponses(observations, kind, count, service, seconds, now);
      }
    }
  }

  #route(): readonly Crossing[] {
    const { batch, client } = this.#work;
    const { bytesPerOperation, demands } = this.#cost;
    if (bytesPerOperation === 0) return demands;
    // An open batch is the work of many machines, so that no single NIC carries it.
    const { network } = this.#storage;
    const links = batch.pacing.kind === 'open' ? network.shared : network.path(client);
    // Made in its full length: one that grows would have room for 17 from the first on.
    const route = Array<Crossing>(links.length + demands.length);
    for (let place = 0; place < links.length; place++) {
      route[place] = { resource: links[place]!, coefficient: bytesPerOperation };
    }
    for (let place = 0; place < demands.length; place++) route[links.length + place] = demands[place]!;
    return route;
  }

  /** How long the flow takes when nothing else crosses its route. */
  #aloneSeconds(): number {
    let rate = this.#rateCap;
    for (const { resource, coefficient } of this.#flow.route) {
      rate = Math.min(rate, resource.capacity / (coefficient ?? 1));
    }
    return this.#flow.amount / rate;
  }

  /**
   * Draws response times of one kind: travel, a service time that varies, and waiting. In a closed loop the mean waiting
   * is at least what Little's law says of the whole batch. Operations of an open batch that took longer than its span
   * are late by up to the difference, in the order in which they were due. The service knows its queueing.
   */
  #recordResponses(
    observations: Observations,
    kind: OperationKind,
    count: number,
    service: Service,
    seconds: number,
    now: number,
  ): void {
    const { batch } = this.#work;
    const { responses } = this.#recorder;
    const { operations, idleResponseSeconds } = this.#cost;
    const travel = travelSeconds(batch, kind, this.#storage.network);
    const served = servedSeconds(batch, kind, this.#storage);
    let { meanSeconds, probability } = service.queueing;
    let lateSeconds = 0;
    if (this.#inFlight === undefined) {
      lateSeconds = Math.max(0, seconds - operations / this.#rateCap);
    } else {
      const slowed = (this.#inFlight * seconds) / operations - idleResponseSeconds;
      if (slowed > meanSeconds) [meanSeconds, probability] = [slowed, 1];
    }
    const strata = strataFor(count);
    for (let stratum = 0; stratum < strata; stratum++) {
      const position = (stratum + responses.uniform()) / strata;
      const waitPosition = lateSeconds > 0 ? responses.uniform() : position;
      const response =
        travel +
        served * service.drawVariation() +
        position * lateSeconds +
        waitQuantileSeconds(meanSeconds, probability, waitPosition);
      const times = Math.floor(((stratum + 1) * count) / strata) - Math.floor((stratum * count) / strata);
      observations.record(response, now, times);
    }
  }

  /** Mean utilization of a service over the life of the batch. */
  #utilizationOf(service: Service, seconds: number, now: number): number {
    if (seconds <= 0) return 0;
    const before =
      this.#cost.demands[0]!.service === service ? this.#firstServedBefore : this.#secondServedBefore;
    const used = service.resource.usedIntegral(now) - before;
    return Math.min(1, used / seconds / service.resource.capacity);
  }
}

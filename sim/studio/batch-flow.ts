import { waitQuantileSeconds } from '../../models/hardware/storage-law.ts';
import type { Histogram } from '../../models/histogram.ts';
import type { OperationBatch, OperationKind } from '../../models/operations.ts';
import type { Crossing, Flow, FlowOutcome } from '../kernel/fluid.ts';
import type { Body, Command } from '../kernel/process.ts';
import { type BatchCost, servedSeconds, travelSeconds } from './batch-cost.ts';
import type { FlowStorage } from './flow-storage.ts';
import type { Work } from './performer.ts';
import type { StageRecorder } from './recorder.ts';
import { resourceGroup } from './resource-group.ts';
import type { Service } from './service.ts';
import type { Progress } from './traffic-meter.ts';

/**
 * How many response times are drawn for `count` operations; each stands for an equal share of them (stratified sampling).
 * A day has tens of thousands of batches, so that few draws of each suffice; a large batch that stands alone gets more.
 */
function strataFor(count: number): number {
  return Math.min(count, Math.max(4, Math.min(MOST_STRATA, Math.ceil(Math.sqrt(count) / 16))));
}

const MOST_STRATA = 64;
/** How much longer or shorter than the mean each drawn operation is served, while they are recorded. */
const variations = new Float64Array(MOST_STRATA);

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
  #begun = false;
  /** What the services of the demands had served when the batch began. */
  #firstServedBefore = 0;
  #secondServedBefore = 0;
  /** The result of its steps: what to wait for, then the seconds that it took. */
  done = false;
  value: Command;
  later: Progress | null = null;
  earlier: Progress | null = null;

  constructor(work: Work, recorder: StageRecorder, storage: FlowStorage, cost: BatchCost) {
    const { pacing, clientBytesPerSecond } = work.batch;
    const byDevice = clientBytesPerSecond / cost.bytesPerOperation;
    this.#work = work;
    this.#recorder = recorder;
    this.#storage = storage;
    this.#cost = cost;
    const rateCap = Math.min(
      byDevice,
      pacing.kind === 'closed'
        ? pacing.outstanding / cost.idleResponseSeconds
        : cost.operations / pacing.spreadSeconds,
    );
    this.#flow = storage.fluid.flow({
      amount: cost.operations,
      rateCap,
      weight:
        pacing.kind === 'closed'
          ? Math.min(cost.operations, rateCap * cost.idleResponseSeconds)
          : cost.operations,
      route: this.#route(),
    });
    this.value = this.#flow;
  }

  [Symbol.iterator](): Iterator<Command, number, unknown> {
    return this;
  }

  next(outcome?: unknown): IteratorResult<Command, number> {
    if (this.#begun) {
      try {
        this.#record(this.#storage.simulation.now, outcome as FlowOutcome);
      } finally {
        this.#leave();
      }
      this.done = true;
      this.value = (outcome as FlowOutcome).seconds;
    } else {
      this.#enter(this.#storage.simulation.now);
    }
    return this as IteratorResult<Command, number>;
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

  /** Operations per second that the client reaches alone, or offers. */
  get #rateCap(): number {
    return this.#flow.rateCap;
  }

  /** Requests that a closed loop has outstanding, fewer than it may when its own device limits it; undefined if open. */
  get #inFlight(): number | undefined {
    return this.#work.batch.pacing.kind === 'closed' ? this.#flow.weight : undefined;
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
        this.#recordResponses(observations.histogramAt(now), kind, count, service, seconds);
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
    histogram: Histogram,
    kind: OperationKind,
    count: number,
    service: Service,
    seconds: number,
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
    service.variation.drawMany(variations, strata);
    for (let stratum = 0; stratum < strata; stratum++) {
      const position = (stratum + responses.uniform()) / strata;
      const waitPosition = lateSeconds > 0 ? responses.uniform() : position;
      const response =
        travel +
        served * variations[stratum]! +
        position * lateSeconds +
        waitQuantileSeconds(meanSeconds, probability, waitPosition);
      const times = Math.floor(((stratum + 1) * count) / strata) - Math.floor((stratum * count) / strata);
      histogram.recordMany(response, times);
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

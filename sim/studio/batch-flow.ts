import type { Crossing, Flow, FlowOutcome, FlowOwner } from '../kernel/fluid.ts';
import type { Body, Command } from '../kernel/process.ts';
import type { IoPath } from '../world/path/io-path.ts';
import type { Link } from '../world/resources/link.ts';
import type { FlowService } from '../world/storage/flow-service.ts';
import type { BatchCost, CostMemory, ServiceDemand } from './batch-cost.ts';
import type { Origin, Work } from './performer.ts';
import type { StageRecorder } from './recorder.ts';
import type { StudioModel } from './studio-model.ts';

/** A batch as it was asked for, by whom, and what it costs where. */
export interface BatchRequest {
  readonly work: Work;
  readonly origin: Origin;
  readonly recorder: StageRecorder;
  readonly model: StudioModel;
  readonly path: IoPath<FlowService>;
  readonly cost: BatchCost;
  /** Costs of single operations on its route. */
  readonly memory: CostMemory;
}

/** A batch's terms on the fluid network. */
export interface FlowTerms {
  /** Operations per second that the client reaches alone, or offers. */
  readonly rateCap: number;
  /** Requests at a resource that is short, to which its share there is in proportion. */
  readonly weight: number;
}

/**
 * A batch of operations as one flow, from its start to what is known about its operations at its end. Returns the
 * seconds that it took; written out instead of a generator, which took 0.3 kB more a flow.
 */
export abstract class BatchFlow implements Body<number>, FlowOwner {
  protected readonly flow: Flow;
  protected readonly request: BatchRequest;
  protected startSeconds = 0;
  #begun = false;
  /** The result of its steps: what to wait for, then the seconds that it took. */
  done = false;
  value: Command;

  constructor(request: BatchRequest, { rateCap, weight }: FlowTerms) {
    const { cost, model } = request;
    this.request = request;
    this.flow = model.fluid.flow({
      amount: cost.operations,
      rateCap,
      weight,
      route: routeOf(cost),
      owner: this,
    });
    this.value = this.flow;
  }

  [Symbol.iterator](): Iterator<Command, number, unknown> {
    return this;
  }

  next(outcome?: unknown): IteratorResult<Command, number> {
    const { cost, recorder, model, work, path } = this.request;
    if (this.#begun) {
      try {
        recorder.performed(work.batch, cost.operations);
        this.record(outcome as FlowOutcome);
        path.performed();
      } finally {
        this.leave();
      }
      this.done = true;
      this.value = (outcome as FlowOutcome).seconds;
    } else {
      this.startSeconds = model.simulation.now;
      this.enter();
      this.#begun = true;
    }
    return this as IteratorResult<Command, number>;
  }

  throw(fault: unknown): never {
    this.leave();
    throw fault;
  }

  /** Share of the batch performed so far, from 0 to 1. */
  protected get share(): number {
    return 1 - this.flow.remaining / this.flow.amount;
  }

  /** Whether its flow is on its way. */
  protected get isUnderWay(): boolean {
    return this.#begun && !this.done && this.flow.outcome === null;
  }

  abstract capacityChanges(): void;

  abstract capacityChanged(): void;

  /** Joins the queues of the services, before the flow starts. */
  protected abstract enter(): void;

  /** Leaves the queues, when the flow has ended or been given up. */
  protected abstract leave(): void;

  /** Records what a flow that has come to its end says about its operations, and what it lost to busy resources. */
  protected abstract record(outcome: FlowOutcome): void;
}

/** Returns what a flow crosses: the links of each hop with its share of the payload, then the services. */
function routeOf({ bytesPerOperation, crossings, demands }: BatchCost): readonly Crossing[] {
  if (bytesPerOperation === 0) return crossings;
  let links: readonly Link[] = [];
  let isOneWay = true;
  for (const { hop, bytesPerVisit } of demands) {
    if (bytesPerVisit === 0) continue;
    isOneWay &&= links.length === 0 || links === hop.way.links;
    links = hop.way.links;
  }
  if (!isOneWay) return [...linkCrossings(demands), ...crossings];
  // Made in its full length: one that grows would have room for 17 from the first on.
  const route = Array<Crossing>(links.length + crossings.length);
  for (let place = 0; place < links.length; place++) {
    route[place] = { resource: links[place]!.fluid, coefficient: bytesPerOperation };
  }
  for (let place = 0; place < crossings.length; place++) route[links.length + place] = crossings[place]!;
  return route;
}

/** The links of hops that have ways of their own, each once. */
function linkCrossings(demands: readonly ServiceDemand[]): readonly Crossing[] {
  const bytes = new Map<Link, number>();
  for (const { hop, visits, bytesPerVisit } of demands) {
    if (bytesPerVisit === 0) continue;
    for (const link of hop.way.links) bytes.set(link, (bytes.get(link) ?? 0) + visits * bytesPerVisit);
  }
  return [...bytes].map(([link, coefficient]) => ({ resource: link.fluid, coefficient }));
}

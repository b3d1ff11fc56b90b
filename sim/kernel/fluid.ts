/**
 * Fluid resources: capacities shared by the flows that cross them, weighted max-min fair.
 *
 * A flow at rate x uses coefficient * x of each resource on its route. Its *normalised rate* is x / weight. The rates
 * are those of progressive filling: the normalised rates of all flows rise together from zero; a flow that reaches its
 * rate cap stays there; when a resource saturates, every flow that crosses it with a positive coefficient stays where
 * it is; the rest go on rising. The result is the only allocation within capacities and caps in which every flow sits
 * at its cap or has a *bottleneck*: a saturated resource on its route on which no flow has a higher normalised rate.
 */
import type { Body, Process, Suspension, Waitable } from './process.ts';
import type { Simulation } from './simulation.ts';

/** One resource on a flow's route. */
export interface Crossing {
  readonly resource: FluidResource;
  /** Of the resource, per unit of the flow; zero or more, default 1. */
  readonly coefficient?: number;
}

export interface FlowRequest {
  /** What is to be served, in the unit of the rates times seconds (bytes for bytes/s); zero or more. */
  readonly amount: number;
  /** Share relative to other flows at a bottleneck; positive, default 1. */
  readonly weight?: number;
  /** The flow's own limit; zero or more, default Infinity. */
  readonly rateCap?: number;
  /** The resources crossed, in any order. One that is named twice is used twice. */
  readonly route: readonly Crossing[];
}

/** What a process gets from `yield network.flow(...)`. */
export interface FlowOutcome {
  /** From the start of the flow to its end. */
  readonly seconds: number;
  /** What limited the flow when it ended; undefined if that was its own rate cap, or nothing. */
  readonly bottleneck: FluidResource | undefined;
}

/** Flows of one route, weight and cap: they have one rate, so one clock tells when each ends. */
interface FlowClass {
  readonly key: string;
  readonly resources: readonly FluidResource[];
  readonly coefficients: readonly number[];
  readonly weight: number;
  readonly rateCap: number;
  /** Flows, ordered by the service at which they end. */
  readonly flows: Flow[];
  rate: number;
  /** What each flow of the class would have been served since the class was made. */
  served: number;
  bottleneck: FluidResource | undefined;
  frozen: boolean;
}

/** Shared capacity. Made by `FluidNetwork.resource`. */
export class FluidResource {
  readonly name: string;
  readonly #network: FluidNetwork;
  /** Kept by the network. */
  capacityNow: number;
  readonly classes = new Set<FlowClass>();
  usedNow = 0;
  usedIntegralNow = 0;
  free = 0;
  rising = 0;

  constructor(network: FluidNetwork, name: string, capacity: number) {
    this.#network = network;
    this.name = name;
    this.capacityNow = capacity;
  }

  /** In units per second. */
  get capacity(): number {
    return this.capacityNow;
  }

  /** Capacity in use at this moment, in units per second. */
  get used(): number {
    return this.usedNow;
  }

  /** Flows that cross the resource with a positive coefficient and have not ended. */
  get flowCount(): number {
    let count = 0;
    for (const flowClass of this.classes) count += flowClass.flows.length;
    return count;
  }

  /** Integral of `used` over time to `now`, which must be the simulation's time. */
  usedIntegral(now: number): number {
    this.#network.advanceTo(now);
    return this.usedIntegralNow;
  }
}

/** A flow: to be yielded by a process once, and the handle to ask about it. */
export class Flow implements Waitable, Suspension {
  readonly network: FluidNetwork;
  readonly amount: number;
  readonly weight: number;
  readonly route: readonly Crossing[];
  /** Kept by the network. */
  rateCap: number;
  flowClass: FlowClass | null = null;
  process: Process | null = null;
  startSeconds = 0;
  endsAtServed = 0;
  unserved: number;
  /** Set when the flow has ended. */
  outcome: FlowOutcome | null = null;

  constructor(network: FluidNetwork, request: FlowRequest) {
    this.network = network;
    this.amount = request.amount;
    this.weight = request.weight ?? 1;
    this.rateCap = request.rateCap ?? Infinity;
    this.route = request.route;
    this.unserved = request.amount;
  }

  /** What has not been served yet: after an interrupt, what was left. */
  get remaining(): number {
    return this.network.remainingOf(this);
  }

  /** Amount per second at this moment; 0 before the start and after the end. */
  get rate(): number {
    return this.flowClass?.rate ?? 0;
  }

  begin(process: Process): Suspension {
    this.network.start(this, process);
    return this;
  }

  abandon(): void {
    this.network.abandon(this);
  }
}

export class FluidNetwork {
  readonly #simulation: Simulation;
  readonly #resources: FluidResource[] = [];
  readonly #classes = new Map<string, FlowClass>();
  readonly #identities = new Map<FluidResource, number>();
  readonly #completionHandler: number;
  #completion = -1;
  #due: FlowClass | null = null;
  #advancedTo = 0;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    this.#completionHandler = simulation.handler(() => {
      this.#completion = -1;
      this.#complete();
    });
  }

  /** Adds a resource. `capacity` is in units per second: zero or more, Infinity for one that never limits. */
  resource(options: { readonly name: string; readonly capacity: number }): FluidResource {
    requireAtLeastZero(options.capacity, `the capacity of ${options.name}`);
    const resource = new FluidResource(this, options.name, options.capacity);
    this.#identities.set(resource, this.#resources.length);
    this.#resources.push(resource);
    return resource;
  }

  /**
   * `yield network.flow({...})` gives the `FlowOutcome`: it waits until the amount is served. An interrupt takes the flow out;
   * its `remaining` then says what was left. Throws a RangeError for a bad argument.
   */
  flow(request: FlowRequest): Flow {
    requireFinite(request.amount, 'the amount of a flow');
    const weight = request.weight ?? 1;
    if (!(weight > 0 && weight < Infinity)) {
      throw new RangeError(`the weight of a flow must be positive and finite, not ${weight}`);
    }
    requireAtLeastZero(request.rateCap ?? Infinity, 'the rate cap of a flow');
    for (const { resource, coefficient } of request.route) {
      if (!this.#identities.has(resource)) {
        throw new RangeError(`the route of a flow names ${resource.name}, a resource of another network`);
      }
      requireFinite(coefficient ?? 1, `the coefficient of a flow on ${resource.name}`);
    }
    return new Flow(this, request);
  }

  /** `yield* network.transfer({...})`: `flow`, waited for, with its type. */
  *transfer(request: FlowRequest): Body<FlowOutcome> {
    const flow = this.flow(request);
    yield flow;
    return flow.outcome!;
  }

  /** Changes a capacity from now on: a degraded link, a failure (0: the flows that cross it stall), a repair. */
  setCapacity(resource: FluidResource, capacity: number): void {
    requireAtLeastZero(capacity, `the capacity of ${resource.name}`);
    this.advanceTo(this.#simulation.now);
    resource.capacityNow = capacity;
    this.#solve();
  }

  /** Changes the rate cap of a flow from now on. */
  setRateCap(flow: Flow, rateCap: number): void {
    requireAtLeastZero(rateCap, 'the rate cap of a flow');
    if (flow.flowClass === null) {
      flow.rateCap = rateCap;
      return;
    }
    this.advanceTo(this.#simulation.now);
    flow.unserved = this.remainingOf(flow);
    this.#leave(flow);
    flow.rateCap = rateCap;
    this.#join(flow);
    this.#solve();
  }

  /** For Flow. */
  start(flow: Flow, process: Process): void {
    if (flow.process !== null) throw new Error('a flow can be started once only');
    flow.process = process;
    flow.startSeconds = this.#simulation.now;
    this.advanceTo(this.#simulation.now);
    this.#join(flow);
    this.#solve();
  }

  /** For Flow. */
  abandon(flow: Flow): void {
    if (flow.flowClass === null) return;
    this.advanceTo(this.#simulation.now);
    flow.unserved = this.remainingOf(flow);
    this.#leave(flow);
    this.#solve();
  }

  /** For Flow. */
  remainingOf(flow: Flow): number {
    const flowClass = flow.flowClass;
    if (flowClass === null) return flow.unserved;
    this.advanceTo(this.#simulation.now);
    return Math.min(flow.amount, Math.max(0, flow.endsAtServed - flowClass.served));
  }

  #join(flow: Flow): void {
    const flowClass = this.#classOf(flow);
    flow.flowClass = flowClass;
    flow.endsAtServed = flowClass.served + flow.unserved;
    const after = flowClass.flows.findIndex((other) => other.endsAtServed > flow.endsAtServed);
    flowClass.flows.splice(after < 0 ? flowClass.flows.length : after, 0, flow);
  }

  #leave(flow: Flow): void {
    const flowClass = flow.flowClass!;
    flow.flowClass = null;
    flowClass.flows.splice(flowClass.flows.indexOf(flow), 1);
    if (flowClass.flows.length > 0) return;
    this.#classes.delete(flowClass.key);
    for (const resource of flowClass.resources) resource.classes.delete(flowClass);
  }

  #classOf(flow: Flow): FlowClass {
    const crossings = new Map<FluidResource, number>();
    for (const { resource, coefficient = 1 } of flow.route) {
      if (coefficient > 0) crossings.set(resource, (crossings.get(resource) ?? 0) + coefficient);
    }
    const names = Array.from(crossings, ([resource, use]) => `${this.#identities.get(resource)}*${use}`);
    const key = `${flow.weight} ${flow.rateCap} ${names.join(' ')}`;
    let flowClass = this.#classes.get(key);
    if (flowClass === undefined) {
      flowClass = {
        key,
        resources: [...crossings.keys()],
        coefficients: [...crossings.values()],
        weight: flow.weight,
        rateCap: flow.rateCap,
        flows: [],
        rate: 0,
        served: 0,
        bottleneck: undefined,
        frozen: false,
      };
      this.#classes.set(key, flowClass);
      for (const resource of flowClass.resources) resource.classes.add(flowClass);
    }
    return flowClass;
  }

  /** Serves every flow up to `now` at the present rates. For FluidResource. */
  advanceTo(now: number): void {
    const elapsed = now - this.#advancedTo;
    if (elapsed === 0) return;
    this.#advancedTo = now;
    for (const flowClass of this.#classes.values()) flowClass.served += flowClass.rate * elapsed;
    for (const resource of this.#resources) resource.usedIntegralNow += resource.usedNow * elapsed;
  }

  /** Ends the flows that are due: the first of the class whose end was scheduled, and all that end with it. */
  #complete(): void {
    this.advanceTo(this.#simulation.now);
    const due = this.#due!;
    due.served = due.flows[0]!.endsAtServed;
    const ended: Flow[] = [];
    for (const flowClass of this.#classes.values()) {
      while (flowClass.flows.length > 0 && flowClass.flows[0]!.endsAtServed <= flowClass.served) {
        const flow = flowClass.flows[0]!;
        this.#end(flow, flowClass.bottleneck);
        ended.push(flow);
        flowClass.flows.shift();
      }
      if (flowClass.flows.length === 0) {
        this.#classes.delete(flowClass.key);
        for (const resource of flowClass.resources) resource.classes.delete(flowClass);
      }
    }
    this.#solve();
  }

  #end(flow: Flow, bottleneck: FluidResource | undefined): void {
    flow.flowClass = null;
    flow.unserved = 0;
    flow.outcome = { seconds: this.#simulation.now - flow.startSeconds, bottleneck };
    this.#simulation.resume(flow.process!, flow.outcome);
  }

  /** Progressive filling, then the next completion. */
  #solve(): void {
    const rising = new Set(this.#classes.values());
    for (const resource of this.#resources) {
      resource.free = resource.capacityNow;
      resource.rising = 0;
    }
    for (const flowClass of rising) {
      const weight = flowClass.weight * flowClass.flows.length;
      flowClass.resources.forEach((resource, place) => {
        resource.rising += weight * flowClass.coefficients[place]!;
      });
    }
    while (rising.size > 0) {
      let level = Infinity;
      let bottleneck: FluidResource | undefined;
      let capped: FlowClass | undefined;
      for (const flowClass of rising) {
        if (flowClass.rateCap / flowClass.weight < level) {
          level = flowClass.rateCap / flowClass.weight;
          capped = flowClass;
        }
      }
      for (const resource of this.#resources) {
        if (resource.classes.size > 0 && resource.rising > 0 && resource.free / resource.rising < level) {
          level = resource.free / resource.rising;
          bottleneck = resource;
        }
      }
      const frozen =
        bottleneck !== undefined
          ? [...bottleneck.classes].filter((flowClass) => rising.has(flowClass))
          : capped !== undefined
            ? [capped]
            : [...rising];
      for (const flowClass of frozen) {
        rising.delete(flowClass);
        flowClass.bottleneck = bottleneck;
        flowClass.rate = bottleneck === undefined ? flowClass.rateCap : level * flowClass.weight;
        const count = flowClass.flows.length;
        flowClass.resources.forEach((resource, place) => {
          const use = flowClass.coefficients[place]! * count;
          resource.free = Math.max(0, resource.free - use * flowClass.rate);
          resource.rising -= use * flowClass.weight;
        });
      }
      if (bottleneck !== undefined) bottleneck.rising = 0;
    }
    for (const resource of this.#resources) {
      resource.usedNow = 0;
      for (const flowClass of resource.classes) {
        const place = flowClass.resources.indexOf(resource);
        resource.usedNow += flowClass.coefficients[place]! * flowClass.rate * flowClass.flows.length;
      }
    }
    this.#scheduleCompletion();
  }

  #scheduleCompletion(): void {
    let delay = Infinity;
    for (const flowClass of this.#classes.values()) {
      const left = flowClass.flows[0]!.endsAtServed - flowClass.served;
      const seconds = left <= 0 || flowClass.rate === Infinity ? 0 : left / flowClass.rate;
      if (seconds < delay) {
        delay = seconds;
        this.#due = flowClass;
      }
    }
    if (this.#completion >= 0) this.#simulation.unschedule(this.#completion);
    this.#completion = delay < Infinity ? this.#simulation.schedule(delay, this.#completionHandler, 0) : -1;
  }
}

function requireAtLeastZero(value: number, what: string): void {
  if (!(value >= 0)) throw new RangeError(`${what} must be zero or more, not ${value}`);
}

function requireFinite(value: number, what: string): void {
  if (!(value >= 0 && value < Infinity)) {
    throw new RangeError(`${what} must be finite, zero or more, not ${value}`);
  }
}

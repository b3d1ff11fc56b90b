/**
 * Fluid resources: capacities shared by the flows that cross them, weighted max-min fair.
 *
 * A flow at rate x uses coefficient * x of each resource on its route. Its *normalised rate* is x / weight. The rates
 * are those of progressive filling: the normalised rates of all flows rise together from zero. A flow that reaches its
 * rate cap stays there. When a resource saturates, every flow that crosses it with a positive coefficient stays where
 * it is. The rest go on rising. In the result every flow sits at its cap or has a *bottleneck*. A bottleneck is a
 * saturated resource on its route on which no flow has a higher normalised rate. No other allocation within capacities
 * and caps has this property.
 *
 * A flow that is served by an instant has ended before anything else changes the network at that instant. A failure of
 * its resource at that instant comes too late for it.
 *
 * The end of a flow is exact to 1e-9 of its duration, whatever the other flows are and however long the network has
 * run. It is no closer than the steps of the clock (see simulation.ts).
 */

import { BundleTable } from './fluid-bundles.ts';
import { type Bundle, type Limit, UNLIMITED } from './fluid-limit.ts';
import { FluidSolver } from './fluid-solver.ts';
import type { Body, Holding, Process, Suspension, Waitable, Waiter } from './process.ts';
import type { Simulation } from './simulation.ts';

const NO_EVENT = -1;

/** One resource on a flow's route. */
export interface Crossing {
  readonly resource: FluidResource;
  /** Use of the resource per unit of the flow; zero or more, default 1. */
  readonly coefficient?: number;
}

/** Whoever makes a flow and wants to know of changes of what it crosses: see `flowsOver`. */
export interface FlowOwner {
  /** A capacity on the route is about to change: the time for what has been served at the present one. */
  capacityChanges(): void;
  /** It has changed. */
  capacityChanged(): void;
}

export interface FlowRequest {
  /** Amount to serve, in the unit of the rates times seconds (bytes for bytes/s); zero or more. */
  readonly amount: number;
  /** Share relative to other flows at a bottleneck; positive, default 1. */
  readonly weight?: number;
  /** The flow's own limit; zero or more, default Infinity. */
  readonly rateCap?: number;
  /** The resources crossed, in any order. One that is named twice is used twice. */
  readonly route: readonly Crossing[];
  /** Default null. The network itself does not call it. */
  readonly owner?: FlowOwner;
}

/** Answer of `yield network.flow(...)` to a process. */
export interface FlowOutcome {
  /** From the start of the flow to its end. */
  readonly seconds: number;
  /** Resource that limited the flow when it ended; undefined if that was its own rate cap, or nothing. */
  readonly bottleneck: FluidResource | undefined;
}

/** Shared capacity. Made by `FluidNetwork.resource`. */
export class FluidResource {
  readonly name: string;
  readonly network: FluidNetwork;
  /** Its number in the network. */
  readonly index: number;
  /** Kept by the solver. */
  readonly limit: Limit;
  readonly #simulation: Simulation;

  constructor(
    network: FluidNetwork,
    simulation: Simulation,
    solver: FluidSolver<Flow>,
    name: string,
    capacity: number,
    index: number,
  ) {
    this.network = network;
    this.#simulation = simulation;
    this.name = name;
    this.index = index;
    this.limit = solver.limit(this, capacity);
  }

  /** In units per second. */
  get capacity(): number {
    return this.limit.capacity < UNLIMITED ? this.limit.capacity : Infinity;
  }

  /** Capacity in use at this moment, in units per second. */
  get used(): number {
    return this.limit.used;
  }

  /** Flows that cross the resource with a positive coefficient and have not ended. */
  get flowCount(): number {
    return this.limit.flowCount;
  }

  /** Integral of `used` over time from the start to now, in units. */
  usedIntegral(now = this.#simulation.now): number {
    return this.limit.usedIntegralAt(now);
  }
}

/** A flow: to be yielded by a process once, and the handle to ask about it. */
export class Flow implements Waitable, Suspension, Holding {
  readonly network: FluidNetwork;
  readonly amount: number;
  readonly weight: number;
  readonly owner: FlowOwner | null;
  /** Changed by `FluidNetwork.setRoute`. */
  route: readonly Crossing[];
  /** Changed by `FluidNetwork.setRateCap`. */
  rateCap: number;
  /** Set when the flow has ended. */
  outcome: FlowOutcome | null = null;
  /** Kept by the network: who waits, since when, and what was left at the last change of cap or the interrupt. */
  waiter: Waiter | null = null;
  startSeconds = 0;
  sequence = 0;
  unserved: number;
  /** Kept by the solver. */
  bundle: Bundle | null = null;
  node = -1;

  constructor(network: FluidNetwork, request: FlowRequest) {
    this.network = network;
    this.amount = request.amount;
    this.weight = request.weight ?? 1;
    this.rateCap = request.rateCap ?? Infinity;
    this.owner = request.owner ?? null;
    this.route = request.route;
    this.unserved = request.amount;
  }

  /** Returns the amount that has not been served yet: after an interrupt, the rest. */
  get remaining(): number {
    return this.network.remainingOf(this);
  }

  /** Amount per second at this moment; 0 before the start and after the end. */
  get rate(): number {
    return this.bundle === null ? 0 : Math.min(this.rateCap, this.weight * this.bundle.level);
  }

  /** The process that waits for its end. */
  get process(): Process {
    return this.waiter!.process;
  }

  /** Whether it has started and not ended. */
  get isHeld(): boolean {
    return this.bundle !== null;
  }

  get waitsFor(): string {
    return `a flow over ${this.route.map(({ resource }) => resource.name).join(', ')}`;
  }

  get isStalled(): boolean {
    return this.isHeld && this.rate === 0;
  }

  begin(waiter: Waiter): Suspension {
    this.network.start(this, waiter);
    return this;
  }

  abandon(): void {
    this.network.abandon(this);
  }

  lose(): void {
    this.network.abandon(this);
  }
}

export class FluidNetwork {
  readonly #simulation: Simulation;
  readonly #solver = new FluidSolver<Flow>();
  readonly #bundles = new BundleTable<Flow>(this.#solver);
  readonly #endHandler: number;
  #resourceCount = 0;
  #started = 0;
  readonly #ended: Flow[] = [];
  /** The pending event, and one number: the time for which it was made. */
  #endEvent = NO_EVENT;
  readonly #endSeconds = Float64Array.of(Infinity);

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    this.#endHandler = simulation.handler(() => this.#end());
  }

  /** Adds a resource. `capacity` is in units per second: zero or more, Infinity for one that never limits. */
  resource(options: { readonly name: string; readonly capacity: number }): FluidResource {
    requireAtLeastZero(options.capacity, `the capacity of ${options.name}`);
    return new FluidResource(
      this,
      this.#simulation,
      this.#solver,
      options.name,
      options.capacity,
      this.#resourceCount++,
    );
  }

  /**
   * `yield network.flow({...})` gives the `FlowOutcome`: it waits until the amount is served. An interrupt takes the
   * flow out; its `remaining` then says what was left. Throws a RangeError for a bad argument: `amount / weight` must be
   * finite as well.
   */
  flow(request: FlowRequest): Flow {
    requireFinite(request.amount, 'the amount of a flow');
    const weight = request.weight ?? 1;
    if (!(weight > 0 && weight < Infinity)) {
      throw new RangeError(`the weight of a flow must be positive and finite, not ${weight}`);
    }
    if (!(request.amount / weight < Infinity)) {
      throw new RangeError(`the amount of a flow, ${request.amount}, is too large for its weight, ${weight}`);
    }
    requireAtLeastZero(request.rateCap ?? Infinity, 'the rate cap of a flow');
    this.#requireRoute(request.route);
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
    if (resource.network !== this) throw new RangeError(`${resource.name} is a resource of another network`);
    this.#endDue();
    this.#setClock();
    this.#solver.setCapacity(resource.limit, capacity);
    this.#reschedule();
  }

  /** Changes the rate cap of a flow from now on. */
  setRateCap(flow: Flow, rateCap: number): void {
    requireAtLeastZero(rateCap, 'the rate cap of a flow');
    if (flow.network !== this) throw new RangeError('the flow is one of another network');
    const isFlowing = this.#leaveIfFlowing(flow);
    flow.rateCap = rateCap;
    if (isFlowing) this.#join(flow);
  }

  /** Sends a flow over another route from now on, for what is left of it: a path that fails over, a client that moves. */
  setRoute(flow: Flow, route: readonly Crossing[]): void {
    if (flow.network !== this) throw new RangeError('the flow is one of another network');
    this.#requireRoute(route);
    const isFlowing = this.#leaveIfFlowing(flow);
    flow.route = route;
    if (isFlowing) this.#join(flow);
  }

  /** The flows that cross a resource with a positive coefficient, in the order in which they started. */
  flowsOver(resource: FluidResource): Flow[] {
    if (resource.network !== this) throw new RangeError(`${resource.name} is a resource of another network`);
    this.#endDue();
    return this.#bundles
      .flowing(({ crossings }) => crossings.some(({ limit }) => limit === resource.limit))
      .flatMap((bundle) => this.#solver.members(bundle))
      .toSorted((a, b) => a.sequence - b.sequence);
  }

  /** Takes a flow out, as an event of this instant, and interrupts its process. One that is served by then has ended. */
  evict(flow: Flow, reason: unknown): void {
    if (flow.network !== this) throw new RangeError('the flow is one of another network');
    this.#endDue();
    if (flow.isHeld) flow.process.evict(flow, reason);
  }

  /** A resource fails with all that crosses it: evicts its flows, and leaves it `capacity`, by default none. */
  crash(resource: FluidResource, reason: unknown, capacity = 0): void {
    requireAtLeastZero(capacity, `the capacity of ${resource.name}`);
    for (const flow of this.flowsOver(resource)) this.evict(flow, reason);
    this.setCapacity(resource, capacity);
  }

  /** For Flow. */
  start(flow: Flow, waiter: Waiter): void {
    if (flow.waiter !== null) throw new Error('a flow can be started once only');
    flow.waiter = waiter;
    flow.startSeconds = this.#simulation.now;
    flow.sequence = this.#started++;
    this.#endDue();
    this.#join(flow);
  }

  /** For Flow. */
  abandon(flow: Flow): void {
    if (flow.bundle !== null) this.#leave(flow);
  }

  /** For Flow. */
  remainingOf(flow: Flow): number {
    if (flow.bundle === null) return flow.unserved;
    this.#setClock();
    return Math.min(flow.unserved, this.#solver.remaining(flow));
  }

  #setClock(): void {
    this.#solver.clock[0] = this.#simulation.now;
  }

  /** Takes a flow out for its terms to be changed, if it is under way. */
  #leaveIfFlowing(flow: Flow): boolean {
    this.#endDue();
    const { isHeld } = flow;
    if (isHeld) this.#leave(flow);
    return isHeld;
  }

  #requireRoute(route: readonly Crossing[]): void {
    for (const { resource, coefficient } of route) {
      if (resource.network !== this) {
        throw new RangeError(`the route of a flow names ${resource.name}, a resource of another network`);
      }
      if (coefficient !== undefined) {
        requireFinite(coefficient, `the coefficient of a flow on ${resource.name}`);
      }
    }
  }

  #join(flow: Flow): void {
    const bundle = this.#bundles.find(flow.route, flow.rateCap / flow.weight);
    this.#setClock();
    this.#solver.join(flow, bundle);
    this.#reschedule();
  }

  #leave(flow: Flow): void {
    flow.unserved = this.remainingOf(flow);
    this.#solver.leave(flow);
    this.#reschedule();
  }

  /** Ends the flows that are served by now and whose event is still to come. To be called before something is changed. */
  #endDue(): void {
    while (this.#endSeconds[0]! <= this.#simulation.now) {
      this.#simulation.unschedule(this.#endEvent);
      this.#end();
    }
  }

  /** The event at which the next flow ends. */
  #end(): void {
    this.#endEvent = NO_EVENT;
    this.#endSeconds[0] = Infinity;
    const ended = this.#ended;
    const now = this.#simulation.now;
    this.#setClock();
    const bottleneck = this.#solver.takeEnded(ended)?.resource;
    // Flows that end together go on in the order in which they started: the last in the list first.
    if (ended.length > 1) ended.sort((a, b) => b.sequence - a.sequence);
    for (let flow = ended.pop(); flow !== undefined; flow = ended.pop()) {
      flow.unserved = 0;
      flow.outcome = { seconds: now - flow.startSeconds, bottleneck };
      this.#simulation.resume(flow.waiter!, flow.outcome);
    }
    this.#reschedule();
  }

  #reschedule(): void {
    this.#solver.findNextEnd();
    const next = this.#solver.nextEndSeconds;
    if (next[0] === this.#endSeconds[0]) return;
    if (this.#endEvent !== NO_EVENT) this.#simulation.unschedule(this.#endEvent);
    this.#endSeconds[0] = next[0]!;
    this.#endEvent = NO_EVENT;
    if (next[0] === Infinity) return;
    this.#simulation.delaySeconds[0] = Math.max(0, next[0]! - this.#simulation.now);
    this.#endEvent = this.#simulation.scheduleDelayed(this.#endHandler, 0);
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

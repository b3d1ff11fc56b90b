/**
 * State of the fluid solver: limits, bundles of flows, and couplings, through which bundles bound at one limit use
 * another. The rules are in fluid-solver.ts.
 */
import type { Crossing, FluidResource } from './fluid.ts';
import { NONE } from './fluid-heap.ts';

/** Stands for an infinite rate: finite, so that sums and differences stay numbers; a power of two, so that they are exact. */
export const UNLIMITED = 2 ** 400;

/** The solver's side of a resource. */
export class Limit {
  readonly resource: FluidResource;
  capacity: number;
  /** Whether there are bundles bound here: held down to the level of this limit. */
  binds = false;
  /** The normalised rate of the bundles bound here. */
  level = 0;
  /**
   * The clock of the service, and its rounding error. It counts service per unit of weight given to the flows bound
   * here up to `servedAt`. `FluidEnds.refine` sets it back.
   */
  served = 0;
  servedError = 0;
  servedAt = 0;
  /** Root of the bundles bound here, by the `served` at which their first flow ends. */
  bundles = NONE;
  /** Root of the bundles bound here that have a cap, by the level of the cap. */
  caps = NONE;
  /** Flows that cross the limit. */
  flowCount = 0;

  /** The use of this limit by the bundles bound here. */
  readonly own: Coupling;
  /** Its use by bundles bound elsewhere: the couplings, and the sum of what they reserve. */
  firstFeeder: Coupling | null = null;
  reserved = 0;
  /** Root of the feeders, fastest first. Kept while the limit binds. */
  feeders = NONE;
  /** Its use by bundles at their caps: their crossings, fastest first, and the sum of their use. */
  capped = NONE;
  #cappedUse = 0;
  #cappedUseError = 0;
  /** Integral of the use over time, up to the times that each part notes. */
  usedIntegral = 0;
  cappedUseCountedAt = 0;

  /** Every coupling made from here. */
  readonly couplings = new Map<Limit, Coupling>();
  /** Couplings from here to limits that bind: their use must be exact. */
  firstExact: Coupling | null = null;
  /** Root of the couplings from here to limits that do not bind, by ceiling. */
  ceilings = NONE;
  /** Couplings from here whose weight has changed. */
  firstStale: Coupling | null = null;

  /** The bundles without flows whose routes begin here, the last to become idle first. */
  firstIdle: Bundle | null = null;

  /** Nodes among the limits by end and among the unsettled ones, and whether they are there now. */
  endNode = NONE;
  endPending = false;
  unsettledNode = NONE;
  unsettled = false;

  constructor(resource: FluidResource, capacity: number) {
    this.resource = resource;
    this.capacity = Math.min(capacity, UNLIMITED);
    this.own = new Coupling(this, this);
  }

  /** The use by bundles at their caps. */
  get cappedUse(): number {
    return this.#cappedUse + this.#cappedUseError;
  }

  /** The use at this moment. */
  get used(): number {
    let used = this.cappedUse + (this.binds ? this.own.weight * this.level : 0);
    for (let feeder = this.firstFeeder; feeder !== null; feeder = feeder.nextFeeder) {
      used += feeder.weight * feeder.source.level;
    }
    return used;
  }

  /** The integral of the use over time, to `now`. */
  usedIntegralAt(now: number): number {
    let integral =
      this.usedIntegral + this.cappedUse * (now - this.cappedUseCountedAt) + uncounted(this.own, now);
    for (let feeder = this.firstFeeder; feeder !== null; feeder = feeder.nextFeeder) {
      integral += uncounted(feeder, now);
    }
    return integral;
  }

  servedUntil(now: number): number {
    const elapsed = now - this.servedAt;
    return elapsed > 0 ? this.served + (this.level * elapsed + this.servedError) : this.served;
  }

  /** Moves the clock of the service on to the time that `clock` holds. */
  advance(clock: Float64Array): void {
    const now = clock[0]!;
    if (now === this.servedAt) return;
    const more = this.level * (now - this.servedAt) + this.servedError;
    const served = this.served + more;
    this.servedError = roundingError(this.served, more, served);
    this.served = served;
    this.servedAt = now;
  }

  /** Sets the clock of the service to what it is known to have come to at the time that `clock` holds. */
  setServed(served: number, clock: Float64Array): void {
    this.served = served;
    this.servedError = 0;
    this.servedAt = clock[0]!;
  }

  /** Takes `service` off the clock, which stands for the same as before: for FluidEnds, which does so to all that is read on it. */
  setBack(service: number): void {
    this.served = this.served - service + this.servedError;
    this.servedError = 0;
    this.own.counted -= service;
    for (const coupling of this.couplings.values()) coupling.counted -= service;
  }

  coupling(target: Limit): Coupling {
    if (target === this) return this.own;
    let coupling = this.couplings.get(target);
    if (coupling === undefined) {
      coupling = new Coupling(this, target);
      this.couplings.set(target, coupling);
    }
    return coupling;
  }

  changeCappedUse(change: number, now: number): void {
    this.usedIntegral += this.cappedUse * (now - this.cappedUseCountedAt);
    this.cappedUseCountedAt = now;
    const use = this.#cappedUse + change;
    this.#cappedUseError += roundingError(this.#cappedUse, change, use);
    this.#cappedUse = use;
  }

  /** Notes that nothing at its cap uses the limit: what rounding has left of the sum must not outlive the flows. */
  clearCappedUse(): void {
    this.#cappedUse = 0;
    this.#cappedUseError = 0;
  }
}

/** Use of `target` by the bundles bound at `source`. */
export class Coupling {
  readonly source: Limit;
  readonly target: Limit;
  /** Sum of the weights of the crossings, and what rounding took from it. */
  #weight = 0;
  #weightError = 0;
  /** Their use as the target knows it: exact if it binds, else no less than it is. */
  reserved = 0;
  /** The source's `served` up to which the target's `usedIntegral` counts them. */
  counted = 0;
  firstCrossing: BundleCrossing | null = null;
  /** Neighbours among the target's feeders, and the node in its heap of feeders. */
  nextFeeder: Coupling | null = null;
  previousFeeder: Coupling | null = null;
  feederNode = NONE;
  /** Neighbours among the source's exact couplings. */
  nextExact: Coupling | null = null;
  previousExact: Coupling | null = null;
  /** Node in the source's heap of ceilings, and whether it is there now. */
  ceilingNode = NONE;
  ceilingSet = false;
  nextStale: Coupling | null = null;
  stale = false;

  constructor(source: Limit, target: Limit) {
    this.source = source;
    this.target = target;
  }

  /** Sum of weight * coefficient over the flows: they use this times the source's level. */
  get weight(): number {
    return this.#weight + this.#weightError;
  }

  /** Brings the weight of a crossing up to date with its bundle's. The source must be advanced. */
  weigh(crossing: BundleCrossing): void {
    this.#reweigh(crossing, true);
  }

  /** Takes the weight of a crossing away. The source must be advanced. */
  unweigh(crossing: BundleCrossing): void {
    this.#reweigh(crossing, false);
  }

  #reweigh(crossing: BundleCrossing, isCounted: boolean): void {
    const weight = isCounted ? crossing.bundle.weight * crossing.coefficient : 0;
    this.target.usedIntegral += this.weight * (this.source.served - this.counted);
    this.counted = this.source.served;
    const sum = this.#weight + weight;
    const rest = sum - crossing.weight;
    this.#weightError +=
      roundingError(this.#weight, weight, sum) + roundingError(sum, -crossing.weight, rest);
    this.#weight = rest;
    crossing.weight = weight;
  }

  addFeeder(): void {
    const { target } = this;
    this.previousFeeder = null;
    this.nextFeeder = target.firstFeeder;
    if (target.firstFeeder !== null) target.firstFeeder.previousFeeder = this;
    target.firstFeeder = this;
  }

  removeFeeder(): void {
    if (this.nextFeeder !== null) this.nextFeeder.previousFeeder = this.previousFeeder;
    if (this.previousFeeder !== null) this.previousFeeder.nextFeeder = this.nextFeeder;
    else this.target.firstFeeder = this.nextFeeder;
  }

  addExact(): void {
    const { source } = this;
    this.previousExact = null;
    this.nextExact = source.firstExact;
    if (source.firstExact !== null) source.firstExact.previousExact = this;
    source.firstExact = this;
  }

  removeExact(): void {
    if (this.nextExact !== null) this.nextExact.previousExact = this.previousExact;
    if (this.previousExact !== null) this.previousExact.nextExact = this.nextExact;
    else this.source.firstExact = this.nextExact;
  }

  addCrossing(crossing: BundleCrossing): void {
    crossing.coupling = this;
    crossing.previous = null;
    crossing.next = this.firstCrossing;
    if (this.firstCrossing !== null) this.firstCrossing.previous = crossing;
    this.firstCrossing = crossing;
  }

  removeCrossing(crossing: BundleCrossing): void {
    if (crossing.next !== null) crossing.next.previous = crossing.previous;
    if (crossing.previous !== null) crossing.previous.next = crossing.next;
    else this.firstCrossing = crossing.next;
    // A bundle that is kept idle must not hold bundles that have been dropped.
    crossing.next = null;
    crossing.previous = null;
    if (this.firstCrossing !== null) return;
    this.#weight = 0;
    this.#weightError = 0;
  }
}

/**
 * Returns the rounding error of a sum of two (Knuth, The Art of Computer Programming 2, 4.2.2, theorem B). Weights of
 * very different size come and go at a limit that binds for long. Kept with its error, their sum is exact for those
 * present.
 */
function roundingError(a: number, b: number, sum: number): number {
  const rest = sum - a;
  return a - (sum - rest) + (b - rest);
}

function uncounted(coupling: Coupling, now: number): number {
  return coupling.weight * (coupling.source.servedUntil(now) - coupling.counted);
}

/** One limit on the route of a bundle. */
export class BundleCrossing {
  readonly bundle: Bundle;
  readonly limit: Limit;
  /** Positive. */
  coefficient: number;
  /** The bundle's weight * coefficient while it is bound. */
  weight = 0;
  /** The coupling that counts the bundle here while it is bound; the last one that did while it is not. */
  coupling: Coupling | null = null;
  /** Neighbours there. */
  next: BundleCrossing | null = null;
  previous: BundleCrossing | null = null;
  /** Node among the limit's crossings of capped bundles. */
  cappedNode = NONE;

  constructor(bundle: Bundle, limit: Limit, coefficient: number) {
    this.bundle = bundle;
    this.limit = limit;
    this.coefficient = coefficient;
  }
}

/** The flows of one route and cap. It is idle without flows; else it is bound at a limit of its route or at its cap. */
export class Bundle {
  readonly crossings: readonly BundleCrossing[];
  /** The flows' rateCap / weight; Infinity if they have none. */
  capLevel: number;
  state: 'idle' | 'bound' | 'capped' = 'idle';
  /** Limit at which the bundle is bound, or was. */
  limit: Limit | null = null;
  /** Sum of the weights of its flows, and what rounding took from it. */
  #weight = 0;
  #weightError = 0;
  flowCount = 0;
  /** Root of the flows, by the service per unit of weight at which they end. */
  flows = NONE;
  /** That service is this plus what the limit has `served` or, at the cap, what it gives from the time `cappedAt`. */
  offset = 0;
  cappedAt = 0;
  /** Node in the limit's heap of bundles or among all capped bundles, and in the limit's heap of caps. */
  node = NONE;
  capNode = NONE;
  /** Kept by the table of bundles: where it stands there, which is under an older cap and coefficients once it has been refitted. */
  hash: number;
  nextInBucket: Bundle | null = null;
  /** Neighbours among the idle bundles whose routes begin at the same limit. */
  nextIdle: Bundle | null = null;
  previousIdle: Bundle | null = null;

  constructor(hash: number, capLevel: number, route: readonly Crossing[]) {
    this.hash = hash;
    this.capLevel = capLevel;
    this.crossings = route.map(
      ({ resource, coefficient = 1 }) => new BundleCrossing(this, resource.limit, coefficient),
    );
    this.#addIdle();
  }

  /** Makes an idle bundle one of flows that cross the same resources with another cap or other coefficients. */
  refit(capLevel: number, route: readonly Crossing[]): void {
    this.capLevel = capLevel;
    for (let place = 0; place < route.length; place++) {
      this.crossings[place]!.coefficient = route[place]!.coefficient ?? 1;
    }
  }

  /** Sum of the weights of its flows. */
  get weight(): number {
    return this.#weight + this.#weightError;
  }

  /** Adds the weight of a flow (1), or takes it away (-1). */
  addWeight(member: { readonly weight: number }, sign: 1 | -1): void {
    const weight = sign * member.weight;
    const sum = this.#weight + weight;
    this.#weightError += roundingError(this.#weight, weight, sum);
    this.#weight = sum;
  }

  /** Notes that the last flow has left. */
  becomeIdle(): void {
    this.state = 'idle';
    this.#weight = 0;
    this.#weightError = 0;
    this.#addIdle();
  }

  #addIdle(): void {
    if (this.crossings.length === 0) return;
    const { limit } = this.crossings[0]!;
    this.nextIdle = limit.firstIdle;
    if (limit.firstIdle !== null) limit.firstIdle.previousIdle = this;
    limit.firstIdle = this;
  }

  /** To be called before an idle bundle gets its first flow, or is dropped. */
  removeIdle(): void {
    if (this.crossings.length === 0) return;
    if (this.nextIdle !== null) this.nextIdle.previousIdle = this.previousIdle;
    if (this.previousIdle !== null) this.previousIdle.nextIdle = this.nextIdle;
    else this.crossings[0]!.limit.firstIdle = this.nextIdle;
    this.nextIdle = null;
    this.previousIdle = null;
  }

  /** The normalised rate of its flows. */
  get level(): number {
    return this.state === 'bound' ? this.limit!.level : this.state === 'capped' ? this.capLevel : 0;
  }

  /** Service per unit of weight given since the bundle was last idle, or its clock was last set back (`FluidEnds.join`). */
  servedUntil(now: number): number {
    return this.state === 'bound'
      ? this.offset + this.limit!.servedUntil(now)
      : this.offset + this.capLevel * (now - this.cappedAt);
  }
}

/**
 * The bundles of a fluid network, found by route and cap of a flow.
 *
 * A bundle outlives its flows, so that the next flow of the same kind finds it ready. A flow without one takes an idle
 * bundle of the same route, which is fitted to its cap and coefficients. A client's batches are all of different sizes.
 * Bundles of their own were 0.45 kB of garbage a flow, most of it old before it died. When the table is full, the idle
 * ones are dropped: flows that are all different leave nothing behind. (Keeping those of recent use for longer made
 * 5,000 clients with flows of their own 1.1 to 2 times slower. New ones are in the cache, old ones are not.)
 */
import type { Crossing, FluidResource } from './fluid.ts';
import type { Member } from './fluid-ends.ts';
import { type Bundle, UNLIMITED } from './fluid-limit.ts';
import type { FluidSolver } from './fluid-solver.ts';

const INITIAL_BUCKETS = 256;

const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);

export class BundleTable<M extends Member> {
  readonly #solver: FluidSolver<M>;
  #buckets: (Bundle | null)[] = emptyBuckets(INITIAL_BUCKETS);
  #size = 0;

  constructor(solver: FluidSolver<M>) {
    this.#solver = solver;
  }

  /** The bundle of the flows of this route whose rateCap / weight is `capLevel`. */
  find(route: readonly Crossing[], capLevel: number): Bundle {
    if (route.length > 0) {
      const { flowCount, firstIdle } = route[0]!.resource.limit;
      // Where no flow is, as at the NIC of a client whose last one has ended, no bundle is in use: it need not be looked for.
      if (flowCount === 0 && firstIdle !== null && fits(firstIdle, route)) {
        firstIdle.refit(capLevel, route);
        return firstIdle;
      }
    }
    const hash = hashOf(route, capLevel);
    let bundle = this.#buckets[hash & (this.#buckets.length - 1)]!;
    while (bundle !== null) {
      if (bundle.hash === hash && bundle.capLevel === capLevel && hasRoute(bundle, route)) {
        return bundle;
      }
      bundle = bundle.nextInBucket!;
    }
    // A route that repeats resources, or names some with coefficient 0, shares the bundle of the plain one.
    if (!isPlain(route)) return this.find(plain(route), capLevel);
    // A flow that nothing limits is given a cap all the same.
    if (route.length === 0 && capLevel === Infinity) return this.find(route, UNLIMITED);
    const idle = route.length === 0 ? null : route[0]!.resource.limit.firstIdle;
    if (idle !== null && fits(idle, route)) {
      this.#remove(idle);
      idle.hash = hash;
      idle.refit(capLevel, route);
      this.#insert(idle);
      return idle;
    }
    if (this.#size === this.#buckets.length) this.#makeRoom();
    const made = this.#solver.bundle(hash, capLevel, route);
    this.#insert(made);
    return made;
  }

  /** The bundles with flows that are wanted, in any order. */
  flowing(isWanted: (bundle: Bundle) => boolean): Bundle[] {
    const found: Bundle[] = [];
    for (let bundle of this.#buckets) {
      for (; bundle !== null; bundle = bundle.nextInBucket) {
        if (bundle.flowCount > 0 && isWanted(bundle)) found.push(bundle);
      }
    }
    return found;
  }

  #insert(bundle: Bundle): void {
    const bucket = bundle.hash & (this.#buckets.length - 1);
    bundle.nextInBucket = this.#buckets[bucket]!;
    this.#buckets[bucket] = bundle;
    this.#size++;
  }

  #remove(bundle: Bundle): void {
    const bucket = bundle.hash & (this.#buckets.length - 1);
    if (this.#buckets[bucket] === bundle) {
      this.#buckets[bucket] = bundle.nextInBucket;
    } else {
      let before = this.#buckets[bucket]!;
      while (before.nextInBucket !== bundle) before = before.nextInBucket!;
      before.nextInBucket = bundle.nextInBucket;
    }
    this.#size--;
  }

  /** Drops the idle bundles; grows if that is not enough. */
  #makeRoom(): void {
    const kept: Bundle[] = [];
    for (let bundle of this.#buckets) {
      for (; bundle !== null; bundle = bundle.nextInBucket) {
        if (bundle.state === 'idle') this.#solver.drop(bundle);
        else kept.push(bundle);
      }
    }
    const buckets = this.#buckets.length;
    this.#buckets = emptyBuckets(kept.length > buckets / 2 ? buckets * 2 : buckets);
    this.#size = 0;
    for (const bundle of kept) this.#insert(bundle);
  }
}

function emptyBuckets(count: number): (Bundle | null)[] {
  return Array.from({ length: count }, () => null);
}

function hashOf(route: readonly Crossing[], capLevel: number): number {
  let hash = mixed(0, capLevel);
  for (let place = 0; place < route.length; place++) {
    const { resource, coefficient = 1 } = route[place]!;
    hash = Math.imul(hash ^ resource.index, 0x9e3779b1);
    if (coefficient !== 1) hash = mixed(hash, coefficient);
  }
  return hash ^ (hash >>> 15);
}

function mixed(hash: number, value: number): number {
  double[0] = value;
  return Math.imul(Math.imul(hash ^ halves[0]!, 0x85ebca6b) ^ halves[1]!, 0xc2b2ae35);
}

/** Whether a bundle crosses the resources of a route, in that order and with positive coefficients. */
function fits({ crossings }: Bundle, route: readonly Crossing[]): boolean {
  if (crossings.length !== route.length) return false;
  for (let place = 0; place < route.length; place++) {
    const { resource, coefficient } = route[place]!;
    if (crossings[place]!.limit !== resource.limit || coefficient === 0) return false;
  }
  return true;
}

function hasRoute({ crossings }: Bundle, route: readonly Crossing[]): boolean {
  if (crossings.length !== route.length) return false;
  for (let place = 0; place < route.length; place++) {
    const { resource, coefficient = 1 } = route[place]!;
    const crossing = crossings[place]!;
    if (crossing.limit !== resource.limit || crossing.coefficient !== coefficient) return false;
  }
  return true;
}

/** Whether a route names each resource once, with a positive coefficient. */
function isPlain(route: readonly Crossing[]): boolean {
  for (let place = 0; place < route.length; place++) {
    if (route[place]!.coefficient === 0) return false;
    for (let other = 0; other < place; other++) {
      if (route[other]!.resource === route[place]!.resource) return false;
    }
  }
  return true;
}

function plain(route: readonly Crossing[]): Crossing[] {
  const coefficients = new Map<FluidResource, number>();
  for (const { resource, coefficient = 1 } of route) {
    if (coefficient > 0) coefficients.set(resource, (coefficients.get(resource) ?? 0) + coefficient);
  }
  return Array.from(coefficients, ([resource, coefficient]) => ({ resource, coefficient }));
}

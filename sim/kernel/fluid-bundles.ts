/**
 * The bundles of a fluid network, found by what a flow asks for: its route, entry by entry as it is written, and its cap.
 *
 * A bundle outlives its flows, so that the next flow of the same kind finds it ready. When the table is full, the bundles
 * without flows are dropped before it grows: flows that are all different leave nothing behind.
 */
import type { Crossing, FluidResource } from './fluid.ts';
import type { Bundle, FluidSolver, Limit, Member } from './fluid-solver.ts';

interface Entry {
  readonly route: readonly Crossing[];
  /** Of the flows' rateCap / weight. */
  readonly capLevel: number;
  readonly hash: number;
  readonly bundle: Bundle;
  readonly next: Entry | null;
}

const INITIAL_BUCKETS = 256;

const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);

export class BundleTable<M extends Member> {
  readonly #solver: FluidSolver<M>;
  #buckets: (Entry | null)[] = emptyBuckets(INITIAL_BUCKETS);
  #size = 0;
  #caps = new Map<number, Limit>();
  readonly #resources: FluidResource[] = [];

  constructor(solver: FluidSolver<M>) {
    this.#solver = solver;
  }

  add(resource: FluidResource): void {
    this.#resources.push(resource);
  }

  /** The bundle of the flows of this route whose rateCap / weight is `capLevel`. */
  find(route: readonly Crossing[], capLevel: number): Bundle {
    const hash = hashOf(route, capLevel);
    let entry = this.#buckets[hash & (this.#buckets.length - 1)]!;
    while (entry !== null) {
      if (entry.hash === hash && entry.capLevel === capLevel && sameRoute(entry.route, route)) {
        return entry.bundle;
      }
      entry = entry.next!;
    }
    if (this.#size === this.#buckets.length) this.#makeRoom();
    const bundle = this.#make(route, capLevel);
    this.#insert({ route: route.map((crossing) => ({ ...crossing })), capLevel, hash, bundle });
    return bundle;
  }

  #insert(entry: Omit<Entry, 'next'>): void {
    const bucket = entry.hash & (this.#buckets.length - 1);
    this.#buckets[bucket] = { ...entry, next: this.#buckets[bucket]! };
    this.#size++;
  }

  #make(route: readonly Crossing[], capLevel: number): Bundle {
    const coefficients = new Map<Limit, number>();
    for (const { resource, coefficient = 1 } of route) {
      if (coefficient === 0) continue;
      coefficients.set(resource.limit, (coefficients.get(resource.limit) ?? 0) + coefficient);
    }
    // A flow that nothing limits is given a cap all the same: the solver's stand-in for infinity.
    if (capLevel < Infinity || coefficients.size === 0) coefficients.set(this.#cap(capLevel), 1);
    return this.#solver.bundle(coefficients);
  }

  #cap(level: number): Limit {
    let cap = this.#caps.get(level);
    if (cap === undefined) {
      cap = this.#solver.limit(undefined, Infinity, level);
      this.#caps.set(level, cap);
    }
    return cap;
  }

  /** Drops the bundles without flows and the caps that have no bundle left; grows if that is not enough. */
  #makeRoom(): void {
    const kept: Entry[] = [];
    const caps = new Map<number, Limit>();
    for (let entry of this.#buckets) {
      for (; entry !== null; entry = entry.next) {
        if (entry.bundle.limit === null) {
          this.#solver.dropBundle(entry.bundle);
          continue;
        }
        kept.push(entry);
        const cap = this.#caps.get(entry.capLevel);
        if (cap !== undefined) caps.set(entry.capLevel, cap);
      }
    }
    const dropped = [...this.#caps.values()].filter((cap) => !caps.has(cap.level));
    this.#solver.dropCaps(
      dropped,
      this.#resources.map((resource) => resource.limit),
    );
    this.#caps = caps;
    const buckets = this.#buckets.length;
    this.#buckets = emptyBuckets(kept.length > buckets / 2 ? buckets * 2 : buckets);
    this.#size = 0;
    for (const entry of kept) this.#insert(entry);
  }
}

function emptyBuckets(count: number): (Entry | null)[] {
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

function sameRoute(a: readonly Crossing[], b: readonly Crossing[]): boolean {
  if (a.length !== b.length) return false;
  for (let place = 0; place < a.length; place++) {
    if (a[place]!.resource !== b[place]!.resource) return false;
    if ((a[place]!.coefficient ?? 1) !== (b[place]!.coefficient ?? 1)) return false;
  }
  return true;
}

/**
 * The mathematics of fluid sharing: keeps a weighted max-min fair allocation through arrivals, departures and changes of
 * capacity, at a cost that does not grow with the number of flows.
 *
 * **Limits and bundles.** A *limit* is what can hold flows down: a resource, or a cap on the normalised rate (one limit
 * for all flows of the same rateCap / weight). Flows of the same route and cap form a *bundle*: they have one
 * normalised rate, the *level* of the limit that binds the bundle. So a limit that binds keeps one clock of the service
 * given per unit of weight, on which each flow bound there ends at a time known when it joins: a change of the level
 * moves every end at once, and costs nothing per flow.
 *
 * **The certificate.** The allocation is max-min fair if and only if
 *   1. a resource that binds bundles is used in full, and no flow that crosses it is faster than its level;
 *   2. a resource that binds none is not used beyond its capacity;
 *   3. no flow is faster than its cap.
 * What the flows bound by one limit use of another is kept in a *coupling* of the two, so that the certificate is about
 * couplings, not flows. A change makes one or a few limits *unsettled*; settling one restores its line of the certificate:
 * its level is computed anew from what the others leave, it takes over the bundles that are faster than that, and the
 * couplings in which something changed unsettle other limits. The lowest levels go first, because they do not depend on
 * the higher ones.
 *
 * **Why it is local.** One limit may be coupled to thousands (a storage system to every NIC). They are not visited when
 * its level moves: a resource that binds none *reserves* capacity for each coupling, which holds as long as the source
 * stays below a ceiling, and a limit keeps its couplings in a heap by ceiling. Only when a level passes a ceiling is the
 * resource behind it looked at.
 */

import type { FluidResource } from './fluid.ts';
import { NONE, PairingHeaps } from './fluid-heap.ts';

/** Relative: what is equal within rounding. Rates are right to about this. */
const TOLERANCE = 1e-12;

/** Stands for an infinite rate: finite, so that sums and differences stay numbers. */
const UNLIMITED = 2 ** 400;

/** A resource, or a cap on the normalised rate. */
export class Limit {
  /** Undefined for a cap. */
  readonly resource: FluidResource | undefined;
  capacity: number;
  /** The normalised rate of the bundles bound here. That of a cap never changes. */
  level: number;
  /** A cap always binds; a resource does while there are bundles that it holds down. */
  binds: boolean;
  /** Flows that cross the limit. */
  flowCount = 0;
  /** Service per unit of weight given to the flows bound here, up to `servedAt`. */
  served = 0;
  servedAt = 0;
  /** Integral of the use of the limit, up to the `served` that each coupling notes. */
  usedIntegral = 0;
  /** The use of this limit by the bundles bound here. */
  readonly own: Coupling;
  /** Couplings through which bundles bound elsewhere use this limit. */
  firstFeeder: Coupling | null = null;
  /** Sum of what they reserve. */
  reserved = 0;
  /** No feeder's level is above this. Kept while the limit binds. */
  fastestFeeder = 0;
  /** Couplings from here to limits that bind: their use must be exact. */
  firstExact: Coupling | null = null;
  /** Couplings from here in which something but the level has changed. */
  firstStale: Coupling | null = null;
  /** Root of the couplings from here to limits that do not bind, and to caps, by ceiling. */
  ceilings = NONE;
  /** Root of the bundles bound here, by the `served` at which their first flow ends. */
  bundles = NONE;
  /** Every coupling made from here. */
  readonly couplings = new Map<Limit, Coupling>();
  /** Of a cap: every coupling made to here. */
  readonly reached: Coupling[] = [];
  /** Nodes in the solver's heaps, and whether they are there now. */
  endNode = NONE;
  endPending = false;
  unsettledNode = NONE;
  unsettled = false;

  constructor(resource: FluidResource | undefined, capacity: number, level: number) {
    this.resource = resource;
    this.capacity = Math.min(capacity, UNLIMITED);
    this.level = level;
    this.binds = resource === undefined;
    this.own = new Coupling(this, this);
  }
}

/** What the flows bound by `source` use of `target`. */
class Coupling {
  readonly source: Limit;
  readonly target: Limit;
  /** Sum of weight * coefficient over those flows: their use is this times the source's level. */
  weight = 0;
  /** Their use as noted at the target: no less than it is, and equal to it if the target binds. */
  reserved = 0;
  /** The source's `served` up to which the target's `usedIntegral` counts them. */
  counted = 0;
  firstCrossing: BundleCrossing | null = null;
  /** Neighbours among the target's feeders. */
  nextFeeder: Coupling | null = null;
  previousFeeder: Coupling | null = null;
  /** Neighbours among the source's exact couplings. */
  nextExact: Coupling | null = null;
  previousExact: Coupling | null = null;
  nextStale: Coupling | null = null;
  stale = false;
  /** Node in the source's heap of ceilings, and whether it is there now. */
  ceilingNode = NONE;
  ceilingSet = false;

  constructor(source: Limit, target: Limit) {
    this.source = source;
    this.target = target;
  }
}

/** One limit on the route of a bundle. */
class BundleCrossing {
  readonly bundle: Bundle;
  readonly limit: Limit;
  readonly coefficient: number;
  /** The coupling that counts the bundle at this limit; after its last flow, the one that did. */
  coupling: Coupling | null = null;
  next: BundleCrossing | null = null;
  previous: BundleCrossing | null = null;

  constructor(bundle: Bundle, limit: Limit, coefficient: number) {
    this.bundle = bundle;
    this.limit = limit;
    this.coefficient = coefficient;
  }
}

/** The flows of one route and cap. */
export class Bundle {
  readonly crossings: BundleCrossing[] = [];
  /** The limit that binds the bundle; null while it has no flows. */
  limit: Limit | null = null;
  /** Sum of the weights of its flows. */
  weight = 0;
  flowCount = 0;
  /** Service per unit of weight since the bundle began = the limit's `served` + this. */
  offset = 0;
  /** Root of the flows, by the service at which they end. */
  flows = NONE;
  /** Node in the limit's heap of bundles. */
  node = NONE;
  /** Kept by the table of bundles. */
  readonly hash: number;
  readonly capLevel: number;
  nextInBucket: Bundle | null = null;
  /** Asked for since the table was last full. */
  recent = true;

  constructor(hash: number, capLevel: number) {
    this.hash = hash;
    this.capLevel = capLevel;
  }

  /** Adds a limit to the route. */
  cross(limit: Limit, coefficient: number): void {
    this.crossings.push(new BundleCrossing(this, limit, coefficient));
  }
}

/** What the solver keeps of a flow. */
export interface Member {
  readonly weight: number;
  /** Null before the flow joins and after it ends. */
  bundle: Bundle | null;
  node: number;
}

export class FluidSolver<M extends Member> {
  readonly #members = new PairingHeaps<M>();
  readonly #bundles = new PairingHeaps<Bundle>();
  readonly #ceilings = new PairingHeaps<Coupling>();
  readonly #ends = new PairingHeaps<Limit>();
  readonly #unsettled = new PairingHeaps<Limit>();
  #firstEnd = NONE;
  #firstUnsettled = NONE;
  #now = 0;
  settled = 0;

  limit(resource: FluidResource | undefined, capacity: number, level: number): Limit {
    const limit = new Limit(resource, capacity, Math.min(level, UNLIMITED));
    limit.endNode = this.#ends.add(limit);
    limit.unsettledNode = this.#unsettled.add(limit);
    return limit;
  }

  bundle(hash: number, capLevel: number): Bundle {
    const bundle = new Bundle(hash, capLevel);
    bundle.node = this.#bundles.add(bundle);
    return bundle;
  }

  /** Forgets a bundle that has no flows. */
  dropBundle(bundle: Bundle): void {
    this.#bundles.delete(bundle.node);
  }

  /** Forgets a cap that no bundle has any more. */
  dropCap(cap: Limit): void {
    this.#ends.delete(cap.endNode);
    this.#unsettled.delete(cap.unsettledNode);
    for (const coupling of cap.reached) {
      coupling.source.couplings.delete(cap);
      if (coupling.ceilingNode !== NONE) this.#ceilings.delete(coupling.ceilingNode);
    }
  }

  /** When the next flow ends, if nothing changes before; Infinity if none does. */
  get nextEndSeconds(): number {
    return this.#firstEnd === NONE ? Infinity : this.#ends.key(this.#firstEnd);
  }

  join(member: M, bundle: Bundle, amount: number, now: number): void {
    this.#now = now;
    if (bundle.limit === null) this.#activate(bundle);
    const limit = bundle.limit!;
    advance(limit, now);
    member.bundle = bundle;
    member.node = this.#members.add(member);
    bundle.flows = this.#members.insert(
      bundle.flows,
      member.node,
      limit.served + bundle.offset + amount / member.weight,
    );
    bundle.flowCount++;
    const key = this.#members.key(bundle.flows) - bundle.offset;
    limit.bundles =
      bundle.flowCount === 1
        ? this.#bundles.insert(limit.bundles, bundle.node, key)
        : this.#bundles.change(limit.bundles, bundle.node, key);
    this.#weigh(bundle, member.weight, 1);
    this.#settleAll();
  }

  /** Takes a flow out. */
  leave(member: M, now: number): void {
    this.#now = now;
    advance(member.bundle!.limit!, now);
    this.#remove(member);
    this.#settleAll();
  }

  /** What is still to be served. */
  remaining(member: M, now: number): number {
    const bundle = member.bundle!;
    const served = servedUntil(bundle.limit!, now) + bundle.offset;
    return Math.max(0, this.#members.key(member.node) - served) * member.weight;
  }

  setCapacity(limit: Limit, capacity: number, now: number): void {
    this.#now = now;
    limit.capacity = Math.min(capacity, UNLIMITED);
    // Rounding that was small beside the old capacity may not be beside the new one.
    if (limit.binds) this.#noteFeeders(limit);
    this.#unsettle(limit);
    this.#settleAll();
  }

  /** Ends the flow that is due, and those that end with it at the same limit, which is returned. */
  takeEnded(now: number, ended: M[]): Limit {
    this.#now = now;
    const limit = this.#ends.item(this.#firstEnd);
    // The first flow is served exactly, whatever the rounding of its time of ending.
    limit.served = this.#bundles.key(limit.bundles);
    limit.servedAt = now;
    do {
      const member = this.#members.item(this.#bundles.item(limit.bundles).flows);
      this.#remove(member);
      ended.push(member);
    } while (limit.bundles !== NONE && this.#bundles.key(limit.bundles) <= limit.served);
    this.#settleAll();
    return limit;
  }

  #remove(member: M): void {
    const bundle = member.bundle!;
    bundle.flows = this.#members.remove(bundle.flows, member.node);
    this.#members.delete(member.node);
    member.bundle = null;
    bundle.flowCount--;
    this.#weigh(bundle, -member.weight, -1);
    if (bundle.flows === NONE) {
      this.#unbind(bundle);
      bundle.weight = 0;
      bundle.limit = null;
    } else {
      const limit = bundle.limit!;
      const key = this.#members.key(bundle.flows) - bundle.offset;
      limit.bundles = this.#bundles.change(limit.bundles, bundle.node, key);
    }
  }

  #weigh(bundle: Bundle, weight: number, count: number): void {
    bundle.weight += weight;
    for (const { limit, coefficient, coupling } of bundle.crossings) {
      limit.flowCount += count;
      countUse(coupling!);
      coupling!.weight += weight * coefficient;
      this.#touch(coupling!);
    }
  }

  /** Binds a bundle that has no flows yet: where it is likely to be held down, settling will show whether it is. */
  #activate(bundle: Bundle): void {
    let lowest: Limit | null = null;
    let level = Infinity;
    for (const { limit } of bundle.crossings) {
      if (limit.binds && limit.level < level) {
        lowest = limit;
        level = limit.level;
      }
    }
    if (lowest === null) {
      for (const { limit, coefficient } of bundle.crossings) {
        const room = (limit.capacity - limit.reserved) / coefficient;
        if (room < level) {
          lowest = limit;
          level = room;
        }
      }
      this.#startBinding(lowest!);
    }
    this.#open(lowest!);
    this.#bind(bundle, lowest!);
    bundle.offset = -lowest!.served;
  }

  /** Moves a bundle to another limit of its route. */
  #rebind(bundle: Bundle, to: Limit): void {
    const from = bundle.limit!;
    advance(from, this.#now);
    this.#open(to);
    this.#unbind(bundle);
    this.#bind(bundle, to);
    bundle.offset += from.served - to.served;
    to.bundles = this.#bundles.insert(
      to.bundles,
      bundle.node,
      this.#members.key(bundle.flows) - bundle.offset,
    );
  }

  /** Readies the clock of a limit for a bundle that joins. */
  #open(limit: Limit): void {
    if (limit.own.firstCrossing === null) {
      limit.served = 0;
      limit.servedAt = this.#now;
    } else {
      advance(limit, this.#now);
    }
  }

  #bind(bundle: Bundle, source: Limit): void {
    bundle.limit = source;
    for (const crossing of bundle.crossings) {
      let { coupling } = crossing;
      if (coupling?.source !== source) coupling = coupled(source, crossing.limit);
      countUse(coupling);
      coupling.weight += bundle.weight * crossing.coefficient;
      if (coupling.firstCrossing === null && coupling !== source.own) this.#addFeeder(coupling);
      crossing.coupling = coupling;
      crossing.previous = null;
      crossing.next = coupling.firstCrossing;
      if (crossing.next !== null) crossing.next.previous = crossing;
      coupling.firstCrossing = crossing;
      this.#touch(coupling);
    }
  }

  #unbind(bundle: Bundle): void {
    const source = bundle.limit!;
    source.bundles = this.#bundles.remove(source.bundles, bundle.node);
    for (const crossing of bundle.crossings) {
      const coupling = crossing.coupling!;
      countUse(coupling);
      coupling.weight -= bundle.weight * crossing.coefficient;
      if (crossing.next !== null) crossing.next.previous = crossing.previous;
      if (crossing.previous !== null) crossing.previous.next = crossing.next;
      else coupling.firstCrossing = crossing.next;
      if (coupling.firstCrossing === null) {
        coupling.weight = 0;
        if (coupling !== source.own) this.#removeFeeder(coupling);
      }
      this.#touch(coupling);
    }
  }

  #addFeeder(coupling: Coupling): void {
    const { source, target } = coupling;
    coupling.previousFeeder = null;
    coupling.nextFeeder = target.firstFeeder;
    if (target.firstFeeder !== null) target.firstFeeder.previousFeeder = coupling;
    target.firstFeeder = coupling;
    if (target.resource === undefined || !target.binds) return;
    addExact(coupling);
    if (source.level > target.fastestFeeder) target.fastestFeeder = source.level;
  }

  #removeFeeder(coupling: Coupling): void {
    const { target } = coupling;
    if (coupling.nextFeeder !== null) coupling.nextFeeder.previousFeeder = coupling.previousFeeder;
    if (coupling.previousFeeder !== null) coupling.previousFeeder.nextFeeder = coupling.nextFeeder;
    else target.firstFeeder = coupling.nextFeeder;
    this.#dropCeiling(coupling);
    if (target.resource === undefined) return;
    target.reserved -= coupling.reserved;
    coupling.reserved = 0;
    if (target.firstFeeder === null) target.reserved = 0;
    if (!target.binds) return;
    removeExact(coupling);
    this.#unsettle(target);
  }

  /** Notes that the weight of a coupling has changed. */
  #touch(coupling: Coupling): void {
    const { source } = coupling;
    this.#unsettle(source);
    if (coupling.stale || coupling === source.own) return;
    coupling.stale = true;
    coupling.nextStale = source.firstStale;
    source.firstStale = coupling;
  }

  #unsettle(limit: Limit): void {
    if (limit.unsettled) return;
    limit.unsettled = true;
    const level = limit.binds ? limit.level : Infinity;
    this.#firstUnsettled = this.#unsettled.insert(this.#firstUnsettled, limit.unsettledNode, level);
  }

  #settleAll(): void {
    let rounds = 0;
    while (this.#firstUnsettled !== NONE) {
      const node = this.#firstUnsettled;
      const limit = this.#unsettled.item(node);
      this.#firstUnsettled = this.#unsettled.remove(node, node);
      limit.unsettled = false;
      this.#settle(limit);
      if (++rounds > 1e6) throw new Error('fluid sharing does not settle');
    }
    this.settled += rounds;
  }

  #settle(limit: Limit): void {
    if (limit.resource === undefined) {
      if (limit.fastestFeeder > limit.level) this.#takeFasterThan(limit, limit.level);
    } else {
      if (!limit.binds && this.#overused(limit)) this.#startBinding(limit);
      if (limit.binds) this.#level(limit);
    }
    let stale = limit.firstStale;
    limit.firstStale = null;
    while (stale !== null) {
      const next = stale.nextStale;
      stale.nextStale = null;
      stale.stale = false;
      if (stale.firstCrossing !== null) this.#refresh(stale);
      stale = next;
    }
    this.#rescheduleEnd(limit);
  }

  /** Computes the level of a resource that binds, and takes over the bundles that would be faster. */
  #level(limit: Limit): void {
    let level = own(limit);
    if (limit.fastestFeeder > level * (1 + TOLERANCE)) {
      level = this.#waterLevel(limit, level);
      if (limit.fastestFeeder > level * (1 + TOLERANCE)) {
        this.#takeFasterThan(limit, level);
        level = own(limit);
      }
    }
    if (limit.own.firstCrossing === null) {
      this.#stopBinding(limit);
      return;
    }
    if (level === limit.level) return;
    advance(limit, this.#now);
    limit.level = level;
    for (let coupling = limit.firstExact; coupling !== null; coupling = coupling.nextExact) {
      this.#refresh(coupling);
    }
    while (limit.ceilings !== NONE && this.#ceilings.key(limit.ceilings) < level * (1 - TOLERANCE)) {
      const coupling = this.#ceilings.item(limit.ceilings);
      this.#dropCeiling(coupling);
      this.#refresh(coupling);
    }
  }

  /**
   * The level at which a resource is used in full when all that are faster come down to it: Newton's method from below
   * on a concave function, linear in pieces, so it ends at the solution. Brings the feeders' use up to date.
   */
  #waterLevel(limit: Limit, below: number): number {
    let level = below;
    for (;;) {
      let weight = limit.own.weight;
      let slower = 0;
      let fastest = 0;
      for (let feeder = limit.firstFeeder; feeder !== null; feeder = feeder.nextFeeder) {
        const feederLevel = feeder.source.level;
        if (feederLevel > fastest) fastest = feederLevel;
        if (feederLevel > level) weight += feeder.weight;
        else slower += feeder.weight * feederLevel;
      }
      limit.fastestFeeder = fastest;
      const next = weight > 0 ? Math.max(0, (limit.capacity - slower) / weight) : Infinity;
      if (next <= level * (1 + TOLERANCE)) return level;
      level = next;
    }
  }

  /** Binds here the bundles that cross the limit and are bound elsewhere at a higher level. */
  #takeFasterThan(limit: Limit, level: number): void {
    let feeder = limit.firstFeeder;
    while (feeder !== null) {
      const next: Coupling | null = feeder.nextFeeder;
      if (feeder.source.level > level * (1 + TOLERANCE)) {
        let crossing = feeder.firstCrossing;
        while (crossing !== null) {
          const following: BundleCrossing | null = crossing.next;
          this.#rebind(crossing.bundle, limit);
          crossing = following;
        }
      } else if (limit.resource === undefined) {
        this.#setCeiling(feeder);
      }
      feeder = next;
    }
    this.#noteFeeders(limit);
  }

  /** Notes the exact use and the highest level of what crosses a limit and is bound elsewhere. */
  #noteFeeders(limit: Limit): void {
    limit.reserved = 0;
    limit.fastestFeeder = 0;
    for (let feeder = limit.firstFeeder; feeder !== null; feeder = feeder.nextFeeder) {
      feeder.reserved = feeder.weight * feeder.source.level;
      limit.reserved += feeder.reserved;
      if (feeder.source.level > limit.fastestFeeder) limit.fastestFeeder = feeder.source.level;
    }
  }

  /** Whether a resource that does not bind is used beyond its capacity. If not, what is free is reserved anew. */
  #overused(limit: Limit): boolean {
    let used = 0;
    for (let feeder = limit.firstFeeder; feeder !== null; feeder = feeder.nextFeeder) {
      used += feeder.weight * feeder.source.level;
    }
    if (used > limit.capacity * (1 + 4 * TOLERANCE)) return true;
    // Half of what is free is left for newcomers.
    const headroom = used > 0 ? Math.min(1, Math.max(0, limit.capacity - used) / 2 / used) : 1;
    limit.reserved = 0;
    for (let feeder = limit.firstFeeder; feeder !== null; feeder = feeder.nextFeeder) {
      feeder.reserved = wanted(feeder, headroom);
      limit.reserved += feeder.reserved;
      this.#setCeiling(feeder);
    }
    return false;
  }

  #startBinding(limit: Limit): void {
    limit.binds = true;
    limit.level = 0;
    limit.served = 0;
    limit.servedAt = this.#now;
    this.#noteFeeders(limit);
    for (let feeder = limit.firstFeeder; feeder !== null; feeder = feeder.nextFeeder) {
      this.#dropCeiling(feeder);
      addExact(feeder);
    }
  }

  #stopBinding(limit: Limit): void {
    limit.binds = false;
    for (let feeder = limit.firstFeeder; feeder !== null; feeder = feeder.nextFeeder) removeExact(feeder);
    if (this.#overused(limit)) this.#unsettle(limit);
  }

  /** Brings what a coupling uses of its target up to date, and unsettles the target if that matters to it. */
  #refresh(coupling: Coupling): void {
    const { source, target } = coupling;
    if (target.resource === undefined) {
      if (source.level > target.level * (1 + TOLERANCE)) {
        target.fastestFeeder = source.level;
        this.#unsettle(target);
      } else {
        this.#setCeiling(coupling);
      }
      return;
    }
    const used = coupling.weight * source.level;
    const more = used - coupling.reserved;
    if (target.binds) {
      if (Math.abs(more) > TOLERANCE * target.own.weight * target.level) {
        coupling.reserved = used;
        target.reserved += more;
        this.#unsettle(target);
      }
      if (source.level > target.fastestFeeder) {
        target.fastestFeeder = source.level;
        if (source.level > target.level * (1 + TOLERANCE)) this.#unsettle(target);
      }
      return;
    }
    if (more > TOLERANCE * used || used < coupling.reserved / 2) {
      const free = target.capacity - target.reserved;
      if (more > free) {
        this.#dropCeiling(coupling);
        this.#unsettle(target);
        return;
      }
      const reserved = Math.min(wanted(coupling, 0.25), coupling.reserved + free);
      target.reserved += reserved - coupling.reserved;
      coupling.reserved = reserved;
    }
    this.#setCeiling(coupling);
  }

  /** Puts a coupling among its source's by the level up to which its target need not be told. */
  #setCeiling(coupling: Coupling): void {
    const { source, target } = coupling;
    // The level of a cap never moves.
    if (source.resource === undefined) return;
    const ceiling = target.resource === undefined ? target.level : coupling.reserved / coupling.weight;
    if (!coupling.ceilingSet) {
      if (coupling.ceilingNode === NONE) coupling.ceilingNode = this.#ceilings.add(coupling);
      coupling.ceilingSet = true;
      source.ceilings = this.#ceilings.insert(source.ceilings, coupling.ceilingNode, ceiling);
    } else {
      source.ceilings = this.#ceilings.change(source.ceilings, coupling.ceilingNode, ceiling);
    }
  }

  #dropCeiling(coupling: Coupling): void {
    if (!coupling.ceilingSet) return;
    coupling.ceilingSet = false;
    coupling.source.ceilings = this.#ceilings.remove(coupling.source.ceilings, coupling.ceilingNode);
  }

  #rescheduleEnd(limit: Limit): void {
    if (limit.bundles === NONE) {
      if (limit.endPending) this.#firstEnd = this.#ends.remove(this.#firstEnd, limit.endNode);
      limit.endPending = false;
      return;
    }
    const gap = this.#bundles.key(limit.bundles) - limit.served;
    const end = gap > 0 ? limit.servedAt + gap / limit.level : limit.servedAt;
    this.#firstEnd = limit.endPending
      ? this.#ends.change(this.#firstEnd, limit.endNode, end)
      : this.#ends.insert(this.#firstEnd, limit.endNode, end);
    limit.endPending = true;
  }
}

/** The level at which what the feeders leave of a resource is used in full by its own bundles. */
function own(limit: Limit): number {
  return limit.own.firstCrossing === null
    ? 0
    : Math.max(0, (limit.capacity - limit.reserved) / limit.own.weight);
}

/** What to reserve for a coupling: its use, and some headroom if it can grow while the source stays used in full. */
function wanted(coupling: Coupling, headroom: number): number {
  const { source, weight } = coupling;
  const use = weight * source.level;
  const all = source.resource === undefined || weight >= source.own.weight;
  return all ? use : use * (1 + headroom);
}

function coupled(source: Limit, target: Limit): Coupling {
  if (source === target) return source.own;
  let coupling = source.couplings.get(target);
  if (coupling === undefined) {
    coupling = new Coupling(source, target);
    source.couplings.set(target, coupling);
    if (target.resource === undefined) target.reached.push(coupling);
  }
  return coupling;
}

function addExact(coupling: Coupling): void {
  const { source } = coupling;
  coupling.previousExact = null;
  coupling.nextExact = source.firstExact;
  if (source.firstExact !== null) source.firstExact.previousExact = coupling;
  source.firstExact = coupling;
}

function removeExact(coupling: Coupling): void {
  if (coupling.nextExact !== null) coupling.nextExact.previousExact = coupling.previousExact;
  if (coupling.previousExact !== null) coupling.previousExact.nextExact = coupling.nextExact;
  else coupling.source.firstExact = coupling.nextExact;
}

function servedUntil(limit: Limit, now: number): number {
  const elapsed = now - limit.servedAt;
  return elapsed > 0 ? limit.served + limit.level * elapsed : limit.served;
}

function advance(limit: Limit, now: number): void {
  limit.served = servedUntil(limit, now);
  limit.servedAt = now;
}

/** Adds what a coupling has used since it was last counted. The source must be advanced. */
function countUse(coupling: Coupling): void {
  const { source, target } = coupling;
  target.usedIntegral += coupling.weight * (source.served - coupling.counted);
  coupling.counted = source.served;
}

/** The integral over time of the use of a limit. */
export function usedIntegral(limit: Limit, now: number): number {
  let integral = limit.usedIntegral + uncounted(limit.own, now);
  for (let feeder = limit.firstFeeder; feeder !== null; feeder = feeder.nextFeeder) {
    integral += uncounted(feeder, now);
  }
  return integral;
}

function uncounted(coupling: Coupling, now: number): number {
  return coupling.weight * (servedUntil(coupling.source, now) - coupling.counted);
}

/** The use of a limit at this moment. */
export function usedNow(limit: Limit): number {
  let sum = limit.own.weight > 0 ? limit.own.weight * limit.level : 0;
  for (let feeder = limit.firstFeeder; feeder !== null; feeder = feeder.nextFeeder) {
    sum += feeder.weight * feeder.source.level;
  }
  return sum;
}

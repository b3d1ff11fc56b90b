/**
 * The mathematics of fluid sharing: keeps a weighted max-min fair allocation through arrivals, departures and changes
 * of capacity. Its cost does not grow with the number of flows.
 *
 * **Limits and bundles.** Flows of the same route and cap form a *bundle*: they have one normalised rate, their
 * *level*. A bundle is bound at one *limit* (a resource) on its route, whose level it has, or it is at its cap. A limit
 * that binds keeps one clock of the service given per unit of weight. On it each flow bound there ends at a time known
 * when it joins. A change of level moves every end at once and costs nothing per flow.
 *
 * **The certificate.** An allocation is max-min fair if and only if
 *   1. a limit that binds is used in full, and nothing that crosses it is faster than its level;
 *   2. a limit that binds nothing is not used beyond its capacity;
 *   3. nothing is faster than its cap.
 * A *coupling* holds the use that the bundles bound at one limit make of another, so the certificate is about
 * couplings, not flows. A change makes a few limits *unsettled*. Settling one restores its part of the certificate. Its
 * level is computed from what the others leave. It takes over what is faster than that and lets go what is beyond its
 * cap. The couplings in which that changes something unsettle the limits behind them. When all are settled, the
 * certificate holds. The lowest levels go first, because they do not depend on the higher ones.
 *
 * **Why it is local.** One limit may be coupled to thousands (a storage system to every NIC). They are not visited when
 * its level moves. A limit that binds nothing *reserves* capacity for each coupling, which is enough as long as the
 * source stays below a ceiling. A limit keeps its couplings in a heap by ceiling. Only when its level passes a ceiling
 * is the limit behind it examined.
 */
import type { Crossing, FluidResource } from './fluid.ts';
import { FluidEnds, type Member } from './fluid-ends.ts';
import { NONE, PairingHeaps } from './fluid-heap.ts';
import { Bundle, type BundleCrossing, type Coupling, Limit, UNLIMITED } from './fluid-limit.ts';

/** Relative: what is equal within rounding. Rates are right to about this. */
const TOLERANCE = 1e-12;

/** Reserved beyond the use when a coupling outgrows its reservation. */
const HEADROOM = 0.25;

/** A change settles within about as many rounds as there are limits; never to end would be worse than an error. */
const MANY_ROUNDS = 1e6;

export class FluidSolver<M extends Member> {
  /**
   * One number: the time in seconds, to be set before anything is changed or asked. It is handed on as this array. V8
   * boxes each double that is passed to a function it does not inline, 16 bytes each time.
   */
  readonly clock = new Float64Array(1);
  readonly #ends = new FluidEnds<M>(this.clock);
  /** The heaps whose roots the limits keep, under the same names. */
  readonly #caps = new PairingHeaps<Bundle>();
  readonly #capped = new PairingHeaps<BundleCrossing>();
  readonly #feeders = new PairingHeaps<Coupling>();
  readonly #ceilings = new PairingHeaps<Coupling>();
  /** The unsettled limits, by level. */
  readonly #unsettled = new PairingHeaps<Limit>();
  #firstUnsettled = NONE;

  limit(resource: FluidResource, capacity: number): Limit {
    const limit = new Limit(resource, capacity);
    this.#ends.addLimit(limit);
    limit.unsettledNode = this.#unsettled.add(limit);
    return limit;
  }

  bundle(hash: number, capLevel: number, route: readonly Crossing[]): Bundle {
    const bundle = new Bundle(hash, capLevel, route);
    this.#ends.addBundle(bundle);
    return bundle;
  }

  /** Forgets an idle bundle. */
  drop(bundle: Bundle): void {
    bundle.removeIdle();
    this.#ends.dropBundle(bundle);
    if (bundle.capNode !== NONE) this.#caps.delete(bundle.capNode);
    for (const { cappedNode } of bundle.crossings) {
      if (cappedNode !== NONE) this.#capped.delete(cappedNode);
    }
  }

  /** Puts into `nextEndSeconds` when the next flow ends if nothing changes before; Infinity if none does. */
  findNextEnd(): void {
    this.#ends.findNext();
  }

  /** One number, kept by `findNextEnd`. */
  get nextEndSeconds(): Float64Array {
    return this.#ends.nextSeconds;
  }

  /** Adds a flow, which is to be served what it has `unserved`. */
  join(member: M, bundle: Bundle): void {
    if (bundle.state === 'idle') this.#activate(bundle, member);
    else this.#weigh(bundle, member, 1);
    this.#ends.join(member, bundle);
    for (const { limit } of bundle.crossings) limit.flowCount++;
    this.#settleAll();
  }

  /** Takes a flow out. */
  leave(member: M): void {
    this.#remove(member);
    this.#settleAll();
  }

  /** The flows of a bundle, in any order. */
  members(bundle: Bundle): M[] {
    return this.#ends.members(bundle);
  }

  /** Returns the amount that a flow is still to be served. */
  remaining(member: M): number {
    const service = this.#ends.serviceAtEnd(member) - member.bundle!.servedUntil(this.clock[0]!);
    return Math.max(0, service) * member.weight;
  }

  setCapacity(limit: Limit, capacity: number): void {
    limit.capacity = Math.min(capacity, UNLIMITED);
    // Rounding that was small beside the old capacity may not be so beside the new one.
    if (limit.binds) reserveUse(limit);
    this.#unsettle(limit);
    this.#settleAll();
  }

  /**
   * Takes out the flow that is due, and those that end with it by the same clock: into `ended`. Returns the limit at
   * which they were bound, null if they were at their caps.
   */
  takeEnded(ended: M[]): Limit | null {
    const limit = this.#ends.nextLimit;
    const end = this.#ends.nextOf(limit);
    if (limit !== null) {
      // The flow is served exactly, whatever the rounding of the time at which it ends.
      limit.setServed(end, this.clock);
    }
    do {
      const member = this.#ends.nextMember(limit);
      ended.push(member);
      this.#remove(member);
    } while (this.#ends.nextOf(limit) <= end);
    this.#settleAll();
    return limit;
  }

  #remove(member: M): void {
    const bundle = member.bundle!;
    this.#ends.leave(member);
    for (const { limit } of bundle.crossings) limit.flowCount--;
    if (bundle.flowCount > 0) {
      this.#weigh(bundle, member, -1);
      return;
    }
    if (bundle.state === 'bound') this.#unbind(bundle);
    else this.#uncap(bundle);
    bundle.becomeIdle();
  }

  /** Adds the weight of a flow to that of its bundle (1), or takes it away (-1). */
  #weigh(bundle: Bundle, member: M, sign: 1 | -1): void {
    bundle.addWeight(member, sign);
    if (bundle.state === 'capped') {
      const weight = sign * member.weight;
      for (const { limit, coefficient } of bundle.crossings) {
        this.#changeCappedUse(limit, weight * coefficient * bundle.capLevel);
      }
      return;
    }
    const source = bundle.limit!;
    source.advance(this.clock);
    if (sign === 1) this.#ends.refineFor(member, source);
    for (const crossing of bundle.crossings) {
      crossing.coupling!.weigh(crossing);
      touch(crossing.coupling!);
    }
    this.#unsettle(source);
  }

  /** Puts an idle bundle, whose first flow joins, where it is likely to be held down; settling shows whether it is. */
  #activate(bundle: Bundle, member: M): void {
    bundle.removeIdle();
    bundle.addWeight(member, 1);
    let lowest = lowestBinding(bundle);
    if (lowest === null && bundle.capLevel < Infinity) {
      this.#cap(bundle);
      bundle.offset = 0;
      return;
    }
    if (lowest === null) {
      lowest = leastRoom(bundle);
      this.#startBinding(lowest);
    }
    this.#bind(bundle, lowest);
    this.#ends.refineFor(member, lowest);
    bundle.offset = -lowest.served;
  }

  /** Moves a bundle to another limit of its route. */
  #moveTo(limit: Limit, bundle: Bundle): void {
    const served = bundle.servedUntil(this.clock[0]!);
    this.#ends.dequeue(bundle);
    if (bundle.state === 'bound') this.#unbind(bundle);
    else this.#uncap(bundle);
    this.#bind(bundle, limit);
    this.#ends.refineForBundle(bundle, served, limit);
    bundle.offset = served - limit.served;
    this.#ends.enqueue(bundle);
  }

  /** Moves a bundle from where it is bound to its cap. */
  #moveToCap(bundle: Bundle): void {
    const served = bundle.servedUntil(this.clock[0]!);
    this.#ends.dequeue(bundle);
    this.#unbind(bundle);
    this.#cap(bundle);
    bundle.offset = served;
    this.#ends.enqueue(bundle);
  }

  #bind(bundle: Bundle, source: Limit): void {
    source.advance(this.clock);
    bundle.state = 'bound';
    bundle.limit = source;
    for (const crossing of bundle.crossings) {
      let { coupling } = crossing;
      if (coupling?.source !== source) coupling = source.coupling(crossing.limit);
      coupling.weigh(crossing);
      if (coupling.firstCrossing === null && coupling !== source.own) this.#addFeeder(coupling);
      coupling.addCrossing(crossing);
      touch(coupling);
    }
    this.#unsettle(source);
    if (bundle.capLevel === Infinity) return;
    if (bundle.capNode === NONE) bundle.capNode = this.#caps.add(bundle);
    this.#caps.newKey[0] = bundle.capLevel;
    source.caps = this.#caps.insert(source.caps, bundle.capNode);
  }

  #unbind(bundle: Bundle): void {
    const source = bundle.limit!;
    source.advance(this.clock);
    for (const crossing of bundle.crossings) {
      const coupling = crossing.coupling!;
      coupling.unweigh(crossing);
      coupling.removeCrossing(crossing);
      if (coupling.firstCrossing === null && coupling !== source.own) this.#removeFeeder(coupling);
      touch(coupling);
    }
    this.#unsettle(source);
    if (bundle.capLevel < Infinity) source.caps = this.#caps.remove(source.caps, bundle.capNode);
  }

  #cap(bundle: Bundle): void {
    bundle.state = 'capped';
    bundle.cappedAt = this.clock[0]!;
    for (const crossing of bundle.crossings) {
      const { limit } = crossing;
      if (crossing.cappedNode === NONE) crossing.cappedNode = this.#capped.add(crossing);
      this.#capped.newKey[0] = -bundle.capLevel;
      limit.capped = this.#capped.insert(limit.capped, crossing.cappedNode);
      this.#changeCappedUse(limit, bundle.weight * crossing.coefficient * bundle.capLevel);
    }
  }

  #uncap(bundle: Bundle): void {
    for (const crossing of bundle.crossings) {
      const { limit } = crossing;
      limit.capped = this.#capped.remove(limit.capped, crossing.cappedNode);
      this.#changeCappedUse(limit, -bundle.weight * crossing.coefficient * bundle.capLevel);
      if (limit.capped === NONE || this.#capped.key(limit.capped) === 0) limit.clearCappedUse();
    }
  }

  #changeCappedUse(limit: Limit, change: number): void {
    limit.changeCappedUse(change, this.clock[0]!);
    if (limit.binds || limit.reserved + limit.cappedUse > limit.capacity) this.#unsettle(limit);
  }

  /** Notes that the first bundle bound at the source crosses the target. */
  #addFeeder(coupling: Coupling): void {
    coupling.addFeeder();
    if (coupling.target.binds) this.#linkExact(coupling);
  }

  /** Notes that no bundle bound at the source crosses the target any more. */
  #removeFeeder(coupling: Coupling): void {
    const { target } = coupling;
    coupling.removeFeeder();
    target.reserved = target.firstFeeder === null ? 0 : target.reserved - coupling.reserved;
    coupling.reserved = 0;
    this.#dropCeiling(coupling);
    if (!target.binds) return;
    this.#unlinkExact(coupling);
    this.#unsettle(target);
  }

  /** Has the target, which binds, told of every change. */
  #linkExact(coupling: Coupling): void {
    const { source, target } = coupling;
    coupling.addExact();
    if (coupling.feederNode === NONE) coupling.feederNode = this.#feeders.add(coupling);
    this.#feeders.newKey[0] = -source.level;
    target.feeders = this.#feeders.insert(target.feeders, coupling.feederNode);
  }

  #unlinkExact(coupling: Coupling): void {
    const { target } = coupling;
    coupling.removeExact();
    target.feeders = this.#feeders.remove(target.feeders, coupling.feederNode);
  }

  #unsettle(limit: Limit): void {
    if (limit.unsettled) return;
    limit.unsettled = true;
    const level = limit.binds ? limit.level : Infinity;
    this.#unsettled.newKey[0] = level;
    this.#firstUnsettled = this.#unsettled.insert(this.#firstUnsettled, limit.unsettledNode);
  }

  #settleAll(): void {
    for (let round = 0; this.#firstUnsettled !== NONE; round++) {
      if (round > MANY_ROUNDS) throw new Error('fluid sharing does not settle: an error in the program');
      const node = this.#firstUnsettled;
      this.#firstUnsettled = this.#unsettled.remove(node, node);
      this.#settle(this.#unsettled.item(node));
    }
  }

  /** Restores the part of the certificate that is about one limit. */
  #settle(limit: Limit): void {
    const before = limit.binds ? limit.level : NaN;
    if (!limit.binds && !this.#reserve(limit)) this.#startBinding(limit);
    if (limit.binds) this.#findLevel(limit);
    limit.unsettled = false;
    if (limit.binds && limit.level !== before) this.#spreadLevel(limit);
    let stale = limit.firstStale;
    limit.firstStale = null;
    while (stale !== null) {
      const next = stale.nextStale;
      stale.nextStale = null;
      stale.stale = false;
      if (stale.firstCrossing !== null) this.#refresh(stale);
      stale = next;
    }
    this.#ends.reschedule(limit);
  }

  /**
   * Computes the level of a limit that binds. It takes over what is faster, the fastest first. It lets go what is
   * beyond its cap, the lowest first. Either raises the level, so that nothing is taken again once let go.
   */
  #findLevel(limit: Limit): void {
    let highest = 0;
    let reservedIsRounded = false;
    for (;;) {
      const empty = limit.own.firstCrossing === null;
      const free = limit.capacity - limit.reserved - limit.cappedUse;
      if (empty && free >= -2 * TOLERANCE * limit.capacity) {
        this.#stopBinding(limit);
        return;
      }
      // A failed resource gives nothing, whatever rounding leaves free.
      const level = empty || limit.capacity === 0 ? 0 : Math.max(0, free / limit.own.weight);
      // By calculation the level only rises; rounding must not make it fall, or this might not end.
      highest = Math.max(highest, level);
      const feeder = limit.feeders === NONE ? 0 : -this.#feeders.key(limit.feeders);
      const capped = limit.capped === NONE ? 0 : -this.#capped.key(limit.capped);
      if (Math.max(feeder, capped) > highest * (1 + TOLERANCE)) {
        reservedIsRounded = true;
        if (feeder > capped) this.#takeOver(limit, this.#feeders.item(limit.feeders));
        else this.#moveTo(limit, this.#capped.item(limit.capped).bundle);
      } else if (limit.caps !== NONE && this.#caps.key(limit.caps) < highest * (1 - TOLERANCE)) {
        this.#moveToCap(this.#caps.item(limit.caps));
      } else if (reservedIsRounded) {
        reserveUse(limit);
        reservedIsRounded = false;
      } else {
        limit.advance(this.clock);
        limit.level = level;
        return;
      }
    }
  }

  /** Binds here the bundles of a feeder. */
  #takeOver(limit: Limit, feeder: Coupling): void {
    while (feeder.firstCrossing !== null) this.#moveTo(limit, feeder.firstCrossing.bundle);
  }

  /** Tells those that must know that the level of a limit has changed. */
  #spreadLevel(limit: Limit): void {
    for (let coupling = limit.firstExact; coupling !== null; coupling = coupling.nextExact) {
      this.#refresh(coupling);
    }
    // A reservation that is just enough has a ceiling below the level by rounding: that must not bring it back here.
    const passed = limit.level * (1 - 2 * TOLERANCE);
    while (limit.ceilings !== NONE && this.#ceilings.key(limit.ceilings) < passed) {
      const coupling = this.#ceilings.item(limit.ceilings);
      this.#dropCeiling(coupling);
      this.#refresh(coupling);
    }
  }

  /** Brings what a coupling uses of its target up to date, and unsettles the target if that matters to it. */
  #refresh(coupling: Coupling): void {
    const { source, target } = coupling;
    const use = coupling.weight * source.level;
    const more = use - coupling.reserved;
    if (target.binds) {
      this.#feeders.newKey[0] = -source.level;
      target.feeders = this.#feeders.change(target.feeders, coupling.feederNode);
      if (Math.abs(more) > TOLERANCE * target.own.weight * target.level) {
        coupling.reserved = use;
        target.reserved += more;
        this.#unsettle(target);
      } else if (source.level > target.level * (1 + TOLERANCE)) {
        this.#unsettle(target);
      }
      return;
    }
    if (more > TOLERANCE * use || use < coupling.reserved / 2) {
      const free = target.capacity - target.reserved - target.cappedUse;
      if (more > free) {
        this.#dropCeiling(coupling);
        this.#unsettle(target);
        return;
      }
      const reserved = Math.min(wanted(coupling, HEADROOM), coupling.reserved + free);
      target.reserved += reserved - coupling.reserved;
      coupling.reserved = reserved;
    }
    this.#setCeiling(coupling);
  }

  /** Reserves the capacity of a limit that binds nothing anew; returns false if more of it is used than there is. */
  #reserve(limit: Limit): boolean {
    let use = limit.cappedUse;
    for (let feeder = limit.firstFeeder; feeder !== null; feeder = feeder.nextFeeder) {
      use += feeder.weight * feeder.source.level;
    }
    if (use > limit.capacity * (1 + 4 * TOLERANCE)) return false;
    // Half of what is free is left for newcomers.
    const headroom = use > 0 ? Math.min(1, Math.max(0, limit.capacity - use) / 2 / use) : 1;
    limit.reserved = 0;
    for (let feeder = limit.firstFeeder; feeder !== null; feeder = feeder.nextFeeder) {
      feeder.reserved = wanted(feeder, headroom);
      limit.reserved += feeder.reserved;
      this.#setCeiling(feeder);
    }
    return true;
  }

  /** Makes a limit ready to bind its first bundle. */
  #startBinding(limit: Limit): void {
    limit.binds = true;
    limit.level = 0;
    limit.setServed(0, this.clock);
    reserveUse(limit);
    for (let feeder = limit.firstFeeder; feeder !== null; feeder = feeder.nextFeeder) {
      this.#dropCeiling(feeder);
      this.#linkExact(feeder);
    }
  }

  /** Ends the binding of a limit without bundles: what uses it has room. */
  #stopBinding(limit: Limit): void {
    limit.binds = false;
    for (let feeder = limit.firstFeeder; feeder !== null; feeder = feeder.nextFeeder) {
      this.#unlinkExact(feeder);
      this.#setCeiling(feeder);
    }
  }

  /** Puts a coupling among its source's by the level up to which its target need not be told. */
  #setCeiling(coupling: Coupling): void {
    const { source } = coupling;
    const ceiling = coupling.reserved / coupling.weight;
    if (coupling.ceilingSet) {
      this.#ceilings.newKey[0] = ceiling;
      source.ceilings = this.#ceilings.change(source.ceilings, coupling.ceilingNode);
      return;
    }
    if (coupling.ceilingNode === NONE) coupling.ceilingNode = this.#ceilings.add(coupling);
    coupling.ceilingSet = true;
    this.#ceilings.newKey[0] = ceiling;
    source.ceilings = this.#ceilings.insert(source.ceilings, coupling.ceilingNode);
  }

  #dropCeiling(coupling: Coupling): void {
    if (!coupling.ceilingSet) return;
    coupling.ceilingSet = false;
    coupling.source.ceilings = this.#ceilings.remove(coupling.source.ceilings, coupling.ceilingNode);
  }
}

/** The binding limit on the route of a bundle with the lowest level, if that is below the bundle's cap. */
function lowestBinding({ crossings, capLevel }: Bundle): Limit | null {
  let lowest: Limit | null = null;
  for (const { limit } of crossings) {
    if (limit.binds && limit.level < (lowest === null ? capLevel : lowest.level)) lowest = limit;
  }
  return lowest;
}

/** The limit on the route of a bundle without a cap that holds it down first if nothing else comes. */
function leastRoom({ crossings }: Bundle): Limit {
  let least = crossings[0]!;
  for (const crossing of crossings) if (roomFor(crossing) < roomFor(least)) least = crossing;
  return least.limit;
}

/** The level at which a crossing would take what its limit has left. */
function roomFor({ limit, coefficient }: BundleCrossing): number {
  return (limit.capacity - limit.reserved - limit.cappedUse) / coefficient;
}

/** Notes that the weight of a coupling has changed. */
function touch(coupling: Coupling): void {
  const { source } = coupling;
  if (coupling.stale || coupling === source.own) return;
  coupling.stale = true;
  coupling.nextStale = source.firstStale;
  source.firstStale = coupling;
}

/** Reserves exactly what the feeders use. */
function reserveUse(limit: Limit): void {
  limit.reserved = 0;
  for (let feeder = limit.firstFeeder; feeder !== null; feeder = feeder.nextFeeder) {
    feeder.reserved = feeder.weight * feeder.source.level;
    limit.reserved += feeder.reserved;
  }
}

/**
 * Returns the amount to reserve for a coupling: its use, and some headroom if it can grow while the source stays used
 * in full.
 */
function wanted(coupling: Coupling, headroom: number): number {
  const { source, weight } = coupling;
  const use = weight * source.level;
  return weight >= source.own.weight ? use : use * (1 + headroom);
}

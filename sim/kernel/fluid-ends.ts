/**
 * The ends of flows, in heaps on three levels. A bundle orders its flows by the service at which they end. A limit
 * orders its bundles by the reading of its clock at which their first flow ends. The top level orders the limits by the
 * time at which their clocks come there. A change of a limit's level moves one entry, that of the limit. Bundles at
 * their caps have a steady clock, so they are kept by time directly.
 */
import { nextInstant } from './calendar.ts';
import { NONE, PairingHeaps } from './fluid-heap.ts';
import { type Bundle, type Limit, UNLIMITED } from './fluid-limit.ts';

/**
 * Greatest multiple of a flow's need that a clock may have given before the flow joins. A clock that reads more is set
 * back to zero first, so that the service of each flow is known to 2^-36 of its need. Service given long ago at another
 * level has no part in that. To set a clock back costs a step for each flow on it, and then it must run that far again.
 */
const COARSEST = 2 ** 16;

/** State of a flow. */
export interface Member {
  readonly weight: number;
  /** Amount to serve when it joined. */
  readonly unserved: number;
  /** Null before the flow joins and after it ends. */
  bundle: Bundle | null;
  node: number;
}

export class FluidEnds<M extends Member> {
  readonly #members = new PairingHeaps<M>();
  readonly #bundles = new PairingHeaps<Bundle>();
  readonly #limits = new PairingHeaps<Limit>();
  /** Roots of the limits with bundles, and of the bundles at their caps. */
  #firstLimit = NONE;
  #firstCapped = NONE;
  /** One number, kept by `findNext`. */
  readonly nextSeconds = new Float64Array(1);
  /** The solver's. */
  readonly #clock: Float64Array;

  constructor(clock: Float64Array) {
    this.#clock = clock;
  }

  addLimit(limit: Limit): void {
    limit.endNode = this.#limits.add(limit);
  }

  addBundle(bundle: Bundle): void {
    bundle.node = this.#bundles.add(bundle);
  }

  dropBundle(bundle: Bundle): void {
    this.#bundles.delete(bundle.node);
  }

  /**
   * Finds when the next flow ends if nothing changes before, Infinity if none does, and puts it into `nextSeconds`. It
   * is not returned, because V8 boxes a double that a function returns.
   */
  findNext(): void {
    const bound = this.#firstLimit === NONE ? Infinity : this.#limits.key(this.#firstLimit);
    const capped = this.#firstCapped === NONE ? Infinity : this.#bundles.key(this.#firstCapped);
    this.nextSeconds[0] = Math.min(bound, capped);
  }

  /** The limit at which the flow that ends next is bound; null if it is at its cap. There must be one. */
  get nextLimit(): Limit | null {
    const time = this.#firstLimit === NONE ? Infinity : this.#limits.key(this.#firstLimit);
    const capped = this.#firstCapped === NONE ? Infinity : this.#bundles.key(this.#firstCapped);
    return capped <= time ? null : this.#limits.item(this.#firstLimit);
  }

  /** When the next flow at a limit ends, by its clock; for null, the next flow at its cap, by time. */
  nextOf(limit: Limit | null): number {
    const first = limit === null ? this.#firstCapped : limit.bundles;
    return first === NONE ? Infinity : this.#bundles.key(first);
  }

  /** That flow. */
  nextMember(limit: Limit | null): M {
    const bundle = this.#bundles.item(limit === null ? this.#firstCapped : limit.bundles);
    return this.#members.item(bundle.flows);
  }

  /** The service per unit of weight, since its bundle was idle, at which a flow ends. */
  serviceAtEnd(member: M): number {
    return this.#members.key(member.node);
  }

  /** The flows of a bundle, in any order. */
  members({ flows }: Bundle): M[] {
    const members: M[] = [];
    for (let node = flows; node !== NONE; node = this.#members.following(node)) {
      members.push(this.#members.item(node));
    }
    return members;
  }

  /** Adds a flow to its bundle. */
  join(member: M, bundle: Bundle): void {
    member.bundle = bundle;
    member.node = this.#members.add(member);
    const service = member.unserved / member.weight;
    let served = bundle.servedUntil(this.#clock[0]!);
    if (isTooCoarse(served, service)) {
      this.#setBack(bundle, served);
      served = bundle.servedUntil(this.#clock[0]!);
    }
    this.#members.newKey[0] = served + service;
    bundle.flows = this.#members.insert(bundle.flows, member.node);
    if (++bundle.flowCount === 1) this.enqueue(bundle);
    else this.#requeue(bundle);
  }

  /** The cost of recording one latency, and of recording one operation of which three times are kept. */
  leave(member: M): void {
    const bundle = member.bundle!;
    bundle.flows = this.#members.remove(bundle.flows, member.node);
    this.#members.delete(member.node);
    member.bundle = null;
    if (--bundle.flowCount === 0) this.dequeue(bundle);
    else this.#requeue(bundle);
  }

  /** Sets the clock of a limit back if it is too coarse for a flow that joins there. The limit must be advanced. */
  refineFor(member: M, limit: Limit): void {
    if (isTooCoarse(limit.served, member.unserved / member.weight)) this.#refine(limit);
  }

  /** Sets the clock of a limit back if it is too coarse for a bundle that comes with its flows, which is in no heap. */
  refineForBundle(bundle: Bundle, served: number, limit: Limit): void {
    // None of its flows needs less than the first still does, nor less than a part of what the bundle has had.
    if (limit.served > served && isTooCoarse(limit.served, this.#members.key(bundle.flows) - served)) {
      this.#refine(limit);
    }
  }

  /** Sets the clock of a limit back to zero, for all that is read on it. */
  #refine(limit: Limit): void {
    const { served } = limit;
    limit.setBack(served);
    for (let node = limit.bundles; node !== NONE; node = this.#bundles.following(node)) {
      this.#bundles.lower(node, served);
      this.#bundles.item(node).offset += served;
    }
  }

  /** Sets the clock of a bundle, which reads `served`, back to zero. */
  #setBack(bundle: Bundle, served: number): void {
    bundle.offset -= served;
    for (let node = bundle.flows; node !== NONE; node = this.#members.following(node)) {
      this.#members.lower(node, served);
    }
  }

  /** Adds a bundle with flows to those of its limit, or to those at their caps. */
  enqueue(bundle: Bundle): void {
    this.#bundles.newKey[0] = this.#endOf(bundle);
    if (bundle.state === 'capped') {
      this.#firstCapped = this.#bundles.insert(this.#firstCapped, bundle.node);
    } else {
      bundle.limit!.bundles = this.#bundles.insert(bundle.limit!.bundles, bundle.node);
    }
  }

  dequeue(bundle: Bundle): void {
    if (bundle.state === 'capped') {
      this.#firstCapped = this.#bundles.remove(this.#firstCapped, bundle.node);
    } else {
      bundle.limit!.bundles = this.#bundles.remove(bundle.limit!.bundles, bundle.node);
    }
  }

  #requeue(bundle: Bundle): void {
    this.#bundles.newKey[0] = this.#endOf(bundle);
    if (bundle.state === 'capped') {
      this.#firstCapped = this.#bundles.change(this.#firstCapped, bundle.node);
    } else {
      bundle.limit!.bundles = this.#bundles.change(bundle.limit!.bundles, bundle.node);
    }
  }

  /** When the first flow of a bundle ends: by the clock of its limit or, at the cap, by time. */
  #endOf(bundle: Bundle): number {
    const service = this.#members.key(bundle.flows);
    if (bundle.state === 'bound') return service - bundle.offset;
    const now = this.#clock[0]!;
    return timeAfter(now, service - bundle.servedUntil(now), bundle.capLevel);
  }

  /** Notes that the level of a limit or its first bundle has changed. */
  reschedule(limit: Limit): void {
    if (limit.bundles === NONE) {
      if (limit.endPending) this.#firstLimit = this.#limits.remove(this.#firstLimit, limit.endNode);
      limit.endPending = false;
      return;
    }
    const next = this.#bundles.key(limit.bundles);
    this.#limits.newKey[0] = timeAfter(limit.servedAt, next - limit.served, limit.level);
    this.#firstLimit = limit.endPending
      ? this.#limits.change(this.#firstLimit, limit.endNode)
      : this.#limits.insert(this.#firstLimit, limit.endNode);
    limit.endPending = true;
  }
}

/** Whether a clock that reads `served` is too coarse for a flow that needs so much service. */
function isTooCoarse(served: number, service: number): boolean {
  return served > COARSEST * service && service > 0;
}

/** The time at which `service` is given at a level from now on: now, if the level stands for infinity; else after now. */
function timeAfter(now: number, service: number, level: number): number {
  if (!(service > 0 && level < Math.sqrt(UNLIMITED))) return now;
  const time = now + service / level;
  return time > now ? time : nextInstant(now);
}

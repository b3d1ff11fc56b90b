import type { ResourceKind, Unit } from '../../../models/result.ts';
import type { Process } from '../../kernel/process.ts';
import type { Simulation } from '../../kernel/simulation.ts';

/** `degraded` is any capacity but the original one and none. */
export type ResourceState = 'up' | 'degraded' | 'down';

/** What a resource is, and whose. */
export interface ResourceIdentity {
  /** Its own name, that of no other: "network.uplink[3]". */
  readonly id: string;
  /** The name under which documents speak of it, and of all that are like it: "network.uplinks". */
  readonly group: string;
  readonly kind: ResourceKind;
  /** The storage system or the farm that it belongs to; null for a link. */
  readonly owner: string | null;
  /** Unit of its capacity. */
  readonly unit: Unit;
}

/** A capacity from one time on, as a share of the original one. */
export interface CapacityChange {
  readonly atSeconds: number;
  readonly share: number;
}

/**
 * Something of limited capacity that work holds or crosses: a link, a service of a storage system, a farm. Its capacity is a
 * function of time; utilization is the integral of what is used over the integral of the capacity that there was.
 */
export abstract class Resource {
  readonly id: string;
  readonly group: string;
  readonly kind: ResourceKind;
  readonly owner: string | null;
  readonly unit: Unit;
  /** Its capacity at the start of the run, in `unit`. */
  readonly originalCapacity: number;
  protected readonly simulation: Simulation;
  readonly #changes: CapacityChange[] = [];
  #share = 1;
  #missingSeconds = 0;
  #sinceSeconds = 0;

  constructor(simulation: Simulation, identity: ResourceIdentity, originalCapacity: number) {
    this.simulation = simulation;
    this.id = identity.id;
    this.group = identity.group;
    this.kind = identity.kind;
    this.owner = identity.owner;
    this.unit = identity.unit;
    this.originalCapacity = originalCapacity;
  }

  /** Integral of what is used, from the start of the run to `now`, in `unit` times seconds. */
  abstract usedIntegral(now: number): number;

  /** The processes that hold the resource or cross it at this moment. */
  abstract holders(): readonly Process[];

  /** Gives the resource another share of its original capacity. For the methods below. */
  protected abstract applyShare(share: number): void;

  /** Its present capacity as a share of the original one. */
  get share(): number {
    return this.#share;
  }

  /** Its present capacity, in `unit`. */
  get capacity(): number {
    return this.originalCapacity * this.#share;
  }

  get state(): ResourceState {
    if (this.#share === 1) return 'up';
    return this.#share === 0 ? 'down' : 'degraded';
  }

  /** Changes of its capacity so far, in order. */
  get changes(): readonly CapacityChange[] {
    return this.#changes;
  }

  /** Integral of its capacity, from the start of the run to `now`, in `unit` times seconds. */
  capacityIntegral(now: number): number {
    return this.originalCapacity * (now - this.missingSeconds(now));
  }

  /** For how long the original capacity would have been used in full to do what was done up to `now`. */
  usedSeconds(now: number): number {
    return this.usedIntegral(now) / this.originalCapacity;
  }

  /** Integral of the share of the original capacity that was missing, in seconds; 0 while it has never changed. */
  missingSeconds(now: number): number {
    return this.#missingSeconds + (1 - this.#share) * (now - this.#sinceSeconds);
  }

  /** The resource stops: whoever holds or crosses it stands still until it is repaired. */
  fail(): void {
    this.degrade(0);
  }

  /** Leaves the resource a share of its original capacity from now on. Throws a RangeError for one below zero. */
  degrade(share: number): void {
    if (!(share >= 0 && share < Infinity)) {
      throw new RangeError(`${this.id}: a share of its capacity must be zero or more, not ${share}`);
    }
    if (share === this.#share) return;
    const { now } = this.simulation;
    this.#missingSeconds = this.missingSeconds(now);
    this.#sinceSeconds = now;
    this.#share = share;
    this.#changes.push({ atSeconds: now, share });
    this.applyShare(share);
  }

  /** The resource has its original capacity again. */
  repair(): void {
    this.degrade(1);
  }
}

import type { ResourceKind, Unit } from '../../../models/result.ts';
import type { Process } from '../../kernel/process.ts';
import type { Simulation } from '../../kernel/simulation.ts';

/** `degraded` is any capacity but the original one and none. */
export type ResourceState = 'up' | 'degraded' | 'down';

/** Identity of a resource: its kind and its owner. */
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

  /** Does its work at `share` of its original capacity from now on. For `degrade`, after the change. */
  protected abstract applyShare(): void;

  /** Brings what is under way up to now. For `degrade`, before the change. */
  protected prepareChange(): void {}

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

  /** Whether its capacity has ever been another than the original one. */
  get hasChanged(): boolean {
    return this.#changes.length > 0;
  }

  /** Changes of its capacity so far, in order. */
  get changes(): readonly CapacityChange[] {
    return this.#changes;
  }

  /**
   * Returns how long work takes from a time on that takes `seconds` at the original capacity. It counts with the
   * capacity up to now, and with the present one from now on. A resource that is down counts as repaired now.
   */
  secondsFor(seconds: number, fromSeconds: number): number {
    let left = seconds;
    let [at, share] = [fromSeconds, 1];
    for (const change of this.#changes) {
      if (change.atSeconds > at) {
        const done = (change.atSeconds - at) * share;
        if (done >= left) break;
        left -= done;
        at = change.atSeconds;
      }
      share = change.share;
    }
    return at - fromSeconds + left / (share === 0 ? 1 : share);
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

  /** For how long it was down between two times, the later of which is not ahead. */
  downSeconds(fromSeconds: number, toSeconds: number): number {
    if (!this.hasChanged) return 0;
    let seconds = 0;
    for (const [place, { atSeconds, share }] of this.#changes.entries()) {
      if (share > 0) continue;
      const upAtSeconds = this.#changes[place + 1]?.atSeconds ?? toSeconds;
      seconds += Math.max(0, Math.min(toSeconds, upAtSeconds) - Math.max(fromSeconds, atSeconds));
    }
    return seconds;
  }

  /** How long it is down from a time on; one that is down counts as repaired now. */
  secondsUntilUp(fromSeconds: number): number {
    for (const [place, { atSeconds, share }] of this.#changes.entries()) {
      if (share > 0 || atSeconds > fromSeconds) continue;
      const upAtSeconds = this.#changes[place + 1]?.atSeconds ?? this.simulation.now;
      if (upAtSeconds > fromSeconds) return upAtSeconds - fromSeconds;
    }
    return 0;
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
    this.prepareChange();
    const { now } = this.simulation;
    this.#missingSeconds = this.missingSeconds(now);
    this.#sinceSeconds = now;
    this.#share = share;
    this.#changes.push({ atSeconds: now, share });
    this.applyShare();
  }

  /** The resource has its original capacity again. */
  repair(): void {
    this.degrade(1);
  }
}

import type { Resource } from '../world/resources/resource.ts';

/** A resource that was busy for at least this share of a time is taken for saturated: it alone set the pace. */
export const SATURATED = 0.95;

/** From this share of the time of the slowest on, the next one would take over soon after that became faster. */
const RIVAL = 0.8;

/**
 * Returns the share of a time that belongs to its pace-setter, where something else needs a share `rival` of it for the
 * same work. It is all of it where the rival is far behind, half of it where the two tie.
 */
export function shareBeside(rival: number): number {
  return 1 / (1 + Math.min(1, Math.max(0, (rival - RIVAL) / (1 - RIVAL))));
}

/** Shared empty list of missing capacity: one object, as there is a watch for each batch. */
const NOTHING: readonly number[] = [];

/** Watches resources, at least one, from one moment on, to tell which was busiest since, and whether saturated. */
export class SaturationWatch {
  readonly #sinceSeconds: number;
  readonly #resources: readonly Resource[];
  /** Each resource's seconds of use, and of capacity that was missing, at the start. */
  readonly #usedBefore: readonly number[];
  readonly #missingBefore: readonly number[];

  constructor(resources: readonly Resource[], nowSeconds: number) {
    this.#sinceSeconds = nowSeconds;
    this.#resources = resources;
    this.#usedBefore = resources.map((resource) => resource.usedSeconds(nowSeconds));
    this.#missingBefore = resources.some(({ hasChanged }) => hasChanged)
      ? resources.map((resource) => resource.missingSeconds(nowSeconds))
      : NOTHING;
  }

  /** The busiest resource since the start, by the name under which it is reported. */
  busiest(nowSeconds: number): string {
    return this.#resources[this.#findBusiest(nowSeconds)]!.group;
  }

  /** The busiest resource where it was busy for at least a share of the time; else null. */
  saturated(nowSeconds: number, leastShare = SATURATED): string | null {
    const seconds = nowSeconds - this.#sinceSeconds;
    const place = this.#findBusiest(nowSeconds);
    return seconds > 0 && this.#busySeconds(place, nowSeconds) >= leastShare * seconds
      ? this.#resources[place]!.group
      : null;
  }

  /** The busiest resource but one, and how busy it was beside the busiest; null where there is no other. */
  rival(nowSeconds: number): { readonly name: string; readonly share: number } | null {
    const first = this.#findBusiest(nowSeconds);
    const second = this.#findBusiest(nowSeconds, first);
    if (second === first) return null;
    const share = this.#busySeconds(second, nowSeconds) / this.#busySeconds(first, nowSeconds);
    return { name: this.#resources[second]!.group, share };
  }

  /** The place of the busiest, one left out; of that one where there is no other. */
  #findBusiest(nowSeconds: number, without = -1): number {
    let busiest = Math.max(0, without);
    let most = Number.NEGATIVE_INFINITY;
    for (let place = 0; place < this.#resources.length; place++) {
      const busy = this.#busySeconds(place, nowSeconds);
      if (busy <= most || place === without) continue;
      most = busy;
      busiest = place;
    }
    return busiest;
  }

  /** For how long a resource was busy: its share of the capacity that there was, of all the time. One without any was busy throughout. */
  #busySeconds(place: number, nowSeconds: number): number {
    const resource = this.#resources[place]!;
    const used = resource.usedSeconds(nowSeconds) - this.#usedBefore[place]!;
    if (!resource.hasChanged) return used;
    const missing = resource.missingSeconds(nowSeconds) - (this.#missingBefore[place] ?? 0);
    if (missing === 0) return used;
    const seconds = nowSeconds - this.#sinceSeconds;
    const there = seconds - missing;
    return there > 0 ? used * (seconds / there) : seconds;
  }
}

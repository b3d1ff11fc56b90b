import type { FluidResource } from '../kernel/fluid.ts';
import type { ObservedService } from './performer.ts';
import { resourceGroup } from './resource-group.ts';

/** A resource that was busy for at least this share of a time is taken for saturated: it alone set the pace. */
export const SATURATED = 0.95;

/** From this share of the time of the slowest on, the next one would take over soon after that became faster. */
const RIVAL = 0.8;

/**
 * Share of a time that belongs to what sets its pace, where something else needs a share `rival` of it for the same work: all of
 * it where the rival is far behind, half of it where the two tie.
 */
export function shareBeside(rival: number): number {
  return 1 / (1 + Math.min(1, Math.max(0, (rival - RIVAL) / (1 - RIVAL))));
}

/** Watches services, at least one, and links from one moment on, to tell which was busiest since, and whether saturated. */
export class SaturationWatch {
  readonly #sinceSeconds: number;
  readonly #services: readonly ObservedService[];
  readonly #links: readonly FluidResource[];
  /** Busy seconds of each of them at the start. */
  readonly #before: number[] = [];

  constructor(services: readonly ObservedService[], links: readonly FluidResource[], nowSeconds: number) {
    this.#sinceSeconds = nowSeconds;
    this.#services = services;
    this.#links = links;
    for (let place = 0; place < services.length + links.length; place++) {
      this.#before.push(this.#busy(place, nowSeconds));
    }
  }

  /** The busiest resource since the start, by the name under which it is reported. */
  busiest(nowSeconds: number): string {
    return this.#nameOf(this.#findBusiest(nowSeconds));
  }

  /** The busiest resource where it was busy for at least a share of the time; else null. */
  saturated(nowSeconds: number, leastShare = SATURATED): string | null {
    const seconds = nowSeconds - this.#sinceSeconds;
    const place = this.#findBusiest(nowSeconds);
    const busy = this.#busy(place, nowSeconds) - this.#before[place]!;
    return seconds > 0 && busy >= leastShare * seconds ? this.#nameOf(place) : null;
  }

  /** The busiest resource but one, and how busy it was beside the busiest; null where there is no other. */
  rival(nowSeconds: number): { readonly name: string; readonly share: number } | null {
    const first = this.#findBusiest(nowSeconds);
    const second = this.#findBusiest(nowSeconds, first);
    if (second === first) return null;
    const busy = (place: number) => this.#busy(place, nowSeconds) - this.#before[place]!;
    return { name: this.#nameOf(second), share: busy(second) / busy(first) };
  }

  /** The place of the busiest, one left out; of that one where there is no other. */
  #findBusiest(nowSeconds: number, without = -1): number {
    let busiest = Math.max(0, without);
    let most = Number.NEGATIVE_INFINITY;
    for (let place = 0; place < this.#before.length; place++) {
      const busy = this.#busy(place, nowSeconds) - this.#before[place]!;
      if (busy <= most || place === without) continue;
      most = busy;
      busiest = place;
    }
    return busiest;
  }

  #busy(place: number, nowSeconds: number): number {
    const service = this.#services[place];
    if (service !== undefined) return service.utilizationIntegral(nowSeconds);
    const link = this.#links[place - this.#services.length]!;
    return link.usedIntegral(nowSeconds) / link.capacity;
  }

  #nameOf(place: number): string {
    return this.#services[place]?.name ?? resourceGroup(this.#links[place - this.#services.length]!.name);
  }
}

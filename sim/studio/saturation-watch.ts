import type { FluidResource } from '../kernel/fluid.ts';
import type { ObservedService } from './performer.ts';
import { resourceGroup } from './resource-group.ts';

/** A resource that was busy for at least this share of a time is taken for saturated: it alone set the pace. */
export const SATURATED = 0.95;

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

  #findBusiest(nowSeconds: number): number {
    let busiest = 0;
    let most = Number.NEGATIVE_INFINITY;
    for (let place = 0; place < this.#before.length; place++) {
      const busy = this.#busy(place, nowSeconds) - this.#before[place]!;
      if (busy <= most) continue;
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

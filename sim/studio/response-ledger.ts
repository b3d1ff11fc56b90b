import type { Composition } from '../../models/composition.ts';
import type { StageParts } from './stage-parts.ts';
import { SumsPool } from './sums-pool.ts';

/** Parts to which the times of responses belong. */
export interface ResponsePlaces {
  /** The service that answers. */
  readonly service: string;
  /** The slowest link of the way. */
  readonly sentOver: string;
  /** The link that others held up. */
  readonly crowdedLink: string;
  /** Resource that was short on the way of the whole batch. */
  readonly lateFor: string;
}

/**
 * Parts of the responses of a stage's operations. The times of a response are written into its fields, in seconds, then
 * recorded. There are millions of responses, so there is one ledger for a stage and no object for a response. The times
 * add up to the response.
 */
export class ResponseLedger {
  roundTrip = 0;
  served = 0;
  /** Waiting for the service behind others. */
  waited = 0;
  /** Waiting while it serves requests of the same batch on the same file, one after the other however much of it is free. */
  behindOwn = 0;
  /** Sending the payload over free links. */
  sent = 0;
  /** Waiting for links that others use. */
  crowded = 0;
  /** Being held up by what is short on the way of the whole batch. */
  late = 0;
  /** The part that takes a response, where a saturated resource sets the pace of a loop, and its share; -1 where none does. */
  pacePart = -1;
  paceShare = 0;
  /** The same of another resource that is nearly as busy. What the two leave is divided by the times of the response. */
  rivalPart = -1;
  rivalShare = 0;
  readonly parts: StageParts;
  /** For sums of seconds of each part. */
  readonly sums: SumsPool;
  #servicePart = 0;
  #queuePart = 0;
  #sentPart = 0;
  #crowdedPart = 0;
  #latePart = 0;

  constructor(parts: StageParts) {
    this.parts = parts;
    this.sums = new SumsPool(parts.count);
  }

  /** Says where the times of the responses that follow belong. */
  choose({ service, sentOver, crowdedLink, lateFor }: ResponsePlaces): void {
    const { parts } = this;
    const answering = parts.on(service);
    this.#servicePart = answering.service;
    this.#queuePart = answering.queue;
    this.#sentPart = parts.on(sentOver).transmission;
    this.#crowdedPart = parts.on(crowdedLink).queue;
    this.#latePart = parts.on(lateFor).queue;
  }

  /** Returns the part to which `behindOwn` belongs: that of the service that takes its time. */
  get ownPart(): number {
    return this.#servicePart;
  }

  /** Records the parts of `count` equal responses. */
  record(composition: Composition, response: number, count: number): void {
    const row = composition.count(response, count);
    const weight = count * this.#sharePace(composition, row, count * response);
    if (weight <= 0) return;
    composition.add(row, this.parts.roundTrip, weight * this.roundTrip);
    composition.add(row, this.#servicePart, weight * (this.served + this.behindOwn));
    if (this.waited > 0) composition.add(row, this.#queuePart, weight * this.waited);
    if (this.sent > 0) composition.add(row, this.#sentPart, weight * this.sent);
    if (this.crowded > 0) composition.add(row, this.#crowdedPart, weight * this.crowded);
    if (this.late > 0) composition.add(row, this.#latePart, weight * this.late);
  }

  /** Adds what the pace of saturated resources takes of some seconds; returns the share that is left. */
  #sharePace(composition: Composition, row: number, seconds: number): number {
    if (this.pacePart < 0) return 1;
    composition.add(row, this.pacePart, this.paceShare * seconds);
    if (this.rivalPart >= 0) composition.add(row, this.rivalPart, this.rivalShare * seconds);
    return this.shareLeft;
  }

  /** The share that the pace of saturated resources leaves. */
  get shareLeft(): number {
    if (this.pacePart < 0) return 1;
    const left = 1 - this.paceShare - (this.rivalPart < 0 ? 0 : this.rivalShare);
    return left > 1e-12 ? left : 0;
  }

  /** Adds the times of `count` equal responses, but for those behind their own, to seconds of each part. */
  addTo(seconds: Float64Array, count: number): void {
    seconds[this.parts.roundTrip]! += count * this.roundTrip;
    seconds[this.#servicePart]! += count * this.served;
    seconds[this.#queuePart]! += count * this.waited;
    seconds[this.#sentPart]! += count * this.sent;
    seconds[this.#crowdedPart]! += count * this.crowded;
    seconds[this.#latePart]! += count * this.late;
  }
}

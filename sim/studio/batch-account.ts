import { demandSeconds } from '../../models/hardware/storage-law.ts';
import { OPERATION_KINDS, operationCount } from '../../models/operations.ts';
import type { Hop } from '../world/path/hop.ts';
import type { IoPath } from '../world/path/io-path.ts';
import type { Link } from '../world/resources/link.ts';
import type { Resource } from '../world/resources/resource.ts';
import type { History } from './history.ts';
import type { Origin, Work } from './performer.ts';
import type { ResponseLedger } from './response-ledger.ts';
import { SATURATED, SaturationWatch, shareBeside } from './saturation-watch.ts';

/** Way of a batch: its path, the links that its payload crosses, and all resources on it, services first. */
export interface BatchWay {
  readonly path: IoPath;
  readonly resources: readonly Resource[];
  readonly links: readonly Link[];
}

/** Seconds of demand by the place of a hop: kept, as there is a batch after the other. */
const demands: number[] = [];

/** Account of the time of a closed batch, from its start to its end, kept while objectives ask for it. */
export class BatchAccount {
  readonly ledger: ResponseLedger;
  /** Whether an objective is about the response times of its operations. */
  readonly isComposed: boolean;
  readonly #work: Work;
  readonly #origin: Origin;
  readonly #way: BatchWay;
  readonly #watch: SaturationWatch;
  /** Whether its operations wait for each other's answers, as those of a loop do that goes round at least twice. */
  readonly #isLoop: boolean;
  /** Seconds of each part, summed over the operations of the batch; null where no history takes them. */
  #spent: Float64Array | null;
  /** The same of waiting for requests of their own on the same file, by the service that takes its time over them. */
  #behindOwn: Float64Array | null;
  readonly #startSeconds: number;
  readonly #deviceSeconds: number;

  constructor(ledger: ResponseLedger, work: Work, origin: Origin, way: BatchWay, now: number) {
    const { pacing, counts } = work.batch;
    this.ledger = ledger;
    this.isComposed = origin.recorder.composesStep(work.step);
    this.#work = work;
    this.#origin = origin;
    this.#way = way;
    this.#watch = new SaturationWatch(way.resources, now);
    this.#isLoop = pacing.kind === 'closed' && operationCount(counts) >= 2 * pacing.outstanding;
    this.#spent = origin.history === null ? null : ledger.sums.take();
    this.#behindOwn = origin.history === null ? null : ledger.sums.take();
    this.#startSeconds = now;
    const { readBytes, writeBytes, clientBytesPerSecond } = work.batch;
    this.#deviceSeconds = (readBytes + writeBytes) / clientBytesPerSecond;
  }

  /** Whether an objective asks for the account of a batch. */
  static isKept(work: Work, { recorder, history }: Origin): boolean {
    return recorder.ledger !== null && (history !== null || recorder.composesStep(work.step));
  }

  /** The account of a closed batch that begins now; null where no objective asks for it. */
  static of(work: Work, origin: Origin, way: BatchWay, now: number): BatchAccount | null {
    const { ledger } = origin.recorder;
    return ledger === null || !BatchAccount.isKept(work, origin)
      ? null
      : new BatchAccount(ledger, work, origin, way, now);
  }

  /** The resource on its way that has been busiest since the batch began. */
  busiest(now: number): string {
    return this.#watch.busiest(now);
  }

  /**
   * Tells the ledger whether a saturated resource has set the pace of the batch, of which a share has been performed
   * now. It cannot where the client's own device lets operations go no faster. A link cannot by itself where answers
   * would not come faster than it carries them. `loopSeconds` is how long they would take for all operations; null
   * where it is not known.
   */
  findPace(share: number, loopSeconds: number | null, now: number): void {
    const { ledger } = this;
    const { parts } = ledger;
    const seconds = now - this.#startSeconds;
    ledger.pacePart = ledger.rivalPart = -1;
    if (!this.#isLoop || share * this.#deviceSeconds >= SATURATED * seconds) return;
    const pace = this.#watch.saturated(now);
    if (pace === null) return;
    ledger.pacePart = parts.on(pace).saturation;
    const rival = this.#watch.rival(now);
    const isLink = parts.on(pace).service < 0;
    const loopShare = loopSeconds === null || !isLink ? 0 : (share * loopSeconds) / seconds;
    const rivalShare = rival === null || rival.name === pace ? 0 : rival.share;
    ledger.paceShare = shareBeside(Math.max(loopShare, rivalShare));
    if (rivalShare < loopShare || ledger.paceShare === 1) return;
    ledger.rivalPart = parts.on(rival!.name).saturation;
    ledger.rivalShare = 1 - ledger.paceShare;
  }

  /** Adds the times of `count` operations, which the ledger holds, to what the batch spends. */
  spend(count: number): void {
    if (this.#spent !== null) this.ledger.addTo(this.#spent, count);
  }

  /** Adds time, summed over operations, that they waited for requests of their own on the same file. */
  spendBehindOwn(servicePart: number, seconds: number): void {
    if (this.#behindOwn !== null) this.#behindOwn[servicePart]! += seconds;
  }

  /** Adds time, summed over operations, that they waited for the client's own device. */
  spendOnDevice(seconds: number): void {
    if (this.#spent !== null) this.#spent[this.ledger.parts.device]! += seconds;
  }

  /** Adds time, summed over operations, that they waited for a resource. */
  spendWaiting(resource: string, seconds: number): void {
    if (this.#spent !== null) this.#spent[this.ledger.parts.on(resource).queue]! += seconds;
  }

  /**
   * Adds the duration of the batch, which has ended, to the history of its work: divided in proportion to what its operations
   * spent. `loopSeconds` is how long it would have taken without the limit of its client's device, by what was measured where
   * that is not known better.
   */
  close(
    operations: number,
    times: { readonly seconds: number; readonly loopSeconds: number | null },
    now: number,
  ): void {
    const { history } = this.#origin;
    const spent = this.#spent;
    const behindOwn = this.#behindOwn;
    if (history === null || spent === null || behindOwn === null) return;
    const { loopSeconds } = times;
    const seconds = times.seconds - this.#addOutage(history, now);
    if (!(seconds > 0)) return;
    this.findPace(1, loopSeconds, now);
    this.#share(history, spent, behindOwn, operations, seconds, loopSeconds);
    this.#spent = this.#behindOwn = null;
    this.ledger.sums.giveBack(spent);
    this.ledger.sums.giveBack(behindOwn);
  }

  #share(
    history: History,
    spent: Float64Array,
    behindOwn: Float64Array,
    operations: number,
    seconds: number,
    loopSeconds: number | null,
  ): void {
    const { parts, pacePart, rivalPart, paceShare, rivalShare, shareLeft } = this.ledger;
    if (pacePart >= 0) history.add(pacePart, paceShare * seconds);
    if (rivalPart >= 0) history.add(rivalPart, rivalShare * seconds);
    if (shareLeft === 0) return;
    let total = 0;
    for (let part = 0; part < parts.count; part++) total += spent[part]! + behindOwn[part]!;
    if (total <= 0) return;
    const { pacing } = this.#work.batch;
    const inFlight = pacing.kind === 'closed' ? Math.min(operations, pacing.outstanding) : operations;
    const ownSeconds = spent[parts.device]!;
    let left = shareLeft * seconds;
    if (this.#deviceSeconds >= SATURATED * seconds) {
      const loop = loopSeconds ?? (total - ownSeconds) / inFlight;
      const byDevice = seconds * shareBeside(loop / this.#deviceSeconds);
      history.add(parts.device, byDevice);
      left -= byDevice;
      total -= ownSeconds;
      spent[parts.device] = 0;
    }
    if (left > 0 && total > 0) this.#divide(history, operations, left / seconds, left / total);
  }

  /** Adds the time that the batch stood still because a resource on its way was down, and returns it in seconds. */
  #addOutage(history: History, now: number): number {
    const { parts } = this.ledger;
    if (!parts.hasOutages) return 0;
    let longest = { seconds: 0, resource: '' };
    for (const resource of this.#way.resources) {
      const seconds = resource.downSeconds(this.#startSeconds, now);
      if (seconds > longest.seconds) longest = { seconds, resource: resource.group };
    }
    if (longest.seconds > 0) history.add(parts.outageOf(longest.resource), longest.seconds);
    return longest.seconds;
  }

  /**
   * Divides a share of the duration. The client's own limit of requests in flight causes a part of the time without
   * waiting. It is the excess over the duration of the same operations sent all at once. That duration is one response,
   * or what the slowest resource needs for all of them.
   */
  #divide(history: History, operations: number, share: number, scale: number): void {
    const { parts } = this.ledger;
    const [spent, behindOwn] = [this.#spent!, this.#behindOwn!];
    let unhindered = 0;
    for (let part = 0; part < parts.count; part++) if (parts.isUnhindered(part)) unhindered += spent[part]!;
    const response = unhindered / operations;
    const slowest = this.#slowestResource();
    const atOnce = Math.min(unhindered * scale, share * Math.max(response, slowest.seconds));
    history.add(parts.outstanding, Math.max(0, unhindered * scale - atOnce));
    const shareOfResponse = slowest.seconds > response || unhindered <= 0 ? 0 : atOnce / unhindered;
    if (slowest.seconds > response) history.add(slowest.part, atOnce);
    for (let part = 0; part < parts.count; part++) {
      const factor = parts.isUnhindered(part) ? shareOfResponse : scale;
      history.add(part, spent[part]! * factor + behindOwn[part]! * scale);
    }
  }

  /** The part that takes longest for the whole batch when its client has no limit and nobody else is there. */
  #slowestResource(): { readonly part: number; readonly seconds: number } {
    const { counts, readBytes, writeBytes } = this.#work.batch;
    const { path, links } = this.#way;
    const { parts } = this.ledger;
    demands.fill(0);
    for (const kind of OPERATION_KINDS) {
      const count = counts[kind] ?? 0;
      if (count === 0) continue;
      const bytes = kind === 'read' ? readBytes : kind === 'write' ? writeBytes : 0;
      for (const { hop, share } of path.legsOf(kind)) {
        const place = firstTo(hop.service, path.hops);
        const demand = count * share * demandSeconds(hop.envelope, kind, bytes / count);
        demands[place] = (demands[place] ?? 0) + demand;
      }
    }
    let most = 0;
    let slowest: Resource | null = null;
    for (let place = 0; place < path.hops.length; place++) {
      const seconds = demands[place] ?? 0;
      if (seconds <= most) continue;
      most = seconds;
      slowest = path.hops[place]!.service;
    }
    for (const link of links) {
      const seconds = (readBytes + writeBytes) / link.originalCapacity;
      if (seconds <= most) continue;
      most = seconds;
      slowest = link;
    }
    if (slowest === null) return { part: -1, seconds: 0 };
    const places = parts.on(slowest.group);
    return { part: places.service < 0 ? places.transmission : places.service, seconds: most };
  }
}

/** The place of the first hop to a service. */
function firstTo(service: Resource, hops: readonly Hop[]): number {
  let place = 0;
  while (hops[place]!.service !== service) place++;
  return place;
}

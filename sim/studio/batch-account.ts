import type { StorageEnvelope } from '../../models/hardware/envelope.ts';
import { demandSeconds } from '../../models/hardware/storage-law.ts';
import { isMetadata, OPERATION_KINDS, operationCount } from '../../models/operations.ts';
import type { FluidResource } from '../kernel/fluid.ts';
import type { ObservedService, Origin, Work } from './performer.ts';
import { resourceGroup } from './resource-group.ts';
import type { ResponseLedger } from './response-ledger.ts';
import { SATURATED, SaturationWatch } from './saturation-watch.ts';

/** Where a batch goes: its storage, and the links that its payload crosses. */
export interface BatchWay {
  readonly envelope: StorageEnvelope;
  readonly services: readonly ObservedService[];
  readonly links: readonly FluidResource[];
}

/** What a closed batch spends its time on, from its start to its end: kept while objectives ask for it. */
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
  readonly #spent: Float64Array | null;

  constructor(ledger: ResponseLedger, work: Work, origin: Origin, way: BatchWay, now: number) {
    const { pacing, counts } = work.batch;
    this.ledger = ledger;
    this.isComposed = origin.recorder.composesStep(work.step);
    this.#work = work;
    this.#origin = origin;
    this.#way = way;
    this.#watch = new SaturationWatch(way.services, way.links, now);
    this.#isLoop = pacing.kind === 'closed' && operationCount(counts) >= 2 * pacing.outstanding;
    this.#spent = origin.history === null ? null : new Float64Array(ledger.parts.count);
  }

  /** The account of a closed batch that begins now; null where no objective asks for it. */
  static of(work: Work, origin: Origin, way: BatchWay, now: number): BatchAccount | null {
    const { recorder, history } = origin;
    if (recorder.ledger === null || (history === null && !recorder.composesStep(work.step))) return null;
    return new BatchAccount(recorder.ledger, work, origin, way, now);
  }

  /** The resource on its way that has been busiest since the batch began. */
  busiest(now: number): string {
    return this.#watch.busiest(now);
  }

  /** Tells the ledger whether a saturated resource has set the pace of the batch until now. */
  findPace(now: number): void {
    const { parts } = this.ledger;
    const pace = this.#isLoop ? this.#watch.saturated(now) : null;
    this.ledger.pacePart = pace === null ? -1 : parts.on(pace).saturation;
  }

  /** Adds the times of `count` operations, which the ledger holds, to what the batch spends. */
  spend(count: number): void {
    if (this.#spent !== null) this.ledger.addTo(this.#spent, count);
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
   * spent. Of the time without waiting, the client's own limit of requests in flight is the cause of what exceeds the duration
   * of the same operations sent all at once: one response, or what the slowest resource needs for all of them.
   */
  close(operations: number, seconds: number, now: number): void {
    const { history } = this.#origin;
    const spent = this.#spent;
    if (history === null || spent === null) return;
    this.findPace(now);
    const { parts, pacePart } = this.ledger;
    if (pacePart >= 0) return history.add(pacePart, seconds);
    let total = 0;
    let unhindered = 0;
    for (let part = 0; part < parts.count; part++) {
      total += spent[part]!;
      if (parts.isUnhindered(part)) unhindered += spent[part]!;
    }
    if (total <= 0) return;
    const { readBytes, writeBytes, clientBytesPerSecond, pacing } = this.#work.batch;
    const inFlight = pacing.kind === 'closed' ? Math.min(operations, pacing.outstanding) : operations;
    const deviceSeconds = (readBytes + writeBytes) / clientBytesPerSecond;
    if (deviceSeconds >= SATURATED * seconds && deviceSeconds >= unhindered / inFlight) {
      return history.add(parts.device, seconds);
    }
    const scale = seconds / total;
    const response = unhindered / operations;
    const slowest = this.#slowestResource();
    const atOnce = Math.min(unhindered * scale, Math.max(response, slowest.seconds));
    history.add(parts.outstanding, Math.max(0, unhindered * scale - atOnce));
    const shareOfResponse = slowest.seconds > response || unhindered <= 0 ? 0 : atOnce / unhindered;
    if (slowest.seconds > response) history.add(slowest.part, atOnce);
    for (let part = 0; part < parts.count; part++) {
      history.add(part, spent[part]! * (parts.isUnhindered(part) ? shareOfResponse : scale));
    }
  }

  /** The part that takes longest for the whole batch when its client has no limit and nobody else is there. */
  #slowestResource(): { readonly part: number; readonly seconds: number } {
    const { counts, readBytes, writeBytes } = this.#work.batch;
    const { envelope, links } = this.#way;
    const { parts } = this.ledger;
    let [data, metadata] = [0, 0];
    for (const kind of OPERATION_KINDS) {
      const count = counts[kind] ?? 0;
      if (count === 0) continue;
      const bytes = kind === 'read' ? readBytes : kind === 'write' ? writeBytes : 0;
      const demand = count * demandSeconds(envelope, kind, bytes / count);
      if (envelope.metadataIsolated && isMetadata(kind)) metadata += demand;
      else data += demand;
    }
    let slowest = { part: parts.data.service, seconds: data };
    if (metadata > slowest.seconds) slowest = { part: parts.metadata.service, seconds: metadata };
    for (const link of links) {
      const seconds = (readBytes + writeBytes) / link.capacity;
      if (seconds <= slowest.seconds) continue;
      slowest = { part: parts.on(resourceGroup(link.name)).transmission, seconds };
    }
    return slowest;
  }
}

import type { OperationBatch } from '../../models/operations.ts';
import { Chain, type Link } from './chain.ts';

/** Anything under way whose progress can be asked. */
export interface Progress extends Link<Progress> {
  readonly batch: OperationBatch;
  /** Metadata operations of the batch. */
  readonly metadataOperations: number;
  /** Share of the batch performed so far, from 0 to 1. */
  readonly share: number;
}

/** Sums of what a storage system has served by some time. */
export interface TrafficTotals {
  readonly atSeconds: number;
  readonly readBytes: number;
  readonly writtenBytes: number;
  readonly metadataOperations: number;
}

/** What a storage system has served since the start of the run, batches under way included by their share. */
export class TrafficMeter {
  #readBytes = 0;
  #writtenBytes = 0;
  #metadataOperations = 0;
  readonly #underWay = new Chain<Progress>();
  #totals: TrafficTotals | null = null;

  begin(progress: Progress): void {
    this.#underWay.append(progress);
  }

  /** Ends a batch, whole or as far as it came. */
  end(progress: Progress): void {
    const { batch, metadataOperations, share } = progress;
    this.#readBytes += share * batch.readBytes;
    this.#writtenBytes += share * batch.writeBytes;
    this.#metadataOperations += share * metadataOperations;
    this.#underWay.remove(progress);
  }

  /** Everything served up to now. Asked for again at the same time it walks over the batches under way once only. */
  totals(now: number): TrafficTotals {
    if (this.#totals?.atSeconds === now) return this.#totals;
    let readBytes = this.#readBytes;
    let writtenBytes = this.#writtenBytes;
    let metadataOperations = this.#metadataOperations;
    for (let progress = this.#underWay.first; progress !== null; progress = progress.later) {
      const { batch, share } = progress;
      readBytes += share * batch.readBytes;
      writtenBytes += share * batch.writeBytes;
      metadataOperations += share * progress.metadataOperations;
    }
    this.#totals = { atSeconds: now, readBytes, writtenBytes, metadataOperations };
    return this.#totals;
  }
}

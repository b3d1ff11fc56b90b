import type { OperationBatch } from '../../models/operations.ts';

/** Anything under way whose progress can be asked. */
export interface Progress {
  readonly batch: OperationBatch;
  /** Metadata operations of the batch. */
  readonly metadataOperations: number;
  /** Share of the batch performed so far, from 0 to 1. */
  readonly share: number;
  /** Neighbours among what is under way. Kept by the meter. */
  later: Progress | null;
  earlier: Progress | null;
}

/** What a storage system has served since the start of the run, batches under way included by their share. */
export class TrafficMeter {
  #readBytes = 0;
  #writtenBytes = 0;
  #metadataOperations = 0;
  /** Batches under way, in the order in which they began: a list, because a Map took 2.7% of the time of a large day. */
  #first: Progress | null = null;
  #last: Progress | null = null;

  begin(progress: Progress): void {
    progress.earlier = this.#last;
    if (this.#last === null) this.#first = progress;
    else this.#last.later = progress;
    this.#last = progress;
  }

  /** Ends a batch, whole or as far as it came. */
  end(progress: Progress): void {
    const { batch, metadataOperations, share, later, earlier } = progress;
    this.#readBytes += share * batch.readBytes;
    this.#writtenBytes += share * batch.writeBytes;
    this.#metadataOperations += share * metadataOperations;
    if (earlier === null) this.#first = later;
    else earlier.later = later;
    if (later === null) this.#last = earlier;
    else later.earlier = earlier;
    progress.later = null;
    progress.earlier = null;
  }

  get readBytes(): number {
    return this.#total(this.#readBytes, ({ batch }) => batch.readBytes);
  }

  get writtenBytes(): number {
    return this.#total(this.#writtenBytes, ({ batch }) => batch.writeBytes);
  }

  get metadataOperations(): number {
    return this.#total(this.#metadataOperations, ({ metadataOperations }) => metadataOperations);
  }

  #total(ended: number, of: (progress: Progress) => number): number {
    let total = ended;
    for (let progress = this.#first; progress !== null; progress = progress.later) {
      total += progress.share * of(progress);
    }
    return total;
  }
}

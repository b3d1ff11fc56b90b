import { METADATA_KINDS, type OperationBatch } from '../../models/operations.ts';

/** Anything under way whose progress can be asked. */
export interface Progress {
  /** Share of the batch performed so far, from 0 to 1. */
  readonly share: number;
}

/** What a storage system has served since the start of the run, batches under way included by their share. */
export class TrafficMeter {
  #readBytes = 0;
  #writtenBytes = 0;
  #metadataOperations = 0;
  readonly #underWay = new Map<Progress, OperationBatch>();

  begin(progress: Progress, batch: OperationBatch): void {
    this.#underWay.set(progress, batch);
  }

  /** Ends a batch, whole or as far as it came. */
  end(progress: Progress): void {
    const batch = this.#underWay.get(progress)!;
    const share = progress.share;
    this.#readBytes += share * batch.readBytes;
    this.#writtenBytes += share * batch.writeBytes;
    this.#metadataOperations += share * metadataOperations(batch);
    this.#underWay.delete(progress);
  }

  get readBytes(): number {
    return this.#total(this.#readBytes, (batch) => batch.readBytes);
  }

  get writtenBytes(): number {
    return this.#total(this.#writtenBytes, (batch) => batch.writeBytes);
  }

  get metadataOperations(): number {
    return this.#total(this.#metadataOperations, metadataOperations);
  }

  #total(ended: number, of: (batch: OperationBatch) => number): number {
    let total = ended;
    for (const [progress, batch] of this.#underWay) total += progress.share * of(batch);
    return total;
  }
}

function metadataOperations(batch: OperationBatch): number {
  let operations = 0;
  for (const kind of METADATA_KINDS) operations += batch.counts[kind] ?? 0;
  return operations;
}

/**
 * The caches of nodes in a load. What a cache holds is asked of it and not sent to the target. Such a read takes the time
 * that the modelled cache takes, as the frame would compute too early otherwise.
 */

import type { Cache, CacheTotals } from '../../models/caches/cache.ts';
import { type CacheLookup, NodeCaches } from '../../models/caches/node-caches.ts';
import type { Client } from '../../models/effects.ts';
import type { Operation, OperationBatch } from '../../models/operations.ts';

export class CachedReads {
  readonly #caches: NodeCaches;
  readonly #speed: number;
  /** When each cache of each node can begin its next read, in seconds of the load. */
  readonly #freeSeconds = new Map<string, number>();

  /** Waits are `speed` times as short as in the scenario. */
  constructor(caches: readonly Cache[], speed: number) {
    this.#caches = new NodeCaches(caches);
    this.#speed = speed;
  }

  get totals(): readonly CacheTotals[] {
    return this.#caches.totals;
  }

  /** Looks up the bundles of a batch that begins; null where none of it can be cached. */
  begin(batch: OperationBatch, client: Client): CachedBatch | null {
    if (batch.bundles === undefined || client.kind !== 'node') return null;
    const lookup = this.#caches.lookUp(batch, client);
    if (lookup === null) return null;
    return new CachedBatch(lookup, (cache, bytes, nowSeconds) =>
      this.#read(`${client.farm}/${client.node}/${cache}`, cache, bytes, nowSeconds),
    );
  }

  /** Books a read behind those before it; returns the seconds until it is done. */
  #read(name: string, cache: number, bytes: number, nowSeconds: number): number {
    if (bytes === 0) return 0;
    const { readBytesPerSecond } = this.#caches.caches[cache]!;
    const begunSeconds = Math.max(nowSeconds, this.#freeSeconds.get(name) ?? Number.NEGATIVE_INFINITY);
    const doneSeconds = begunSeconds + bytes / (readBytesPerSecond * this.#speed);
    this.#freeSeconds.set(name, doneSeconds);
    return doneSeconds - nowSeconds;
  }
}

/** A batch of which caches may answer a part. */
export class CachedBatch {
  readonly #lookup: CacheLookup;
  readonly #read: (cache: number, bytes: number, nowSeconds: number) => number;

  constructor(lookup: CacheLookup, read: (cache: number, bytes: number, nowSeconds: number) => number) {
    this.#lookup = lookup;
    this.#read = read;
  }

  /** Returns how long a cache takes for an operation that begins now, in seconds; null where the target answers it. */
  secondsFor({ bundle, bytes }: Operation, nowSeconds: number): number | null {
    const cache = bundle === undefined ? null : this.#lookup.answers[bundle]!;
    return cache === null ? null : this.#read(cache, bytes, nowSeconds);
  }

  /** Takes in what was missed, once the batch is done. */
  fill(): void {
    this.#lookup.fill();
  }
}

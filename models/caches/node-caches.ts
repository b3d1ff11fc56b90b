import { bundleBytes, bundleKey } from '../assets/asset.ts';
import { type BundleReads, shareOfBundle } from '../assets/bundle-reads.ts';
import type { Client } from '../effects.ts';
import type { OperationBatch } from '../operations.ts';
import type { Cache, CacheTotals } from './cache.ts';
import { cachePolicy } from './cache-policies.ts';
import type { CacheContents } from './cache-policy.ts';

type NodeClient = Client & { readonly kind: 'node' };
type Totals = { -readonly [Key in keyof CacheTotals]: CacheTotals[Key] };

/** The answers of a node's caches about the bundles of a batch when it begins. */
export interface CacheLookup {
  readonly reads: BundleReads;
  /** The cache that answers for each bundle, by its place among the caches; null where storage does. */
  readonly answers: readonly (number | null)[];

  /** Takes in what was missed; to be called when the batch is done, and not where it was given up. */
  fill(): void;
}

/**
 * The caches of all nodes. A node asks its caches in the order of the scenario; the first that holds a bundle answers. Those
 * asked before it take the bundle in when its batch is done. Both clocks use it: it knows neither time nor performers.
 */
export class NodeCaches {
  readonly caches: readonly Cache[];
  readonly #contents = new Map<string, readonly CacheContents[]>();
  #totals: readonly Totals[];

  constructor(caches: readonly Cache[]) {
    this.caches = caches;
    this.#totals = caches.map(emptyTotals);
  }

  /** The requests since the start, or since it was last forgotten, of each cache in their order. */
  get totals(): readonly CacheTotals[] {
    return this.#totals;
  }

  /** Begins to count anew; what the caches hold stays. */
  forget(): void {
    this.#totals = this.caches.map(emptyTotals);
  }

  /** Looks up the bundles of a batch that begins; null for one that no cache can answer for. */
  lookUp(batch: OperationBatch, client: Client): CacheLookup | null {
    const { bundles: reads, readBytes } = batch;
    if (this.caches.length === 0 || reads === undefined || readBytes === 0) return null;
    if (!reads.asset.published || client.kind !== 'node') return null;
    const contents = this.#contentsOf(client);
    const answers = reads.bundles.map((_, place) => this.#lookUpBundle(contents, batch, reads, place));
    return { reads, answers, fill: () => this.#fill(contents, reads, answers) };
  }

  /** Loses what the caches of a node hold, as when it dies. */
  clear(farm: string, node: number): void {
    for (const contents of this.#contents.get(nameOf({ farm, node })) ?? []) contents.clear();
  }

  #lookUpBundle(
    contents: readonly CacheContents[],
    { distinctFiles, readBytes }: OperationBatch,
    reads: BundleReads,
    place: number,
  ): number | null {
    const key = bundleKey(reads.asset, reads.bundles[place]!);
    const bytes = shareOfBundle(reads, place, distinctFiles, readBytes);
    for (const [cache, each] of contents.entries()) {
      const totals = this.#totals[cache]!;
      if (each.lookUp(key)) {
        totals.bytesHit += bytes;
        totals.bundlesHit++;
        return cache;
      }
      totals.bytesMissed += bytes;
      totals.bundlesMissed++;
    }
    return null;
  }

  #fill(
    contents: readonly CacheContents[],
    { asset, bundles }: BundleReads,
    answers: readonly (number | null)[],
  ): void {
    for (const [place, bundle] of bundles.entries()) {
      const missedBy = answers[place] ?? contents.length;
      for (let cache = 0; cache < missedBy; cache++) {
        this.#totals[cache]!.evictions += contents[cache]!.insert(
          bundleKey(asset, bundle),
          bundleBytes(asset, bundle),
        );
      }
    }
  }

  #contentsOf(client: NodeClient): readonly CacheContents[] {
    const name = nameOf(client);
    let contents = this.#contents.get(name);
    if (contents === undefined) {
      contents = this.caches.map(({ policy, sizeBytes }) => cachePolicy(policy).contents(sizeBytes));
      this.#contents.set(name, contents);
    }
    return contents;
  }
}

function nameOf({ farm, node }: Pick<NodeClient, 'farm' | 'node'>): string {
  return `${farm}/${node}`;
}

function emptyTotals({ name }: Cache): Totals {
  return { name, bytesHit: 0, bytesMissed: 0, bundlesHit: 0, bundlesMissed: 0, evictions: 0 };
}

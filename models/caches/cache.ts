/** A cache that every node of every farm has, of its own. */
export interface Cache {
  readonly name: string;
  /** Size on one node. */
  readonly sizeBytes: number;
  /** Bandwidth at which one node reads from it. */
  readonly readBytesPerSecond: number;
  /** Name of a cache policy (see cache-policies.ts). */
  readonly policy: string;
}

/** The requests to a cache, on all nodes together. */
export interface CacheTotals {
  readonly name: string;
  /** Bytes that were asked of it and that it held when the reading batch began. */
  readonly bytesHit: number;
  /** Bytes that were asked of it and that it did not hold. */
  readonly bytesMissed: number;
  readonly bundlesHit: number;
  readonly bundlesMissed: number;
  /** Bundles that gave way to others; what is lost with a node does not count. */
  readonly evictions: number;
}

/** Returns the share of the bytes asked of a cache that it held; null where nothing was asked. */
export function hitRateOf({
  bytesHit,
  bytesMissed,
}: Pick<CacheTotals, 'bytesHit' | 'bytesMissed'>): number | null {
  const asked = bytesHit + bytesMissed;
  return asked > 0 ? bytesHit / asked : null;
}

/** Adds up what several runtimes asked of the same caches. */
export function addedTotals(
  caches: readonly Cache[],
  parts: readonly (readonly CacheTotals[])[],
): readonly CacheTotals[] {
  return caches.map(({ name }, place) => {
    const sum = (of: (totals: CacheTotals) => number) =>
      parts.reduce((total, part) => total + of(part[place]!), 0);
    return {
      name,
      bytesHit: sum(({ bytesHit }) => bytesHit),
      bytesMissed: sum(({ bytesMissed }) => bytesMissed),
      bundlesHit: sum(({ bundlesHit }) => bundlesHit),
      bundlesMissed: sum(({ bundlesMissed }) => bundlesMissed),
      evictions: sum(({ evictions }) => evictions),
    };
  });
}

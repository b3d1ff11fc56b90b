/** The contents of one cache: entries of whole bytes under names, never more than its size together. */
export interface CacheContents {
  /** Bytes of all entries. */
  readonly heldBytes: number;

  /** Returns whether an entry is held; to be asked once for each use of it, as a policy may go by uses. */
  lookUp(key: string): boolean;

  /**
   * Takes in an entry that has been read, and makes room for it; one that is held already is used once more. Returns how many
   * entries were evicted for it. An entry larger than the cache is not taken in, and evicts nothing.
   */
  insert(key: string, bytes: number): number;

  /** Loses all entries. */
  clear(): void;
}

/** A rule by which a cache chooses what to evict. It must take constant time for each use, as there may be millions. */
export interface CachePolicy {
  /** As in a scenario: "policy: lru". */
  readonly name: string;
  /** One line for editors. */
  readonly description: string;

  /** Returns an empty cache of a size in bytes. */
  contents(sizeBytes: number): CacheContents;
}

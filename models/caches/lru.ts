import type { CacheContents, CachePolicy } from './cache-policy.ts';

/** Evicts what has not been used for longest. */
export const LRU: CachePolicy = {
  name: 'lru',
  description: 'what has not been used for longest is evicted first',
  contents: (sizeBytes) => new LeastRecentlyUsed(sizeBytes),
};

/** An entry in a ring that begins and ends at an entry of no bytes. */
interface Entry {
  readonly key: string;
  readonly bytes: number;
  earlier: Entry;
  later: Entry;
}

/** Entries in the order of their last uses. A ring of our own, as the first entry of a Map with many deletions is far to seek. */
class LeastRecentlyUsed implements CacheContents {
  heldBytes = 0;
  readonly #sizeBytes: number;
  readonly #entries = new Map<string, Entry>();
  readonly #end = endOfRing();

  constructor(sizeBytes: number) {
    this.#sizeBytes = sizeBytes;
  }

  lookUp(key: string): boolean {
    const entry = this.#entries.get(key);
    if (entry === undefined) return false;
    leave(entry);
    this.#enter(entry);
    return true;
  }

  insert(key: string, bytes: number): number {
    if (this.lookUp(key) || bytes > this.#sizeBytes) return 0;
    let evicted = 0;
    for (; this.heldBytes + bytes > this.#sizeBytes; evicted++) this.#evict(this.#end.later);
    const entry = { key, bytes, earlier: this.#end, later: this.#end };
    this.#entries.set(key, entry);
    this.#enter(entry);
    this.heldBytes += bytes;
    return evicted;
  }

  clear(): void {
    while (this.#end.later !== this.#end) this.#evict(this.#end.later);
  }

  /** Puts an entry behind all others. */
  #enter(entry: Entry): void {
    entry.earlier = this.#end.earlier;
    entry.later = this.#end;
    entry.earlier.later = entry;
    this.#end.earlier = entry;
  }

  #evict(entry: Entry): void {
    leave(entry);
    this.#entries.delete(entry.key);
    this.heldBytes -= entry.bytes;
  }
}

function endOfRing(): Entry {
  const end: { key: string; bytes: number; earlier?: Entry; later?: Entry } = { key: '', bytes: 0 };
  end.earlier = end.later = end as Entry;
  return end as Entry;
}

function leave({ earlier, later }: Entry): void {
  earlier.later = later;
  later.earlier = earlier;
}

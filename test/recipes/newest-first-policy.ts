import type { CacheContents, CachePolicy } from '../../models/caches/cache-policy.ts';

/** A cache policy from outside: what was taken in last gives way first. */
export const NEWEST_FIRST: CachePolicy = {
  name: 'newest-first',
  description: 'what was taken in last gives way first',
  contents: (sizeBytes) => new NewestFirst(sizeBytes),
};

class NewestFirst implements CacheContents {
  heldBytes = 0;
  readonly #sizeBytes: number;
  readonly #entries = new Map<string, number>();
  readonly #order: string[] = [];

  constructor(sizeBytes: number) {
    this.#sizeBytes = sizeBytes;
  }

  lookUp(key: string): boolean {
    return this.#entries.has(key);
  }

  insert(key: string, bytes: number): number {
    if (this.#entries.has(key) || bytes > this.#sizeBytes) return 0;
    let evicted = 0;
    for (; this.heldBytes + bytes > this.#sizeBytes; evicted++) {
      const newest = this.#order.pop()!;
      this.heldBytes -= this.#entries.get(newest)!;
      this.#entries.delete(newest);
    }
    this.#entries.set(key, bytes);
    this.#order.push(key);
    this.heldBytes += bytes;
    return evicted;
  }

  clear(): void {
    this.heldBytes = this.#order.length = 0;
    this.#entries.clear();
  }
}

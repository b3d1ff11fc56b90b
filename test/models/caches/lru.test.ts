import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LRU } from '../../../models/caches/lru.ts';

/** The same rule, written as it is said: a list from what was used longest ago to what was used last. */
class Naive {
  entries: { readonly key: string; readonly bytes: number }[] = [];
  readonly #sizeBytes: number;

  constructor(sizeBytes: number) {
    this.#sizeBytes = sizeBytes;
  }

  get heldBytes(): number {
    return this.entries.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  lookUp(key: string): boolean {
    const entry = this.entries.find((each) => each.key === key);
    if (entry === undefined) return false;
    this.entries = [...this.entries.filter((each) => each !== entry), entry];
    return true;
  }

  insert(key: string, bytes: number): number {
    if (this.lookUp(key) || bytes > this.#sizeBytes) return 0;
    let evicted = 0;
    for (; this.heldBytes + bytes > this.#sizeBytes; evicted++) this.entries.shift();
    this.entries.push({ key, bytes });
    return evicted;
  }
}

const STEP = fc.record({
  kind: fc.constantFrom('lookUp', 'insert', 'insert', 'clear'),
  key: fc.integer({ min: 0, max: 12 }),
});
const HISTORY = fc.record({
  sizeBytes: fc.integer({ min: 0, max: 60 }),
  steps: fc.array(STEP, { maxLength: 60 }),
});

describe('the least recently used', () => {
  it('gives way, in 1,000 histories as in a cache that looks through all that it holds', () => {
    fc.assert(
      fc.property(HISTORY, ({ sizeBytes, steps }) => {
        const contents = LRU.contents(sizeBytes);
        const naive = new Naive(sizeBytes);
        for (const [place, { kind, key }] of steps.entries()) {
          const bytes = (key * 7) % 23;
          const answers = [contents, naive].map((each) =>
            kind === 'lookUp'
              ? each.lookUp(`${key}`)
              : kind === 'insert'
                ? each.insert(`${key}`, bytes)
                : null,
          );
          expect(answers[0]).toBe(answers[1]);
          if (kind === 'clear' && place % 9 === 0) {
            contents.clear();
            naive.entries = [];
          }
          expect(contents.heldBytes).toBe(naive.heldBytes);
          expect(contents.heldBytes).toBeLessThanOrEqual(sizeBytes);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('takes in nothing that is larger than the cache, and keeps what it has', () => {
    const contents = LRU.contents(10);
    contents.insert('small', 10);
    expect(contents.insert('large', 11)).toBe(0);
    expect(contents.lookUp('large')).toBe(false);
    expect(contents.lookUp('small')).toBe(true);
  });
});

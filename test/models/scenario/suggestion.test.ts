import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closest, editDistance } from '../../../models/scenario/suggestion.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });

describe('the edit distance', () => {
  it('is 0 to itself alone, the same both ways, and at most the longer length', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
        expect(editDistance(a, b)).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
      }),
    );
  });

  it('is 1 after one mistake', () => {
    for (const mistake of ['nods', 'nodess', 'nodas', 'nodse'])
      expect(editDistance('nodes', mistake)).toBe(1);
  });
});

describe('the closest word', () => {
  const known = ['nodes', 'network', 'device', 'derate', 'read', 'readRate'];

  it('is the one that was mistyped', () => {
    for (const [typed, meant] of [
      ['noeds', 'nodes'],
      ['Device', 'device'],
      ['readrate', 'readRate'],
      ['netwrk', 'network'],
    ] as const) {
      expect(closest(typed, known)).toBe(meant);
    }
  });

  it('is none when nothing is near', () => {
    for (const typed of ['colour', 'x', '', 'z'.repeat(1000)]) expect(closest(typed, known)).toBeNull();
  });

  it('is itself when it is known', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), (words) => {
        expect(closest(words[0]!, words)).toBe(words[0]);
      }),
    );
  });
});

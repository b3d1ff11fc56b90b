import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  lowerBounds,
  lowerBoundsOfWork,
  SPREAD_FIGURES,
  SPREAD_FRACTIONS,
} from '../../models/lower-bound.ts';

const COUNTS = fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 0, max: 1000 }));

describe('figures that are lower bounds', () => {
  it('are those whose rank among all is beyond what was observed', () => {
    fc.assert(
      fc.property(COUNTS, ([observed, unfinished]) => {
        const bounds = lowerBounds(observed, unfinished);
        for (const figure of SPREAD_FIGURES) {
          // In whole numbers: thousandths of the rank.
          const rank = Math.round(1000 * SPREAD_FRACTIONS[figure]) * (observed + unfinished);
          if (rank === 1000 * observed) continue;
          expect(bounds.includes(figure)).toBe(rank > 1000 * observed);
        }
      }),
    );
  });

  it('are none where all had an end, or nothing was observed', () => {
    expect(lowerBounds(1000, 0)).toEqual([]);
    expect(lowerBounds(0, 10)).toEqual([]);
    expect(lowerBounds(1000, 1)).toEqual(['max']);
  });

  it('of work go by its units where each is observed', () => {
    expect(lowerBoundsOfWork('unit', 990, 10)).toEqual(lowerBounds(990, 10));
    expect(lowerBoundsOfWork('unit', 1000, 0)).toEqual([]);
  });

  it('are all where no unit came to its end, or waves are observed and one lacks its end', () => {
    expect(lowerBoundsOfWork('unit', 0, 10)).toEqual(SPREAD_FIGURES);
    expect(lowerBoundsOfWork('wave', 1000, 1)).toEqual(SPREAD_FIGURES);
    expect(lowerBoundsOfWork('wave', 1000, 0)).toEqual([]);
  });
});

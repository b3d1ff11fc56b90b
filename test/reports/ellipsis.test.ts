import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { ellipsis } from '../../reports/ellipsis.ts';

describe('a name cut to fit', () => {
  it.each([
    ['short', 10, 'short'],
    ['exactly ten', 11, 'exactly ten'],
    ['a name that is too long', 11, 'a name tha…'],
    ['長編アニメーション映画', 9, '長編アニ…'],
    ['👩‍🚀👩‍🚀👩‍🚀', 4, '👩‍🚀…'],
  ])('%s in %i columns', (text, columns, cut) => {
    expect(ellipsis(text, columns)).toBe(cut);
  });

  it('is never wider than its place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, columns) => {
        expect(stringWidth(ellipsis(text, columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FEWEST_DECISIVE_SIGNS, signsDecide } from '../../../models/statistics/sign-test.ts';

/** The probability of at least `heads` heads among `tosses` of a fair coin, added up term by term. */
function atLeastHeads(heads: number, tosses: number): number {
  let [probability, ways] = [0, 1];
  for (let k = tosses; k >= heads; k--) {
    probability += ways / 2 ** tosses;
    ways = (ways * k) / (tosses - k + 1);
  }
  return probability;
}

describe('a sign test', () => {
  it('decides where fair coins would agree so often in at most 1 of 40 cases', () => {
    for (let tosses = 1; tosses <= 40; tosses++) {
      for (let heads = 0; heads <= tosses; heads++) {
        expect(signsDecide(heads, tosses)).toBe(atLeastHeads(heads, tosses) <= 0.025);
      }
    }
  });

  it.each([
    [10, 10, true],
    [9, 10, true],
    [8, 10, false],
    [5, 5, false],
    [0, 0, false],
    [15, 20, true],
    [14, 20, false],
  ])('%i of %i: %s', (agreeing, count, decides) => {
    expect(signsDecide(agreeing, count)).toBe(decides);
  });

  it('needs so many signs where all agree', () => {
    expect(signsDecide(FEWEST_DECISIVE_SIGNS, FEWEST_DECISIVE_SIGNS)).toBe(true);
    expect(signsDecide(FEWEST_DECISIVE_SIGNS - 1, FEWEST_DECISIVE_SIGNS - 1)).toBe(false);
  });

  it('never decides for both sides, and the more agree the rather', () => {
    const split = fc.nat({ max: 500 }).chain((of) => fc.tuple(fc.constant(of), fc.nat({ max: of })));
    fc.assert(
      fc.property(split, ([of, agreeing]) => {
        expect(signsDecide(agreeing, of) && signsDecide(of - agreeing, of)).toBe(false);
        const more = Math.min(of, agreeing + 1);
        expect(signsDecide(more, of) || !signsDecide(agreeing, of)).toBe(true);
      }),
    );
  });

  it('refuses more that agree than there are', () => {
    expect(() => signsDecide(11, 10)).toThrow(/of 10 signs 11/);
  });
});

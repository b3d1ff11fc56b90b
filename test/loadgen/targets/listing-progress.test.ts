import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ListingProgress } from '../../../loadgen/targets/listing-progress.ts';

/** Lists until it is given up; answers why, and after how many pages. */
function givenUp(page: (number: number) => { names: Iterable<string>; next: string; seconds?: number }) {
  let seconds = 0;
  const progress = new ListingProgress('a directory', () => seconds);
  for (let number = 1; ; number++) {
    const { names, next, seconds: taken = 0 } = page(number);
    seconds += taken;
    try {
      progress.page(names, next);
    } catch (error) {
      return { number, error };
    }
  }
}

describe('a listing is given up', () => {
  test.each([
    ['that names one place for ever', 2, 'the same place', () => ({ names: ['.'], next: '7' })],
    ['that goes round', 5, 'the same place', (n: number) => ({ names: [`${n}`], next: `${n % 4}` })],
    ['of nothing but "."', 1002, 'nothing new', (n: number) => ({ names: ['.'], next: `${n}` })],
    ['of empty pages', 1001, 'nothing new', (n: number) => ({ names: [], next: `${n}` })],
    ['of the same names', 1003, 'nothing new', (n: number) => ({ names: [`${n % 2}`], next: `${n}` })],
    ['of a name a page', 100_001, 'pages', (n: number) => ({ names: [`${n}`], next: `${n}` })],
    ['that drips', 31, 'not ended after', (n: number) => ({ names: [`${n}`], next: `${n}`, seconds: 30 })],
  ])('%s', (_name, number, why, page) => {
    expect(givenUp(page)).toMatchObject({
      number,
      error: { code: 'protocol', retryable: false, message: expect.stringContaining(why) },
    });
  });
});

test('a listing of new names and new places is not given up, wherever pages are empty', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 5 }), { maxLength: 200 }), (sizes) => {
      const progress = new ListingProgress('a directory', () => 0);
      const list = () => {
        for (const [page, size] of sizes.entries()) {
          const names = Array.from({ length: size }, (_, index) => `${page}.${index}`);
          progress.page(names, `${page}`);
        }
      };
      expect(list).not.toThrow();
    }),
  );
});

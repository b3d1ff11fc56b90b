import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Chain, type Link } from '../../../../sim/world/storage/chain.ts';

class Item implements Link<Item> {
  later: Item | null = null;
  earlier: Item | null = null;
}

test('a chain holds what came and has not left, in the order in which it came; what has left holds nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat())), (steps) => {
      const chain = new Chain<Item>();
      const expected: Item[] = [];
      const left: Item[] = [];
      for (const step of steps) {
        if (step === null || expected.length === 0) {
          expected.push(new Item());
          chain.append(expected.at(-1)!);
        } else {
          left.push(...expected.splice(step % expected.length, 1));
          chain.remove(left.at(-1)!);
        }
        const held: Item[] = [];
        for (let item = chain.first; item !== null; item = item.later) held.push(item);
        expect(left.every(({ later, earlier }) => later === null && earlier === null)).toBe(true);
        expect(held.length).toBe(expected.length);
        expect(held.every((item, place) => item === expected[place])).toBe(true);
      }
    }),
  );
});

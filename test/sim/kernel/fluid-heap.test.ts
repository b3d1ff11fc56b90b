import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NONE, PairingHeaps } from '../../../sim/kernel/fluid-heap.ts';

/** Puts keys into one heap; takes out every third to give it a shape. */
function heapOf(keys: readonly number[]) {
  const heaps = new PairingHeaps<number>();
  let root = NONE;
  const insert = (key: number, item: number) => {
    const node = heaps.add(item);
    heaps.newKey[0] = key;
    root = heaps.insert(root, node);
    return node;
  };
  const nodes = keys.map(insert);
  const taken = nodes.filter((_, index) => index % 3 === 0);
  for (const node of taken) root = heaps.remove(root, node);
  const kept = keys.flatMap((key, index) => (index % 3 === 0 ? [] : [{ key, index }]));
  return { heaps, root, kept };
}

function walk(heaps: PairingHeaps<number>, root: number): number[] {
  const seen: number[] = [];
  for (let node = root; node !== NONE; node = heaps.following(node)) seen.push(node);
  return seen;
}

const keys = fc.array(fc.oneof(fc.nat(9), fc.double({ min: 0, max: 1e18, noNaN: true })), { maxLength: 60 });

describe('a walk through a heap', () => {
  test('meets each node once, parents first', () => {
    fc.assert(
      fc.property(keys, (drawn) => {
        const { heaps, root, kept } = heapOf(drawn);
        const seen = walk(heaps, root);
        const items = seen.map((node) => heaps.item(node)).toSorted((a, b) => a - b);
        expect(items).toEqual(kept.map(({ index }) => index));
      }),
    );
  });

  test('that lowers all keys leaves the order in which they come out', () => {
    fc.assert(
      fc.property(keys, fc.double({ min: 0, max: 1e18, noNaN: true }), (drawn, by) => {
        const { heaps, root, kept } = heapOf(drawn);
        for (const node of walk(heaps, root)) heaps.lower(node, by);
        const out: number[] = [];
        for (let first = root; first !== NONE; ) {
          out.push(heaps.key(first));
          first = heaps.remove(first, first);
        }
        expect(out).toEqual(kept.map(({ key }) => key - by).toSorted((a, b) => a - b));
      }),
    );
  });
});

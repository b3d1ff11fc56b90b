import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Descriptors, type Holder } from '../../../../loadgen/targets/posix/descriptors.ts';

function holder(name: string, released: string[], usedSince = false): Holder {
  return { usedSince, release: () => void released.push(name) };
}

describe('descriptors', () => {
  test('are as many as allowed after each trim, and each is released once', () => {
    fc.assert(
      fc.property(fc.nat(5), fc.array(fc.boolean(), { maxLength: 30 }), (maximum, uses) => {
        const released: string[] = [];
        const descriptors = new Descriptors(maximum);
        uses.forEach((used, index) => {
          descriptors.add(holder(`${index}`, released, used));
          descriptors.trim();
          expect(descriptors.size).toBe(Math.min(maximum, index + 1));
        });
        descriptors.releaseAll();
        expect(descriptors.size).toBe(0);
        expect(released).toHaveLength(uses.length);
        expect(new Set(released).size).toBe(uses.length);
      }),
    );
  });

  test('that were used stay before those that were not', () => {
    const released: string[] = [];
    const descriptors = new Descriptors(2);
    descriptors.add(holder('old and used', released, true));
    descriptors.add(holder('idle', released));
    descriptors.add(holder('new and used', released, true));
    descriptors.trim();
    expect(released).toEqual(['idle']);
  });

  test('that are idle go in the order in which they came', () => {
    const released: string[] = [];
    const descriptors = new Descriptors(1);
    for (const name of ['one', 'two', 'three']) descriptors.add(holder(name, released));
    descriptors.trim();
    expect(released).toEqual(['one', 'two']);
  });

  test('that were taken back are not released', () => {
    const released: string[] = [];
    const descriptors = new Descriptors(0);
    const taken = holder('taken back', released);
    descriptors.add(taken);
    descriptors.delete(taken);
    descriptors.trim();
    descriptors.releaseAll();
    expect(released).toEqual([]);
  });
});

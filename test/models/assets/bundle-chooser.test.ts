import { describe, expect, it } from 'vitest';
import type { Asset, Popularity } from '../../../models/assets/asset.ts';
import { chooseBundles, popularities } from '../../../models/assets/bundle-chooser.ts';
import { StreamSource } from '../../../sim/kernel/stream.ts';

const ZIPF: Popularity = { kind: 'zipf', exponent: 1 };

function assetOf(bundles: number, popularity: Popularity): Asset {
  return { name: 'textures', storage: 'hot', bytes: 1e12, bundles, popularity, published: true };
}

function stream(purpose: string) {
  return new StreamSource('bundles', 0).stream('frame', purpose);
}

describe('which bundles are read', () => {
  it.each<Popularity>([{ kind: 'uniform' }, ZIPF])('follows their popularity: $kind', (popularity) => {
    const asset = assetOf(8, popularity);
    const draws = 20_000;
    const counts = Array.from({ length: 8 }, () => 0);
    const random = stream(popularity.kind);
    for (let i = 0; i < draws; i++) counts[chooseBundles(asset, 1, random)[0]!]!++;
    // Pearson's statistic with 7 degrees of freedom: beyond 24.3 one time in a thousand.
    const shares = popularities(asset);
    const statistic = counts.reduce((sum, count, bundle) => {
      const expected = draws * shares[bundle]!;
      return sum + (count - expected) ** 2 / expected;
    }, 0);
    expect(statistic).toBeLessThan(24.3);
  });

  it('is never the same bundle twice, however many are asked for', () => {
    const asset = assetOf(500, { kind: 'zipf', exponent: 3 });
    for (const count of [1, 2, 50, 499, 500, 501]) {
      const chosen = chooseBundles(asset, count, stream(String(count)));
      expect(new Set(chosen).size).toBe(Math.min(count, 500));
      expect(chosen.every((bundle) => bundle >= 0 && bundle < 500)).toBe(true);
    }
  });

  it('is the same for the same stream, and ends where a stream always says the same', () => {
    const asset = assetOf(100, ZIPF);
    expect(chooseBundles(asset, 60, stream('a'))).toEqual(chooseBundles(asset, 60, stream('a')));
    expect(new Set(chooseBundles(asset, 60, { uniform: () => 0.5 })).size).toBe(60);
  });

  it('of two of three bundles, leaves out each as often as drawing one after the other does', () => {
    const asset = assetOf(3, { kind: 'zipf', exponent: 6 });
    const draws = 20_000;
    const random = stream('pairs');
    let withoutLast = 0;
    for (let i = 0; i < draws; i++) if (!chooseBundles(asset, 2, random).includes(2)) withoutLast++;
    const [a = 0, b = 0] = popularities(asset);
    const expected = a * (b / (1 - a)) + b * (a / (1 - b));
    expect(Math.abs(withoutLast / draws - expected)).toBeLessThan(0.004);
  });
});

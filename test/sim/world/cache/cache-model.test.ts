/** A cache on each node, from YAML: exact in both fidelities where nothing varies. */
import { describe, expect, it, test } from 'vitest';
import { popularities } from '../../../../models/assets/bundle-chooser.ts';
import { Histogram } from '../../../../models/histogram.ts';
import type { Fidelity, Studio } from '../../../../models/studio.ts';
import { simulateReplication } from '../../../../sim/studio/replication.ts';
import { type CacheStudioOptions, cacheStudio } from '../../../models/caches/cache-studio.ts';
import { arrayOf } from '../../studio/queueing-studio.ts';

const FIDELITIES: readonly Fidelity[] = ['flows', 'operations'];
const OPERATION_SECONDS = 5e-3;

/** Storage of which every operation takes the same time, whatever its payload; a cache moves 100 MB/s. */
function exact(options: CacheStudioOptions): Studio {
  const studio = cacheStudio(options);
  const envelope = arrayOf(
    { lanes: 4, servers: 1, seconds: OPERATION_SECONDS, variability: 0.5 },
    { metadataCost: { lookup: 1, getattr: 1, access: 1, readdir: 1, create: 1, rename: 1, remove: 1 } },
  );
  return { ...studio, storage: studio.storage.map((system) => ({ ...system, envelope })) };
}

function simulated(studio: Studio) {
  const outcome = simulateReplication(studio, 0);
  const [cache] = outcome.caches;
  const waits = new Histogram();
  for (const slice of outcome.stages[0]!.observations['storageWait']!) if (slice !== null) waits.merge(slice);
  return { outcome, cache: cache!, waits, storageSeconds: waits.mean * waits.count };
}

/** Writes, commits and publishes one file. */
const REST_SECONDS = 4 * OPERATION_SECONDS;

describe.each(FIDELITIES)('a cache on a node, as %s', (fidelity) => {
  const missSeconds = simulated(exact({ fidelity, caches: '', frames: 1 })).waits.mean - REST_SECONDS;

  test.each([1, 8])(
    'answers all reads but the first at its own bandwidth, with %i outstanding',
    (outstanding) => {
      const { waits, cache } = simulated(exact({ fidelity, outstanding }));
      const first = simulated(exact({ fidelity, outstanding, caches: '', frames: 1 })).waits.mean;
      const hits = (waits.mean * 10 - first) / 9 - REST_SECONDS;
      expect(hits).toBeCloseTo(10e6 / 100e6, 4);
      expect(cache).toMatchObject({ bytesHit: 90e6, bytesMissed: 10e6, bundlesHit: 9, bundlesMissed: 1 });
    },
  );

  test.each([
    ['of no size', '0B'],
    ['smaller than a bundle', '9MB'],
  ])('is as no cache at all where it is %s', (_, size) => {
    const { storageSeconds, cache, outcome } = simulated(exact({ fidelity, size }));
    const without = simulated(exact({ fidelity, caches: '' }));
    expect(storageSeconds).toBeCloseTo(without.storageSeconds, 9);
    expect(cache).toMatchObject({ bytesHit: 0, bytesMissed: 100e6, evictions: 0 });
    expect(outcome.stages[0]!.totals).toEqual(without.outcome.stages[0]!.totals);
  });

  test('takes the time of each, where a part of a read is held', () => {
    const options = {
      fidelity,
      frames: 40,
      asset: 'bytes: 80MB, bundles: 8, popularity: { zipf: 1 }',
      read: 'bytes: 20MB, files: 20',
      size: '40MB',
    };
    const { storageSeconds, cache } = simulated(exact(options));
    expect(cache.bundlesHit + cache.bundlesMissed).toBe(80);
    expect(cache.bytesHit + cache.bytesMissed).toBe(40 * 20e6);
    expect(cache.bundlesHit).toBeGreaterThan(10);
    expect(cache.evictions).toBeGreaterThan(10);
    // Every bundle is ten files of a tenth of its bytes, and with one request at a time nothing waits.
    const seconds = cache.bundlesHit * (10e6 / 100e6) + cache.bundlesMissed * missSeconds + 40 * REST_SECONDS;
    expect(storageSeconds).toBeCloseTo(seconds, 3);
  });

  test('holds all of an asset that it is larger than: each bundle is missed once', () => {
    const asset = 'bytes: 50MB, bundles: 5';
    const { cache } = simulated(exact({ fidelity, frames: 60, asset, read: 'bytes: 50MB, files: 50' }));
    expect(cache).toMatchObject({ bundlesMissed: 5, bundlesHit: 295, evictions: 0 });
  });

  test('is never asked for what is still in progress', () => {
    const asset = 'bytes: 10MB, bundles: 1, published: false';
    const { cache, storageSeconds } = simulated(exact({ fidelity, asset }));
    expect(cache).toMatchObject({ bundlesHit: 0, bundlesMissed: 0 });
    expect(storageSeconds).toBeCloseTo(simulated(exact({ fidelity, asset, caches: '' })).storageSeconds, 9);
  });

  test('asks the caches of a node in their order, and fills those that missed', () => {
    const caches =
      'caches: { memory: { at: nodes, size: 10MB, read: 1GB/s }, scratch: { at: nodes, size: 1GB, read: 100MB/s } }';
    const asset = 'bytes: 30MB, bundles: 3';
    const { outcome } = simulated(exact({ fidelity, caches, asset, frames: 60 }));
    const [memory, scratch] = outcome.caches;
    expect(memory!.bundlesHit + memory!.bundlesMissed).toBe(60);
    expect(scratch!.bundlesHit + scratch!.bundlesMissed).toBe(memory!.bundlesMissed);
    expect(scratch!.bundlesMissed).toBe(3);
    expect(memory!.evictions).toBe(memory!.bundlesMissed - 1);
  });
});

test('both fidelities hit the same bundles, as one node takes its frames in the same order', () => {
  const asset = 'bytes: 300MB, bundles: 30, popularity: { zipf: 0.8 }';
  const options = { asset, frames: 80, size: '90MB', nodes: 1 };
  const [flows, operations] = FIDELITIES.map(
    (fidelity) => simulated(cacheStudio({ ...options, fidelity })).cache,
  );
  expect(flows!.evictions).toBeGreaterThan(5);
  expect(operations).toEqual(flows);
});

describe('the hit rate of the least recently used', () => {
  /**
   * Che's approximation for bundles of equal size: sum p (1 - exp(-p t)), where t solves sum (1 - exp(-p t)) = bundles that fit
   * (H. Che, Y. Tung and Z. Wang, "Hierarchical Web caching systems", IEEE JSAC 20, 2002).
   */
  function cheHitRate(shares: Float64Array, fits: number): number {
    let [low, high] = [0, 1e9];
    for (let step = 0; step < 200; step++) {
      const middle = (low + high) / 2;
      const held = shares.reduce((sum, share) => sum + 1 - Math.exp(-share * middle), 0);
      if (held < fits) low = middle;
      else high = middle;
    }
    return shares.reduce((sum, share) => sum + share * (1 - Math.exp(-share * low)), 0);
  }

  it.each([0.6, 1])('is that of Che’s approximation, within two points, for Zipf with %f', (exponent) => {
    const bundles = 200;
    const asset = `bytes: 2MB, bundles: ${bundles}, popularity: { zipf: ${exponent} }`;
    const { cache } = simulated(
      cacheStudio({ asset, read: 'bytes: 10kB, files: 1', size: '400kB', frames: 5000, time: '1ms' }),
    );
    const shares = popularities({ bundles, popularity: { kind: 'zipf', exponent } });
    const hitRate = cache.bytesHit / (cache.bytesHit + cache.bytesMissed);
    expect(cache.bundlesHit + cache.bundlesMissed).toBe(5000);
    expect(Math.abs(hitRate - cheHitRate(shares, 40))).toBeLessThan(0.02);
  });
});

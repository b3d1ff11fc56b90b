import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundleBytes } from '../../../models/assets/asset.ts';
import {
  bundlesTouched,
  firstFileOf,
  placeOfFile,
  shareOfBundle,
} from '../../../models/assets/bundle-reads.ts';
import { operationsOf } from '../../../models/enumerate.ts';
import type { OperationBatch } from '../../../models/operations.ts';
import { readCounts } from '../../../models/stages/transfer-size.ts';
import { StreamSource } from '../../../sim/kernel/stream.ts';

const READS = fc.record({
  bundles: fc.integer({ min: 1, max: 12 }),
  files: fc.integer({ min: 12, max: 60 }),
  bytes: fc.integer({ min: 1, max: 100_000_000 }),
  outstanding: fc.integer({ min: 1, max: 9 }),
});

const asset = {
  name: 'textures',
  storage: 'hot',
  bytes: 1_000_003,
  bundles: 100,
  popularity: { kind: 'uniform' },
  published: true,
} as const;

describe('a read of some bundles', () => {
  it('deals its files to them in order, and every operation says in whose it is', () => {
    fc.assert(
      fc.property(READS, ({ bundles, files, bytes, outstanding }) => {
        const reads = { asset, bundles: Array.from({ length: bundles }, (_, place) => 90 - place) };
        const batch: OperationBatch = {
          dataset: { storage: 'hot', directory: 'asset.textures', files },
          counts: readCounts(bytes, files),
          readBytes: bytes,
          writeBytes: 0,
          pacing: { kind: 'closed', outstanding },
          firstFile: 0,
          distinctFiles: files,
          bundles: reads,
          clientBytesPerSecond: Number.POSITIVE_INFINITY,
        };
        const issued = [...operationsOf(batch, new StreamSource('reads', 0).stream('frame', 'read'))];
        for (let place = 0; place < bundles; place++) {
          const own = issued.filter(({ bundle }) => bundle === place);
          const directory = `asset.textures/${String(90 - place).padStart(6, '0')}/`;
          expect(own.every(({ file }) => file.startsWith(directory))).toBe(true);
          const of = (kind: string) => own.filter((each) => each.kind === kind);
          expect(of('lookup').length).toBe(shareOfBundle(reads, place, files, files));
          expect(of('read').length).toBe(shareOfBundle(reads, place, files, batch.counts.read!));
          const first = firstFileOf(reads, place, files);
          expect(placeOfFile(reads, first, files)).toBe(place);
        }
        expect(new Set(issued.map(({ file }) => file)).size).toBe(files);
      }),
      { numRuns: 60 },
    );
  });

  it('touches as many bundles as hold its bytes, at most all of them, and at most one for each file', () => {
    expect(bundlesTouched(asset, 1, 10)).toBe(1);
    expect(bundlesTouched(asset, 30_000, 10)).toBe(3);
    expect(bundlesTouched(asset, 30_000, 2)).toBe(2);
    expect(bundlesTouched(asset, 1_000_003, 1000)).toBe(100);
    expect(bundlesTouched(asset, 0, 1000)).toBe(1);
  });

  it('the bytes of bundles are whole, and add up to those of the asset', () => {
    let sum = 0;
    for (let bundle = 0; bundle < asset.bundles; bundle++) sum += bundleBytes(asset, bundle);
    expect(sum).toBe(asset.bytes);
  });
});

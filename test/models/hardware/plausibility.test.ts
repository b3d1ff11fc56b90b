import { describe, expect, test } from 'vitest';
import { CAMERAS } from '../../../models/hardware/catalog/cameras.ts';
import type { PublishedStorage } from '../../../models/hardware/catalog/storage-system.ts';
import { findGpu, findStorage, listStorage } from '../../../models/hardware/catalog.ts';
import { publishedRates } from '../../../models/hardware/published-rates.ts';
import { demandSeconds } from '../../../models/hardware/storage-law.ts';
import { envelope, withHardLimits } from './envelopes.ts';

/** Rates of operations that somebody measured or states of this system. */
function ratesSeen({ figures, peaks }: PublishedStorage): number[] {
  return [
    figures.readOperationsPerSecond?.value ?? 0,
    figures.statOperationsPerSecond?.value ?? 0,
    ...peaks.map(({ operationsPerSecond }) => operationsPerSecond),
  ];
}

function rateOf(system: PublishedStorage, field: 'readOperationsPerSecond' | 'metadataOperationsPerSecond') {
  const derivation = publishedRates(system)[field];
  return derivation.kind === 'known' ? derivation.value : undefined;
}

const WITH_METADATA = listStorage().filter(
  (system) => rateOf(system, 'metadataOperationsPerSecond') !== undefined,
);
const WITH_BOTH = WITH_METADATA.filter((system) => rateOf(system, 'readOperationsPerSecond') !== undefined);

describe('a metadata rate of the catalog', () => {
  test('is known for more than ten systems', () => {
    expect(WITH_BOTH.length).toBeGreaterThan(10);
  });

  test.each(WITH_METADATA)('of $id is published, or next to the highest rate that was measured', (system) => {
    const small = rateOf(system, 'readOperationsPerSecond') ?? 0;
    const highest = Math.max(...ratesSeen(system), system.peaks.length === 0 ? small : 0);
    expect(rateOf(system, 'metadataOperationsPerSecond')).toBeLessThanOrEqual(1.25 * highest);
  });

  test.each(WITH_BOTH)(
    'of $id makes a getattr no dearer than two small reads, unless it is published',
    (system) => {
      if (typeof system.figures.statOperationsPerSecond?.value === 'number') return;
      const getattr = 1 / rateOf(system, 'metadataOperationsPerSecond')!;
      expect(getattr * rateOf(system, 'readOperationsPerSecond')!).toBeLessThanOrEqual(2);
    },
  );

  test('is never the peak of a mixture', () => {
    const mixtures = listStorage().filter(({ figures }) => figures.mixedOperationsPerSecond !== undefined);
    expect(mixtures.length).toBeGreaterThan(1);
    for (const system of mixtures) {
      const peak = system.figures.mixedOperationsPerSecond!.value;
      expect(rateOf(system, 'metadataOperationsPerSecond')).not.toBe(peak);
    }
  });

  test('is unknown where mixtures are all that is published, and says what they show', () => {
    const why = (id: string) => publishedRates(findStorage(id)!).metadataOperationsPerSecond;
    expect(why('azure-netapp-files')).toEqual({
      kind: 'missing',
      why: 'no metadata rate is published, and 49,502 operations/s of a mixture with data do not give it',
    });
    expect(why('netapp-aff-a90')).toEqual({
      kind: 'missing',
      why: 'no metadata rate is published; at least 4,802,400/s were shown, within SPECstorage2020_SWBUILD 5520000 operations/s with 44.9 GB/s',
    });
  });
});

describe('peaks that are published for two operation sizes', () => {
  test.each([
    ['read', 4096, 460_000],
    ['read', 65_536, (4500 * 2 ** 20) / 65_536],
    ['write', 4096, 130_000],
    ['write', 65_536, (1600 * 2 ** 20) / 65_536],
  ] as const)('are what %ss of %d bytes saturate at', (kind, bytes, operationsPerSecond) => {
    const overrides = { metadataOperationsPerSecond: 20_000 };
    const system = withHardLimits(envelope('azure-netapp-files', { overrides }));
    expect(1 / demandSeconds(system, kind, bytes) / operationsPerSecond).toBeCloseTo(1, 9);
  });
});

describe('a camera of the catalog', () => {
  test.each(CAMERAS)('$id records an hour of 86,400 frames of 12 bits per pixel', (camera) => {
    const { widthPixels, heightPixels, bytesPerFrame, bytesPerHour } = camera;
    expect(bytesPerFrame.value).toBe((widthPixels * heightPixels * 12) / 8);
    expect(bytesPerHour.value).toBe(bytesPerFrame.value * 86_400);
  });

  test('agrees with what its maker rounds, in GiB for two modes and in GB for the third', () => {
    const hours = CAMERAS.map(({ bytesPerHour }) => bytesPerHour.value);
    for (const [index, published] of [562 * 2 ** 30, 751 * 2 ** 30, 976e9].entries()) {
      expect(Math.abs(hours[index]! / published - 1)).toBeLessThan(0.005);
    }
  });

  test.each(CAMERAS)(
    '$id fills its drive of 480 GB, which is 447 GiB, and delivers it faster than it records',
    (camera) => {
      expect(camera.driveBytes.value).toBe(480e9);
      expect(camera.driveBytesPerSecond.value).toBeGreaterThan(camera.bytesPerFrame.value * 24);
    },
  );

  test('fills it in 47 minutes at 16:9, as its maker says', () => {
    const [camera] = CAMERAS;
    expect(Math.floor((camera!.driveBytes.value! / camera!.bytesPerHour.value) * 60)).toBe(47);
  });
});

test('the public figures of the RTX 6000 Ada and the A10G are known', () => {
  const figures = (id: string) => {
    const { memoryBytes, memoryBytesPerSecond, powerWatts } = findGpu(id)!;
    return [memoryBytes, memoryBytesPerSecond, powerWatts].map(({ value }) => value);
  };
  expect(figures('rtx-6000-ada')).toEqual([48 * 2 ** 30, 960e9, 300]);
  expect(figures('a10g')).toEqual([24 * 2 ** 30, 600e9, 300]);
});

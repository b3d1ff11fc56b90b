import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { LoadSafety } from '../../../loadgen/run/load-safety.ts';
import { MARKER_NAME } from '../../../loadgen/safety/marker.ts';
import { until } from '../../until.ts';
import { locationOf } from '../location-of.ts';
import { makeFolder } from '../safety/sandboxes.ts';

const LIMITS = {
  budget: { bytesMax: Number.POSITIVE_INFINITY, operationsMax: Number.POSITIVE_INFINITY },
  floor: { freeBytesMin: 0, freeFractionMin: 0, freeFilesMin: 0 },
  victimSecondsP99: 'before',
  victim: null,
} as const;

test('the target is watched by reading what was written at the first contact, not by its attributes', async () => {
  const folder = makeFolder();
  const safety = await LoadSafety.open(locationOf(folder.root), LIMITS);
  const marker = path.join(folder.root, MARKER_NAME);
  writeFileSync(marker, '{}');
  const watches = await safety.watch();
  expect(watches.map(({ name }) => name)).toEqual(['budget', 'space', 'victim']);
  const victim = watches.at(-1)!;
  expect(await victim.check()).toBeNull();
  // The directory is there as before; what it holds can no longer be read.
  rmSync(marker);
  await until(async () => (await victim.check()) !== null);
  expect(await victim.check()).toContain('questions of the victim probe failed');
  await safety.close();
  folder.remove();
});

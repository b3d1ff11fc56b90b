import { describe, expect, test } from 'vitest';
import type { Fidelity } from '../../../models/studio.ts';
import { simulateReplication } from '../../../sim/studio/replication.ts';
import { studioOf, studioText } from '../../models/scenario/studio-text.ts';

const BYTES = 16_384;
const CASES = (['flows', 'operations'] as const).flatMap((fidelity) =>
  (['read', 'write'] as const).map((direction) => ({ fidelity, direction })),
);

/** When 40,000 operations of one size that arrive within two seconds are all served; 10,000 a second is the stated rate. */
function servedSeconds(fidelity: Fidelity, direction: 'read' | 'write', storage = ''): number {
  const text = studioText({
    run: `run: { duration: 2s, warmup: 0s, fidelity: ${fidelity} }`,
    // One lane, as idle response and rate give it, so that no lane runs empty before another.
    storage: `hot: { device: custom, read: 409600kB/s, write: 409600kB/s, readRate: 10k IOPS, writeRate: 10k IOPS, metadataRate: 60k IOPS, idleResponse: 60us, beyondPeak: 0%${storage} }`,
    stages: `churn: { kind: metadata, rate: { level: 20k IOPS, levelEvery: 1s }, mix: { ${direction}: 100% }, ${direction}Bytes: ${BYTES}B, files: 1k, clients: 200 }`,
    tail: '',
  });
  return simulateReplication(studioOf(text), 0).endSeconds;
}

describe('operations of the size that a rate is stated for', () => {
  test.each(CASES)('saturate at that rate: $fidelity, $direction', ({ fidelity, direction }) => {
    const stated = servedSeconds(fidelity, direction, `, ${direction}Size: ${BYTES}B`);
    expect(Math.abs(stated / 4 - 1)).toBeLessThan(0.02);
  });

  test.each(CASES)('saturate below it where no size is stated: $fidelity, $direction', (each) => {
    const costSeconds = 1 / 10_000 + BYTES / 409.6e6;
    const served = servedSeconds(each.fidelity, each.direction);
    expect(Math.abs(served / (40_000 * costSeconds) - 1)).toBeLessThan(0.02);
  });
});

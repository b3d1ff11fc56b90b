/** Shapes of closed load in which a request is not alone in its lane: stripes, servers, bursts beside it, whole batches. */
import { describe, expect, it } from 'vitest';
import { gamma } from '../../../../models/distributions/gamma.ts';
import type { Histogram } from '../../../../models/histogram.ts';
import type { RenderStage } from '../../../../models/stages/render/definition.ts';
import type { Studio } from '../../../../models/studio.ts';
import { summarize } from '../../../../sim/experiment/summarize.ts';
import { simulateReplication } from '../../../../sim/studio/replication.ts';
import { byPatience } from '../../../patience.ts';
import { arrayOf, capacityOf, churnAt, observed, scrubAt, studioOn } from '../../studio/queueing-studio.ts';
import { RENDER } from '../../studio/small-studio.ts';

const TEN_LANES = { lanes: 10, servers: 1, seconds: 2e-3 } as const;
const READS = 60;
const durationSeconds = byPatience({ fast: 5, slow: 40 });
const OUTSTANDING = byPatience<readonly number[]>({ fast: [8], slow: [1, 8, 64], night: [1, 2, 8, 64] });
const UTILIZATIONS = byPatience<readonly number[]>({
  fast: [0.5],
  slow: [0.9],
  night: [0.3, 0.5, 0.7, 0.9],
});
const NODES = byPatience<readonly number[]>({ fast: [8], slow: [8], night: [1, 3, 8, 16] });
const REPLICATIONS = byPatience({ fast: 2, slow: 3 });
/** Short runs stray; what is asked for is asked of long ones. */
const SCATTER = byPatience({ fast: 1.5, slow: 1 });

const BOTH = ['flows', 'operations'] as const;

function inBoth(studio: Studio, stage: string, metric: string): readonly [flows: Histogram, ops: Histogram] {
  const [flows, operations] = BOTH.map((fidelity) =>
    observed({ ...studio, run: { ...studio.run, fidelity } }, stage, metric, REPLICATIONS),
  );
  return [flows!, operations!];
}

describe.each(UTILIZATIONS)('at a utilization of %f', (utilization) => {
  it.each(OUTSTANDING)('%i reads in flight of two stripes each: means within a fifth', (outstanding) => {
    const striped = arrayOf(TEN_LANES, { readBytesPerSecond: 2.5e9, streamBytesPerSecond: 1e9 });
    // A read of 1 MiB takes 1/5,000 s of all lanes for itself, and its bytes at 2.5 GB/s.
    const gestures = utilization / (1 / 5000 + 1_048_576 / 2.5e9) / READS;
    const studio = studioOn(striped, [scrubAt(gestures, READS, 1_048_576, outstanding)], { durationSeconds });
    const [flows, operations] = inBoth(studio, 'review', 'scrub');
    expect(Math.abs(flows.mean / operations.mean - 1)).toBeLessThan(0.2 * SCATTER);
  });

  it.each(OUTSTANDING)(
    '%i reads in flight on a file of four servers: means within a fifth',
    (outstanding) => {
      const system = { lanes: 4, servers: 4, seconds: 2e-3 };
      const gestures = (utilization * capacityOf(system)) / READS;
      const studio = studioOn(arrayOf(system), [scrubAt(gestures, READS, 16_384, outstanding)], {
        durationSeconds,
      });
      const [flows, operations] = inBoth(studio, 'review', 'scrub');
      expect(Math.abs(flows.mean / operations.mean - 1)).toBeLessThan(0.2 * SCATTER);
    },
  );
});

describe('behind a NIC that is as slow as the service', () => {
  const NIC_SECONDS = byPatience<readonly number[]>({ fast: [3e-3], slow: [0.84e-3, 3e-3] });
  const SHAPES = [TEN_LANES, { lanes: 2, servers: 4, seconds: 2e-3 }] as const;
  const cases = SHAPES.flatMap((system) =>
    NIC_SECONDS.flatMap((seconds) =>
      OUTSTANDING.filter((outstanding) => outstanding < READS).map(
        (outstanding) => [outstanding, seconds, system] as const,
      ),
    ),
  );

  it.each(cases)(
    '%i reads in flight, %f s each on the NIC, at a busy service',
    (outstanding, seconds, system) => {
      const gestures = (0.8 * capacityOf(system)) / READS;
      const studio = studioOn(arrayOf(system), [scrubAt(gestures, READS, 16_384, outstanding)], {
        durationSeconds,
      });
      const network = { ...studio.network, hostBytesPerSecond: 16_384 / seconds };
      const [flows, operations] = inBoth({ ...studio, network }, 'review', 'scrub');
      expect(Math.abs(flows.mean / operations.mean - 1)).toBeLessThan(0.1 * SCATTER);
      expect(Math.abs(flows.quantile(0.95) / operations.quantile(0.95) - 1)).toBeLessThan(0.15 * SCATTER);
    },
  );
});

describe('beside bursts of open load', () => {
  const BURSTS = gamma(7, 1 / 7);
  const beside = (share: number, outstanding: number) =>
    studioOn(
      arrayOf(TEN_LANES),
      [
        scrubAt((0.1 * capacityOf(TEN_LANES)) / READS, READS, 16_384, outstanding),
        churnAt(share * capacityOf(TEN_LANES), BURSTS),
      ],
      { durationSeconds },
    );

  it.each(OUTSTANDING)('that leave room, %i reads in flight: means of both within a fifth', (outstanding) => {
    for (const [stage, metric] of [
      ['review', 'scrub'],
      ['pipeline', 'latency'],
    ] as const) {
      const [flows, operations] = inBoth(beside(0.3, outstanding), stage, metric);
      expect(Math.abs(flows.mean / operations.mean - 1)).toBeLessThan(0.2 * SCATTER);
    }
  });

  it.each(OUTSTANDING)(
    'that fill the service, %i reads in flight: up to 1.5 times, and the run says so',
    (outstanding) => {
      const studio = beside(0.6, outstanding);
      const [flows, operations] = inBoth(studio, 'review', 'scrub');
      expect(flows.mean / operations.mean).toBeGreaterThan(1 - 0.2 * SCATTER);
      expect(flows.mean / operations.mean).toBeLessThan(1 + 0.5 * SCATTER);
      expect(codesOf(beside(0.9, outstanding))).toContain('flows-in-overload');
      expect(codesOf({ ...studio, run: { ...studio.run, fidelity: 'operations' } })).not.toContain(
        'flows-in-overload',
      );
      expect(codesOf(beside(0.1, outstanding))).not.toContain('flows-in-overload');
    },
  );
});

function codesOf(studio: Studio): readonly string[] {
  const { warnings } = summarize(studio, [simulateReplication(studio, 0)], {
    tool: { name: 'headroom', version: 'test', node: 'test' },
    scenario: { file: 'queue.yaml', sha256: '', variant: null, overrides: [] },
  });
  return warnings.map(({ code }) => code);
}

describe('how long the batches of a frame take in all', () => {
  it.each(NODES.flatMap((nodes) => OUTSTANDING.map((outstanding) => [nodes, outstanding] as const)))(
    'on %i nodes with %i requests in flight: the p95 within a quarter',
    (nodes, outstanding) => {
      const frames: RenderStage = {
        ...RENDER,
        framesPerWave: nodes * byPatience({ fast: 6, slow: 30 }),
        release: { kind: 'scheduled', timesSeconds: [0] },
        computeSeconds: { kind: 'exponential', mean: 0.5 },
        reads: { storage: 'hot', bytes: { kind: 'constant', value: 16_384 * 100 }, files: 100 },
        writes: { storage: 'hot', bytes: { kind: 'constant', value: 16_384 * 20 }, files: 20 },
        metadata: { getattr: 200 },
        outstanding,
        verify: false,
      };
      const studio = studioOn(arrayOf(TEN_LANES), [frames], { durationSeconds: 1000 });
      const farms = [{ ...studio.farms[0]!, nodes, gpusPerNode: 1 }];
      const [flows, operations] = inBoth({ ...studio, farms }, 'overnight', 'storageWait');
      const crowded = outstanding >= 4 * TEN_LANES.lanes;
      expect(Math.abs(flows.quantile(0.95) / operations.quantile(0.95) - 1)).toBeLessThan(
        (crowded ? 0.45 : 0.25) * SCATTER,
      );
      expect(codesOf(studio).includes('flows-in-a-crowd')).toBe(crowded);
    },
  );
});

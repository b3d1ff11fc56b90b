/** Closed loops: what requests in flight wait for each other, in flows, against operations one by one and against theory. */
import { describe, expect, it } from 'vitest';
import type { RenderStage } from '../../../../models/stages/render/definition.ts';
import { byPatience } from '../../../patience.ts';
import { arrayOf, capacityOf, churnAt, observed, scrubAt, studioOn } from '../../studio/queueing-studio.ts';
import { RENDER } from '../../studio/small-studio.ts';

const TEN_LANES = { lanes: 10, servers: 1, seconds: 2e-3 } as const;
const READS = 60;
const DURATION_SECONDS = byPatience({ fast: 8, slow: 60 });
/** Few gestures stray; what is asked for is asked of many. */
const SCATTER = byPatience({ fast: 3, slow: 1 });

const UTILIZATIONS = byPatience<readonly number[]>({
  fast: [0.5, 0.9],
  slow: [0.3, 0.9],
  night: [0.3, 0.5, 0.7, 0.9],
});
const OUTSTANDING = byPatience<readonly number[]>({ fast: [1, 64], slow: [1, 2, 8, 64] });

describe.each(UTILIZATIONS)('scrubbing at a utilization of %f', (utilization) => {
  const gestures = (utilization * capacityOf(TEN_LANES)) / READS;
  it.each(OUTSTANDING)('with %i reads in flight on one file: flows agree with operations', (outstanding) => {
    const scrub = scrubAt(gestures, READS, 16_384, outstanding);
    const studio = studioOn(arrayOf(TEN_LANES), [scrub], { durationSeconds: DURATION_SECONDS });
    // Near capacity both wander, so that both must meet the same gestures.
    const flows = observed(studio, 'review', 'scrub', 3);
    const operations = observed(
      { ...studio, run: { ...studio.run, fidelity: 'operations' } },
      'review',
      'scrub',
      3,
    );
    // A run with so many requests at so few servers says that it is less sure: see closed-queue-corners.test.ts.
    const crowded = outstanding >= 4 * TEN_LANES.lanes;
    const mean = flows.mean / operations.mean;
    expect(Math.abs(mean - 1)).toBeLessThan((crowded ? 0.2 : 0.1) * SCATTER);
    const tail = flows.quantile(0.95) / operations.quantile(0.95);
    expect(Math.abs(tail - 1)).toBeLessThan((crowded ? 0.2 : 0.15) * SCATTER);
  });
});

/** Mean response of a request among `requests` that go around equal exponential lanes and a delay: exact recursion. */
function meanValueAnalysis(requests: number, lanes: number, service: number, delay: number): number {
  let present = 0;
  let response = 0;
  for (let population = 1; population <= requests; population++) {
    const inLane = service * (1 + present / lanes);
    response = inLane + delay;
    present = (population * inLane) / response;
  }
  return response;
}

describe('a fixed population of exponential services is that of mean-value analysis, in both fidelities', () => {
  const populations = [
    [1, 8, 10, 0],
    [5, 1, 4, 4e-3],
    [3, 2, 2, 1e-3],
    [2, 1, 1, 2e-3],
    [20, 1, 10, 2e-3],
    [20, 4, 10, 2e-3],
  ] as const;
  it.each(
    byPatience<readonly (typeof populations)[number][]>({ fast: populations.slice(0, 3), slow: populations }),
  )(
    '%i clients with %i requests each, %i lanes, a round trip of %f s',
    (clients, outstanding, lanes, delay) => {
      const service = 2e-3;
      const operations = byPatience({ fast: 2000, slow: 20_000 });
      const frames: RenderStage = {
        ...RENDER,
        framesPerWave: clients,
        release: { kind: 'scheduled', timesSeconds: [0] },
        computeSeconds: { kind: 'constant', value: 1e-3 },
        reads: { storage: 'hot', bytes: { kind: 'constant', value: 0 }, files: operations },
        writes: { storage: 'hot', bytes: { kind: 'constant', value: 0 }, files: 1 },
        metadata: { getattr: operations },
        outstanding,
        verify: false,
      };
      const envelope = arrayOf({ lanes, servers: 1, seconds: service, variability: 1 });
      const studio = studioOn(envelope, [frames], { durationSeconds: 1000 }, delay);
      const expected = meanValueAnalysis(clients * outstanding, lanes, service, delay);
      for (const fidelity of ['flows', 'operations'] as const) {
        const run = { ...studio.run, fidelity };
        const farms = [{ ...studio.farms[0]!, nodes: clients }];
        // Operations say it of the first step, each file once. In flows a frame's whole time, of three times as many
        // operations, all alike, says more than the few responses that are drawn.
        const mean =
          fidelity === 'operations'
            ? observed({ ...studio, run, farms }, 'overnight', 'locate', 2).mean
            : (observed({ ...studio, run, farms }, 'overnight', 'storageWait', 2).mean * outstanding) /
              (3 * operations);
        const ratio = mean / expected;
        const tolerance = byPatience({ fast: 0.08, slow: 0.03 });
        expect(ratio).toBeGreaterThan(1 - tolerance);
        expect(ratio).toBeLessThan(1 + tolerance);
      }
    },
  );
});

describe('beside open arrivals', () => {
  it.each([0.3, 0.6])('that take %f of the lanes, scrubs are stretched by what is left', (open) => {
    const scrub = scrubAt((0.1 * capacityOf(TEN_LANES)) / READS, READS, 16_384, 2);
    const churn = churnAt(open * capacityOf(TEN_LANES), { kind: 'constant', value: 1 });
    const studio = studioOn(arrayOf(TEN_LANES), [scrub, churn], { durationSeconds: DURATION_SECONDS });
    const flows = observed(studio, 'review', 'scrub', 4);
    const operations = observed(
      { ...studio, run: { ...studio.run, fidelity: 'operations' } },
      'review',
      'scrub',
      2,
    );
    expect(flows.mean / operations.mean).toBeGreaterThan(1 - 0.2 * SCATTER);
    expect(flows.mean / operations.mean).toBeLessThan(1 + 0.2 * SCATTER);
  });
});

describe('behind a core that is nearly full', () => {
  const CORE_BYTES_PER_SECOND = 1e9;
  const BYTES = 1_048_576;
  const shapes = [
    [12, 64],
    [12, 4],
    [60, 8],
    [60, 64],
  ] as const;
  it.each(byPatience<readonly (typeof shapes)[number][]>({ fast: shapes.slice(0, 1), slow: shapes }))(
    '%i reads, %i in flight: flows agree with operations, and less service is not longer but as it is there',
    (reads, outstanding) => {
      const gestures = (0.9 * CORE_BYTES_PER_SECOND) / (reads * BYTES);
      const scrub = scrubAt(gestures, reads, BYTES, outstanding);
      const means = [8e-3, 4e-3, 2e-3].map((seconds) => {
        // As many lanes as keep the storage itself at its ease.
        const envelope = arrayOf({ lanes: seconds * 10_000, servers: 1, seconds });
        const studio = studioOn(envelope, [scrub], { durationSeconds: DURATION_SECONDS });
        const network = { ...studio.network, coreBytesPerSecond: CORE_BYTES_PER_SECOND };
        const run = { ...studio.run, fidelity: 'operations' as const };
        const flows = observed({ ...studio, network }, 'review', 'scrub', 2);
        const operations = observed({ ...studio, network, run }, 'review', 'scrub', 2);
        expect(Math.abs(flows.mean / operations.mean - 1)).toBeLessThan(0.1);
        expect(Math.abs(flows.quantile(0.95) / operations.quantile(0.95) - 1)).toBeLessThan(0.15);
        return { flows: flows.mean, operations: operations.mean };
      });
      // Reads that leave the storage one by one share the core less: a shorter service may cost a little, in both alike.
      for (let place = 1; place < means.length; place++) {
        const [before, after] = [means[place - 1]!, means[place]!];
        expect(after.flows / before.flows).toBeLessThan(after.operations / before.operations + 0.05);
      }
    },
  );
});

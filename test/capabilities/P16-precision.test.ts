/**
 * Law: a farm that renders a steady stream has λS of its nodes busy on average, λ the frames released a second and S the mean time
 * of a frame. Intervals hold that without the time in which the empty farm fills, and are as narrow as was requested.
 */

import { describe, expect, it } from 'vitest';
import type { ObjectiveResult, ResultDocument } from '../../models/result.ts';
import { meanInterval } from '../../models/statistics/mean-interval.ts';
import { TINY } from '../cli/run-process.ts';
import { byPatience } from '../patience.ts';
import { headroom } from './program.ts';
import { ARRAY, NETWORK, simulated } from './simulated.ts';

/** 1,200 frames an hour of 4 minutes each keep 80 of 160 nodes busy. */
const TRUTH = 0.5;

const STREAM = `
headroom: 1
name: A steady stream
run: { duration: 2h, replications: { precision: 1.5%, atMost: 200 }, seed: stream }
storage: { ${ARRAY} }
${NETWORK}
compute: { farm: { nodes: 160, gpus: 1, gpuMemory: 48GiB } }
stages:
  stream:
    kind: render
    release: { poisson: 1200/h, frames: 1 }
    frame: { time: { exponential: { mean: 4min } }, gpuMemory: 8GiB, reads: { bytes: 1MB, files: 1 }, writes: { bytes: 1MB, files: 1 } }
policies:
  - compute.farm utilization mean <= 60%
`;

/** Half the width of the interval as a share of the value. */
function halfWidthShare({ value, ci95 }: ObjectiveResult): number {
  return (ci95![1] - ci95![0]) / 2 / value!;
}

describe('P16: intervals, and replications until they are narrow enough', () => {
  const result = simulated(STREAM);
  const [utilization] = result.objectives;

  it('end with the first replication that makes every interval as narrow as was asked for', () => {
    expect(result.replications).toBeGreaterThan(10);
    expect(result.replications).toBeLessThan(200);
    expect(result.precision).toMatchObject({ targetShare: 0.015, reached: true, replicationsMax: 200 });
    expect(utilization!.replicationValues).toHaveLength(result.replications);
    expect(halfWidthShare(utilization!)).toBeLessThanOrEqual(0.015);

    const { mean, halfWidth } = meanInterval(
      utilization!.replicationValues.slice(0, -1).filter((value) => value !== null),
    );
    expect(halfWidth / mean).toBeGreaterThan(0.015);
  });

  it('hold the truth without the warm-up, which is found, and not with it', () => {
    expect(result.warmupSeconds).toBeGreaterThanOrEqual(4 * 60);
    expect(utilization!.ci95![0]).toBeLessThan(TRUTH);
    expect(utilization!.ci95![1]).toBeGreaterThan(TRUTH);
    const [uncut] = simulated(STREAM, ['run.warmup=0s']).objectives;
    expect(uncut!.ci95![1]).toBeLessThan(TRUTH);
  });

  it('give the same bytes on one thread, on two and on four', async () => {
    const asked = ['simulate', TINY, '--json', '--quiet', '--replications', '{ precision: 0.5% }'];
    const one = await headroom(...asked, '--threads', '1');
    expect(JSON.parse(one.stdout)).toMatchObject({ replications: 11, precision: { reached: true } });
    for (const threads of byPatience({ fast: ['2'], slow: ['2', '4'] }))
      expect(await headroom(...asked, '--threads', threads)).toEqual(one);
  });

  it('say how precise they are, and where they ended at the limit how far that is from it', async () => {
    const asked = ['simulate', TINY, '--quiet', '--threads', '1', '--set'];
    const reached = await headroom(...asked, 'run.replications={ precision: 5% }');
    expect(reached.stdout).toContain('10 replications (every 95% interval within ±5%) of 10min');
    const stopped = await headroom(...asked, 'run.replications={ precision: 0.1%, atLeast: 5, atMost: 8 }');
    expect(stopped.stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /Stopped at the limit of 8 replications: pipeline\.latency p99 is still ±\d+(\.\d+)?%, where ±0\.1% was requested\./,
    );
  });

  it('are as many for all candidates of a comparison, which is paired by them', async () => {
    const asked = ['compare', TINY, '--json', '--quiet', '--threads', '1', '--replications'];
    const { stdout } = await headroom(...asked, '{ precision: 0.4% }');
    const { candidates, differences } = JSON.parse(stdout);
    const results: readonly ResultDocument[] = candidates.map(
      (each: { result: ResultDocument }) => each.result,
    );
    expect(results).toHaveLength(2);
    expect(results[0]!.replications).toBeGreaterThan(10);
    expect(results[1]!.replications).toBe(results[0]!.replications);
    for (const { precision } of results) expect(precision).toMatchObject({ reached: true });
    expect(new Set(differences.map((each: { basis: string }) => each.basis))).toEqual(new Set(['paired']));
  });
});

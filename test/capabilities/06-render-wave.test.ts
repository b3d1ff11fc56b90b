import { describe, expect, it } from 'vitest';
import { ARRAY, metric, NETWORK, simulated } from './simulated.ts';

const wave = (frames: number, nodes: number) => `
headroom: 1
name: One wave
run: { duration: 30min, warmup: 0s, replications: 2, seed: wave }
storage: { ${ARRAY} }
${NETWORK}
compute: { farm: { nodes: ${nodes}, gpus: 1, gpuMemory: 48GiB } }
stages:
  wave:
    kind: render
    release: { at: "00:05", frames: ${frames} }
    frame: { time: 60s, gpuMemory: 8GiB, reads: { bytes: 100MB, files: 10 }, writes: { bytes: 10MB, files: 1 } }
objectives:
  - wave.makespan max <= 15min
`;

describe('6: a released wave', () => {
  it.each([
    [100, 10],
    [37, 36],
    [8, 8],
  ])('of %i frames on %i nodes leaves all but those in the queue at once', (frames, nodes) => {
    const { timeline } = simulated(wave(frames, nodes));
    const queue = timeline.series.find(({ name }) => name === 'farm.queue')!;
    const released = queue.values[Math.floor(300 / timeline.binSeconds)]!;
    expect(released).toBeCloseTo(frames - nodes, 6);
  });
});

describe('7: a delivery deadline', () => {
  it('is missed by half the nodes and met by twice as many', () => {
    const [late] = simulated(wave(200, 10)).objectives;
    const [punctual] = simulated(wave(200, 20)).objectives;
    expect(late).toMatchObject({ met: false });
    expect(late!.value).toBeGreaterThan(20 * 60);
    expect(punctual).toMatchObject({ met: true });
  });
});

describe('17: a bounded tail', () => {
  it('is reported with an interval and the number of observations', () => {
    const turnaround = metric(
      simulated(wave(100, 10), ['stages.wave.frame.time={ exponential: { mean: 60s } }']),
      'wave.turnaround',
    );
    const [low, high] = turnaround.percentileIntervals.p99!;
    expect(turnaround.count).toBe(200);
    expect(low).toBeLessThan(turnaround.p99!);
    expect(high).toBeGreaterThan(turnaround.p99!);
  });
});

describe('18: every verdict can be traced', () => {
  it('to its metric, statistic, limit and line of the scenario', () => {
    expect(simulated(wave(100, 10)).objectives[0]).toMatchObject({
      metric: 'wave.makespan',
      statistic: 'max',
      comparison: '<=',
      limit: 900,
      file: 'test.yaml',
      line: 14,
    });
  });
});

import { describe, expect, it } from 'vitest';
import { runSentence } from '../../reports/run-facts.ts';
import { ARRAY, NETWORK, simulated } from './simulated.ts';

const LIMITS = [
  'wave.makespan max <= 15min',
  'wave.turnaround p95 <= 8min',
  'artists.latency p99 <= 5ms',
  'storage.hot utilization p95 <= 80%',
  'metadata.hot utilization mean <= 70%',
];

const SCENARIO = `
headroom: 1
name: Limits of all kinds
run: { start: "19:00", duration: 30min, warmup: 2min, replications: 3, seed: traceable }
storage: { ${ARRAY} }
${NETWORK}
compute: { farm: { nodes: 10, gpus: 1, gpuMemory: 48GiB } }
stages:
  wave:
    kind: render
    release: { at: "19:05", frames: 60 }
    frame: { time: 60s, gpuMemory: 8GiB, reads: { bytes: 100MB, files: 10 }, writes: { bytes: 10MB, files: 1 } }
  artists:
    kind: metadata
    rate: { level: 500/s, burst: { erlang: { mean: 1, stages: 7 } }, burstEvery: 10s }
    mix: { getattr: 100% }
    readBytes: 16KiB
    writeBytes: 16KiB
    files: 10k
    clients: 10
objectives:
  - ${LIMITS[0]}
  # A comment in between.
  - ${LIMITS[1]}

  - ${LIMITS[2]}
policies:
  - ${LIMITS[3]}
  - ${LIMITS[4]}
`;

describe('18: every verdict can be traced', () => {
  const result = simulated(SCENARIO);

  it('to the line of the scenario in which it was written', () => {
    const lines = SCENARIO.split('\n');
    expect(result.objectives.map(({ text }) => text)).toEqual(LIMITS);
    for (const { file, line, text } of result.objectives) {
      expect(file).toBe('test.yaml');
      expect(lines[line - 1]).toBe(`  - ${text}`);
    }
  });

  it('to its metric, statistic and target, with the value beside them', () => {
    const cited = result.objectives.map(({ metric, statistic, comparison, limit, kind }) => [
      metric,
      statistic,
      comparison,
      limit,
      kind,
    ]);
    expect(cited).toEqual([
      ['wave.makespan', 'max', '<=', 900, 'objective'],
      ['wave.turnaround', 'p95', '<=', 480, 'objective'],
      ['artists.latency', 'p99', '<=', 0.005, 'objective'],
      ['storage.hot utilization', 'p95', '<=', 0.8, 'policy'],
      ['metadata.hot utilization', 'mean', '<=', 0.7, 'policy'],
    ]);
    for (const { value, unit, margin } of result.objectives) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(unit).toMatch(/^(seconds|fraction)$/);
      expect(margin).not.toBeNull();
    }
  });

  it('to the window in which it was measured: the run, without the warm-up of what goes on all the time', () => {
    const windows = result.objectives.map(({ metric, window }) => [
      metric,
      window?.startSeconds,
      window?.endSeconds,
    ]);
    expect(windows).toEqual([
      // A wave is planned work, which has no warm-up.
      ['wave.makespan', 0, 1800],
      ['wave.turnaround', 0, 1800],
      ['artists.latency', 120, 1800],
      ['storage.hot utilization', 120, 1800],
      ['metadata.hot utilization', 120, 1800],
    ]);
    expect(runSentence(result)).toContain('3 replications of 30min from 19:00');
    expect(runSentence(result)).toContain('the first 2min left out as warm-up');
  });

  it('to the last day, where the day repeats until it is steady', () => {
    const repeated = simulated(SCENARIO, [
      'run={ until: steady, duration: 30min, start: "19:00", replications: 3 }',
      'run.warmup=auto',
    ]);
    const { days } = repeated.steadiness!;
    expect(days).toBeGreaterThan(1);
    for (const { window } of repeated.objectives) {
      expect(window).toEqual({ startSeconds: (days - 1) * 1800, endSeconds: days * 1800 });
    }
  });
});

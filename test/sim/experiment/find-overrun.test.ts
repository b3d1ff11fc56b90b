import { describe, expect, it } from 'vitest';
import type { Objective } from '../../../models/objective.ts';
import type { ResultDocument } from '../../../models/result.ts';
import type { RenderStage } from '../../../models/stages/render/definition.ts';
import type { Studio } from '../../../models/studio.ts';
import { compareResults } from '../../../sim/experiment/compare.ts';
import { summarize } from '../../../sim/experiment/summarize.ts';
import { simulateReplication } from '../../../sim/studio/replication.ts';
import { shipped } from '../../shipped-stage.ts';
import { CHURN, RENDER, smallStudio } from '../studio/small-studio.ts';

const PROVENANCE = {
  tool: { name: 'headroom', version: '0.0.0', node: 'v24' },
  scenario: { file: 'small.yaml', sha256: '0'.repeat(64), variant: null, overrides: [] },
} as const;

function simulated(studio: Studio, replications = 3): ResultDocument {
  const outcomes = Array.from({ length: replications }, (_, i) => simulateReplication(studio, i));
  return summarize({ ...studio, run: { ...studio.run, replications } }, outcomes, PROVENANCE);
}

/** Frames that compute for ten seconds each on eight GPUs, released at 20 s of a minute. */
const WAVE: RenderStage = {
  ...RENDER,
  release: { kind: 'scheduled', timesSeconds: [20] },
  computeSeconds: { kind: 'constant', value: 10 },
  verify: false,
};

const LATENCY: Objective = {
  text: 'pipeline.latency p99 <= 5ms',
  metric: 'pipeline.latency',
  statistic: { kind: 'percentile', fraction: 0.99 },
  comparison: '<=',
  limit: 0.005,
  line: 1,
  file: 'small.yaml',
};

function waveOf(frames: number, changes: Partial<RenderStage> = {}): Studio {
  return { ...smallStudio([{ ...WAVE, framesPerWave: frames, ...changes }, CHURN]), objectives: [LATENCY] };
}

describe('work that outlives the window', () => {
  // Four rounds of ten seconds on eight GPUs from 20 s on are done by 60 s, but for the storage of each; ten are not.
  const long = simulated(waveOf(80));

  it('is told with how many, until when, and whose measures leave it out', () => {
    const { overrun } = long;
    expect(overrun?.stages.map(({ name }) => name)).toEqual(['overnight']);
    expect(overrun!.stages[0]!.unfinished).toBeGreaterThanOrEqual(48);
    expect(overrun!.untilSeconds!).toBeGreaterThan(120);
    expect(overrun!.untilSeconds!).toBeLessThan(125);
    expect(overrun!.stopped).toEqual(['pipeline']);
  });

  it('is in the timeline to its end, and in all its totals', () => {
    const { series, binSeconds, windowSeconds } = long.timeline;
    const inUse = series.find(({ name }) => name === 'farm.gpusInUse')!.values;
    expect(windowSeconds).toBe(60);
    expect(inUse.length * binSeconds).toBeGreaterThanOrEqual(long.overrun!.untilSeconds!);
    const gpuSeconds = inUse.reduce((sum, value) => sum + value, 0) * binSeconds;
    const waited = long.metrics.find(({ name }) => name === 'overnight.storageWait')!;
    expect(gpuSeconds).toBeCloseTo(80 * (10 + waited.mean!), 3);
  });

  it('counts in peaks, and does not dilute means', () => {
    const farm = long.resources.find(({ name }) => name === 'compute.farm')!;
    expect(farm.utilization.mean).toBeCloseTo(40 / 60, 2);
    expect(farm.utilization.saturatedSeconds).toBeCloseTo(10 * 10, -1);
  });

  it('is none where everything is done within the window', () => {
    const short = simulated(waveOf(16));
    expect(short.overrun).toBeUndefined();
    expect(short.timeline.series[0]!.values).toHaveLength(60);
  });

  it('of a stage at random moments is missed by nobody', () => {
    const stream = { release: { kind: 'poisson', ratePerSecond: 0.5 }, framesPerWave: 1 } as const;
    const { overrun } = simulated(waveOf(1, stream));
    expect(overrun?.stages.map(({ name }) => name)).toEqual(['overnight']);
    expect(overrun?.stopped).toEqual([]);
  });

  it('is not missed by a stage whose own day begins later', () => {
    const morning = { ...WAVE, name: 'later', farm: 'farm', framesPerWave: 4, priority: -1 };
    const early = { ...WAVE, release: { kind: 'scheduled', timesSeconds: [0] } as const, framesPerWave: 48 };
    const studio = smallStudio([early, morning]);
    const { overrun } = simulated(studio);
    expect(overrun!.untilSeconds! - 60).toBeLessThan(20);
    expect(overrun!.stopped).toEqual([]);
  });

  it('that never ends has no end', () => {
    const { overrun } = simulated(waveOf(8, { computeSeconds: { kind: 'constant', value: 1e6 } }));
    expect(overrun).toMatchObject({ untilSeconds: null, stages: [{ unfinished: 8, untilSeconds: null }] });
  });
});

describe('a comparison', () => {
  const named = (name: string, studio: Studio) => ({ name, result: simulated(studio) });
  const today = named('today', waveOf(40));
  const more = named('more', waveOf(80));
  const find = (differences: ReturnType<typeof compareResults>['differences'], subject: string) =>
    differences.find((difference) => difference.subject === subject)!;

  it('withholds the measures of stages that had stopped, with the reason', () => {
    const { differences } = compareResults([today, more]);
    for (const subject of ['pipeline.latency p99', 'pipeline.latency mean', 'pipeline.read mean']) {
      const difference = find(differences, subject);
      expect(difference).toMatchObject({ verdict: 'withheld', difference: null, ci95: null });
      expect(difference.withheld).toMatch(
        /^work of overnight went on for .* in more after this stage had stopped$/,
      );
    }
  });

  it('never says that more of it makes anything better, whichever comes first', () => {
    for (const differences of [
      compareResults([today, more]).differences.map((each) => ({ ...each, improved: 'lower' })),
      compareResults([more, today]).differences.map((each) => ({ ...each, improved: 'higher' })),
    ]) {
      for (const { subject, verdict, improved } of differences) expect(verdict, subject).not.toBe(improved);
    }
  });

  it('still says what is worse', () => {
    const { differences } = compareResults([today, more]);
    expect(find(differences, 'overnight.makespan mean').verdict).toBe('higher');
  });

  it('holds where the same work outlives both', () => {
    const busier = waveOf(80);
    const stages = busier.stages
      .map(shipped)
      .map((stage) =>
        stage.kind === 'metadata'
          ? { ...stage, rate: { ...stage.rate, level: { kind: 'constant', value: 40_000 } as const } }
          : stage,
      );
    const { differences } = compareResults([more, named('busier', { ...busier, stages })]);
    expect(find(differences, 'pipeline.latency mean').verdict).toBe('higher');
  });
});

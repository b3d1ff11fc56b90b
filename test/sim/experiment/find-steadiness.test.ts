import { describe, expect, it } from 'vitest';
import type { Objective } from '../../../models/objective.ts';
import type { MetadataStage } from '../../../models/stages/metadata/definition.ts';
import type { RenderStage } from '../../../models/stages/render/definition.ts';
import type { Studio } from '../../../models/studio.ts';
import { passes } from '../../../models/verdict.ts';
import { verdictOf } from '../../../reports/verdict-text.ts';
import { steadinessOf } from '../../../sim/experiment/find-steadiness.ts';
import { firstRoundDays, nextRoundDays } from '../../../sim/experiment/rounds.ts';
import { summarize } from '../../../sim/experiment/summarize.ts';
import { simulateReplication } from '../../../sim/studio/replication.ts';
import { CHURN, RENDER, smallStudio } from '../studio/small-studio.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const PROVENANCE = {
  tool: { name: 'headroom', version: '0.0.0', node: 'v24' },
  scenario: { file: 'small.yaml', sha256: '0'.repeat(64), variant: null, overrides: [] },
} as const;

/** Frames of an hour on one GPU, which gets through 23 of them a day and a little of the next. */
const NIGHT: RenderStage = {
  ...RENDER,
  release: { kind: 'scheduled', timesSeconds: [12 * HOUR] },
  computeSeconds: { kind: 'constant', value: HOUR },
  reads: { storage: 'hot', bytes: { kind: 'constant', value: 1e6 }, files: 1 },
  writes: { storage: 'hot', bytes: { kind: 'constant', value: 1e6 }, files: 1 },
  metadata: { getattr: 1 },
  verify: false,
};

const MAKESPAN: Objective = {
  text: 'overnight.makespan max <= 40h',
  metric: 'overnight.makespan',
  statistic: { kind: 'max' },
  comparison: '<=',
  limit: 40 * HOUR,
  line: 1,
  file: 'small.yaml',
};

/** One GPU and a wave of frames every noon, run day after day. */
function oneGpu(frames: number, run: Partial<Studio['run']> = {}, wave: Partial<RenderStage> = {}): Studio {
  const studio = smallStudio([{ ...NIGHT, framesPerWave: frames, ...wave }], {
    durationSeconds: DAY,
    until: { kind: 'steady', daysMax: 7 },
    ...run,
  });
  return {
    ...studio,
    farms: [{ ...studio.farms[0]!, nodes: 1, gpusPerNode: 1 }],
    objectives: [MAKESPAN],
  };
}

/** Round after round, as often as it takes. */
function repeated(studio: Studio, replications: number) {
  for (let days: number | null = firstRoundDays(studio); ; ) {
    const outcomes = Array.from({ length: replications }, (_, index) =>
      simulateReplication(studio, index, days!),
    );
    days = nextRoundDays(studio, outcomes);
    if (days === null) {
      const result = summarize(studio, outcomes, PROVENANCE);
      return { outcomes, result, steadiness: result.steadiness! };
    }
  }
}

describe.each(['flows', 'operations'] as const)('a day that repeats, by %s', (fidelity) => {
  it('is steady when each day gets through what the one before left over', () => {
    const { result, steadiness } = repeated(oneGpu(20, { fidelity }), 2);
    expect(steadiness).toMatchObject({ kind: 'steady', days: 4, changing: [] });
    // Eleven of the twenty are done by midnight.
    expect(steadiness.backlogs[0]).toMatchObject({
      unfinished: [9, 9, 9, 9],
      growthPerDay: 0,
      growing: false,
    });
    expect(passes(result)).toBe(true);
    expect(result.overrun).toBeUndefined();
    expect(result.stages[0]).toMatchObject({ arrived: 20, finished: 20, carriedOver: 9 });
    expect(result.objectives[0]!.value).toBeCloseTo(20 * HOUR, -2);
  });

  it('grows by what is asked for less what there is capacity for', () => {
    const { result, steadiness } = repeated(oneGpu(30, { fidelity }), 2);
    expect(steadiness).toMatchObject({ kind: 'unstable', days: 7 });
    expect(steadiness.backlogs[0]).toMatchObject({ growthPerDay: 30 - 24, growing: true });
    expect(result.objectives[0]).toMatchObject({ met: false, unfinished: true });
    expect(passes(result)).toBe(false);
    expect(verdictOf(result)).toMatchObject({
      kind: 'not met',
      summary: expect.stringContaining('unstable: the backlog grows by 6 frames a day (overnight)'),
    });
  });

  it('is known to be either from a single replication', () => {
    expect(repeated(oneGpu(20, { fidelity }), 1).steadiness.kind).toBe('steady');
    const { kind, backlogs } = repeated(oneGpu(30, { fidelity }), 1).steadiness;
    expect([kind, backlogs[0]!.growthPerDay]).toEqual(['unstable', 6]);
  });
});

describe('a day', () => {
  it('without anything left over is steady after the second', () => {
    const { steadiness } = repeated(oneGpu(10), 2);
    expect(steadiness).toMatchObject({ kind: 'steady', days: 2 });
    expect(steadiness.backlogs[0]!.unfinished).toEqual([0, 0]);
  });

  it('is repeated no more often than it may be', () => {
    const { steadiness } = repeated(oneGpu(30, { until: { kind: 'steady', daysMax: 3 } }), 2);
    expect(steadiness).toMatchObject({ kind: 'unstable', days: 3 });
    expect(steadiness.backlogs[0]!.growthPerDay).toBe(6);
  });

  it('that is the first draws what it does when it is run once', () => {
    const studio = oneGpu(20);
    const { until: _, ...once } = studio.run;
    const [alone, first] = [
      simulateReplication({ ...studio, run: once }, 0),
      simulateReplication(studio, 0, 1),
    ];
    const inUse = ({ series }: typeof alone) => series.find(({ name }) => name === 'farm.gpusInUse')!.values;
    expect(inUse(alone).subarray(0, 1440)).toEqual(inUse(first));
    expect(first.days![0]!['overnight']!.unfinished).toBe(alone.stages[0]!.unfinishedAtEnd);
  });

  it('of random arrivals is steady below capacity, and grows at the rate that is beyond it', () => {
    const arriving = (ratePerHour: number) =>
      repeated(
        oneGpu(1, {}, { release: { kind: 'poisson', ratePerSecond: ratePerHour / HOUR }, framesPerWave: 1 }),
        5,
      ).steadiness;
    expect(arriving(0.6).kind).toBe('steady');
    const { kind, backlogs } = arriving(1.5);
    expect(kind).toBe('unstable');
    const [low, high] = backlogs[0]!.ci95!;
    expect(low).toBeLessThan(0.5 * 24);
    expect(high).toBeGreaterThan(0.5 * 24);
  });

  it('grows where it is the storage that falls behind', () => {
    // 180,000 metadata operations a second against a limit of 100,000, in intervals of a second that are served side by side.
    const churn: MetadataStage = {
      ...CHURN,
      rate: { ...CHURN.rate, level: { kind: 'constant', value: 200_000 } },
    };
    const studio = smallStudio([churn], { until: { kind: 'steady', daysMax: 4 } });
    const outcomes = [0, 1].map((replication) => simulateReplication(studio, replication));
    const { kind, backlogs, daySeconds } = steadinessOf(studio, outcomes)!;
    expect([kind, daySeconds]).toEqual(['unstable', 60]);
    expect(backlogs[0]!.growthPerDay).toBeGreaterThanOrEqual(60 * (1 - 100 / 180) - 1);
  });
});

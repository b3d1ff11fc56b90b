import { describe, expect, it } from 'vitest';
import { lowerBounds } from '../../../models/lower-bound.ts';
import type { Objective } from '../../../models/objective.ts';
import type { ObjectiveResult, ResultDocument, StageSummary } from '../../../models/result.ts';
import type { Studio } from '../../../models/studio.ts';
import { summarize } from '../../../sim/experiment/summarize.ts';
import { simulateReplication } from '../../../sim/studio/replication.ts';
import { CHURN, INGEST, RENDER, SCRUB, smallStudio } from '../studio/small-studio.ts';

const PROVENANCE = {
  tool: { name: 'headroom', version: '0.0.0', node: 'v24' },
  scenario: { file: 'small.yaml', sha256: '0'.repeat(64), variant: null, overrides: [] },
} as const;

function simulated(studio: Studio, replications = 3): ResultDocument {
  const outcomes = Array.from({ length: replications }, (_, i) => simulateReplication(studio, i));
  return summarize(studio, outcomes, PROVENANCE);
}

function objective(
  text: string,
  metric: string,
  statistic: Objective['statistic'],
  limit: number,
): Objective {
  return { text, metric, statistic, comparison: '<=', limit, file: 'small.yaml', line: 7 };
}

const P99 = { kind: 'percentile', fraction: 0.99 } as const;
const MAX = { kind: 'max' } as const;
const PEAK = { kind: 'peak', windowSeconds: 10 } as const;

const STUDIO = smallStudio([INGEST, RENDER, CHURN, SCRUB]);

function judged(
  objectives: readonly Objective[],
  studio: Studio = STUDIO,
  replications = 3,
): readonly ObjectiveResult[] {
  return simulated({ ...studio, objectives }, replications).objectives;
}

describe('the percentiles of a metric', () => {
  it('are lower bounds as far as they lie among unfinished work', () => {
    const long = { ...RENDER, computeSeconds: { kind: 'exponential', mean: 50 } as const };
    const { metrics, stages } = simulated(smallStudio([long, CHURN]), 1);
    const [{ arrived, finished }] = stages as [StageSummary];
    expect(finished).toBeGreaterThan(arrived / 2);
    expect(finished).toBeLessThan(0.9 * arrived);
    const bounds = Object.fromEntries(metrics.map(({ name, atLeast }) => [name, atLeast]));
    expect(bounds['overnight.turnaround']).toEqual(lowerBounds(finished, arrived - finished));
    expect(bounds['overnight.read']).toBeUndefined();
    expect(bounds['pipeline.latency']).toBeUndefined();
    expect(metrics.find(({ name }) => name === 'overnight.makespan')).toMatchObject({ count: 0 });
    expect(bounds['overnight.makespan']).toBeUndefined();
  });

  it('are no lower bounds where all work came to its end', () => {
    for (const metric of simulated(STUDIO).metrics) expect(metric).not.toHaveProperty('atLeast');
  });
});

describe('an objective', () => {
  it('is met with the margin that is left, or missed with a negative one', () => {
    const [met, missed] = judged([
      objective('makespan under an hour', 'overnight.makespan', MAX, 3600),
      objective('makespan under a second', 'overnight.makespan', MAX, 1),
    ]);
    expect(met).toMatchObject({
      met: true,
      certainty: 'certain',
      file: 'small.yaml',
      line: 7,
      statistic: 'max',
    });
    expect(met!.margin).toBeCloseTo((3600 - met!.value!) / 3600, 12);
    expect(missed).toMatchObject({ met: false, certainty: 'certain' });
    expect(missed!.margin).toBeLessThan(0);
  });

  it('is too close to call when its limit lies within the interval', () => {
    const [plain] = judged([objective('scrub', 'review.scrub', P99, 1)]);
    const [close] = judged([objective('scrub', 'review.scrub', P99, plain!.value!)]);
    expect(close!.ci95![0]).toBeLessThan(close!.limit);
    expect(close!.certainty).toBe('too close to call');
  });

  it('says so when it rests on a single replication', () => {
    const [single] = judged([objective('scrub', 'review.scrub', P99, 1)], STUDIO, 1);
    expect(single).toMatchObject({ certainty: 'single replication', ci95: null, count: 1 });
  });

  it('is the mean over replications of the statistic in each', () => {
    const [scrub] = judged([objective('scrub', 'review.scrub', P99, 1)]);
    const values = scrub!.replicationValues.map((value) => value!);
    expect(values).toHaveLength(3);
    expect(scrub!.value).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / 3, 12);
    expect(new Set(values).size).toBe(3);
  });

  it('is not met while work is left unfinished, however good what was finished looks', () => {
    const endless = { ...RENDER, computeSeconds: { kind: 'constant', value: 1000 } as const };
    const result = simulated({
      ...smallStudio([endless]),
      objectives: [objective('start', 'overnight.startLatency', { kind: 'min' }, 1e9)],
    });
    expect(result.objectives[0]).toMatchObject({ met: false, certainty: 'certain' });
    expect(result.warnings.map(({ code }) => code)).toEqual(['unfinished-work']);
  });
  it('is missed for certain where none of its work came to its end', () => {
    const endless = { ...RENDER, computeSeconds: { kind: 'constant', value: 1e9 } as const };
    const result = simulated({
      ...smallStudio([endless]),
      objectives: [objective('end', 'overnight.makespan', MAX, 3600)],
    });
    expect(result.objectives[0]).toMatchObject({
      value: null,
      met: false,
      certainty: 'certain',
      unfinished: true,
    });
  });

  it('on a metric that nothing was observed of is unknown and not met', () => {
    const never = { ...INGEST, arrivals: { kind: 'scheduled', timesSeconds: [1e6] } as const };
    const result = simulated({
      ...smallStudio([never, CHURN]),
      objectives: [objective('ingest', 'dailies.completion', MAX, 3600)],
    });
    expect(result.objectives[0]).toMatchObject({
      value: null,
      met: false,
      certainty: 'unknown',
      margin: null,
    });
  });
});

describe('the bottleneck', () => {
  it('is the farm when frames wait for GPUs', () => {
    const result = simulated({
      ...STUDIO,
      objectives: [objective('turnaround', 'overnight.turnaround', MAX, 40)],
    });
    expect(result.bottleneck).toMatchObject({ resource: 'compute.farm', objective: 'turnaround' });
    expect(result.bottleneck!.why).toMatch(/the queue of compute\.farm, which has 8 GPUs/);
  });

  it('is metadata when a studio with ample bandwidth asks for more than its metadata service gives', () => {
    const overload = {
      ...CHURN,
      rate: { ...CHURN.rate, level: { kind: 'constant', value: 150_000 } as const },
    };
    const result = simulated({
      ...smallStudio([overload, SCRUB]),
      objectives: [
        objective('latency', 'pipeline.latency', P99, 0.005),
        objective('scrub', 'review.scrub', P99, 0.04),
      ],
    });
    expect(result.bottleneck).toMatchObject({ resource: 'metadata.hot', objective: 'latency' });
  });

  it('of response times that nothing holds up is the service that answers them', () => {
    const result = simulated({
      ...smallStudio([CHURN, SCRUB]),
      objectives: [objective('latency', 'pipeline.latency', P99, 0.0001)],
    });
    expect(result.bottleneck).toMatchObject({ resource: 'metadata.hot', objective: 'latency' });
  });

  it('of a headroom policy is the resource that the policy is about', () => {
    const result = simulated({
      ...STUDIO,
      policies: [objective('headroom', 'storage.hot utilization', PEAK, 0.001)],
    });
    expect(result.bottleneck).toMatchObject({ resource: 'storage.hot', objective: 'headroom' });
    expect(result.resources.find(({ name }) => name === 'storage.hot')!.headroomLimit).toBe(0.001);
  });
});

describe('a limit on metadata', () => {
  const limit = { ...STUDIO, policies: [objective('m', 'metadata.hot utilization', PEAK, 0.9)] };

  it('is a limit on the controllers of the data where these answer it', () => {
    const storage = STUDIO.storage.map((system) => ({
      ...system,
      envelope: { ...system.envelope, metadataIsolated: false },
    }));
    const result = simulated({ ...limit, storage });
    const data = result.resources.find(({ name }) => name === 'storage.hot')!;
    expect(result.objectives[0]!.value).toBeCloseTo(data.utilization.peak, 12);
    expect(data.headroomLimit).toBe(0.9);
  });

  it('is a limit on its own service where it has one', () => {
    const result = simulated(limit);
    const metadata = result.resources.find(({ name }) => name === 'metadata.hot')!;
    expect(result.objectives[0]!.value).toBeCloseTo(metadata.utilization.peak, 12);
    expect(result.resources.find(({ name }) => name === 'storage.hot')!.headroomLimit).toBeNull();
  });
});

describe('the document', () => {
  const result = simulated(STUDIO);

  it('has a row for every metric of every stage, with its interval and count', () => {
    const names = result.metrics.map(({ name }) => name);
    expect(names).toContain('overnight.turnaround');
    expect(names).toContain('pipeline.latency');
    for (const { name, count, mean, ci95, p50, p99, max } of result.metrics) {
      expect(count, name).toBeGreaterThan(0);
      expect(ci95![0], name).toBeLessThanOrEqual(mean!);
      expect(p50!, name).toBeLessThanOrEqual(p99!);
      expect(p99!, name).toBeLessThanOrEqual(max! * (1 + 1e-12));
    }
  });

  it('has intervals that several replications narrow', () => {
    const more = simulated(STUDIO, 12);
    const width = (document: ResultDocument) => {
      const [low, high] = document.metrics.find(({ name }) => name === 'overnight.turnaround')!.ci95!;
      return high - low;
    };
    expect(width(more)).toBeLessThan(width(result));
  });

  it('has no interval beyond what its unit can take', () => {
    const intervals = [
      ...result.metrics.map(({ ci95 }) => ci95),
      ...result.resources.map(({ utilization }) => utilization.ci95),
    ];
    for (const interval of intervals) expect(interval![0]).toBeGreaterThanOrEqual(0);
    for (const { utilization } of result.resources) expect(utilization.ci95![1]).toBeLessThanOrEqual(1);
  });

  it('survives JSON unchanged', () => {
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });
});

describe('warm-up', () => {
  it('that is given is left out of steady-state metrics, and of no others', () => {
    const cut = simulated(smallStudio([RENDER, CHURN], { warmup: { kind: 'given', seconds: 30 } }));
    const whole = simulated(smallStudio([RENDER, CHURN]));
    const count = (document: ResultDocument, metric: string) =>
      document.metrics.find(({ name }) => name === metric)!.count;
    expect(cut.warmupSeconds).toBe(30);
    expect(count(cut, 'overnight.turnaround')).toBe(count(whole, 'overnight.turnaround'));
    expect(count(cut, 'pipeline.latency') / count(whole, 'pipeline.latency')).toBeCloseTo(0.5, 1);
  });

  it('that is to be found cuts off the time in which a farm fills', () => {
    const stream = {
      ...RENDER,
      release: { kind: 'poisson', ratePerSecond: 1.5 } as const,
      framesPerWave: 1,
      computeSeconds: { kind: 'constant', value: 5 } as const,
    };
    const found = simulated(
      smallStudio([stream, CHURN], { warmup: { kind: 'auto' }, durationSeconds: 1200 }),
    );
    expect(found.warmupSeconds).toBeGreaterThan(0);
    expect(found.warmupSeconds).toBeLessThanOrEqual(300);
  });

  it('is nothing where all work is planned or forgets an empty start at once', () => {
    const found = simulated(smallStudio([RENDER, CHURN], { warmup: { kind: 'auto' } }));
    expect(found.warmupSeconds).toBe(0);
    expect(found.warnings).toEqual([]);
  });
});

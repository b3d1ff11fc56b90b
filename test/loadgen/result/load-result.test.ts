import { describe, expect, it } from 'vitest';
import { toJson } from '../../../cli/json.ts';
import { loadResult } from '../../../loadgen/result/load-result.ts';
import type { LoadOutcome } from '../../../loadgen/run/load-outcome.ts';
import { Histogram } from '../../../models/histogram.ts';
import type { Objective } from '../../../models/objective.ts';
import type { MetricResult, ResultDocument } from '../../../models/result.ts';
import { kindOf } from '../../../models/stages/stage-kinds.ts';
import { passes } from '../../../models/verdict.ts';
import { AWAY, cutTo, KNEE, LOAD_STUDIO, loadRun } from './load-run.ts';

const PROVENANCE = {
  tool: { name: 'headroom', version: '0.0.0', node: 'v24' },
  scenario: { file: 'small.yaml', sha256: '0'.repeat(64), variant: null, overrides: [] },
} as const;

const RUN = loadRun();
const RESULT = resultOf(RUN);

function resultOf(
  outcome: LoadOutcome,
  objectives: readonly Objective[] = LOAD_STUDIO.objectives,
): ResultDocument {
  return loadResult({ ...LOAD_STUDIO, objectives }, outcome, PROVENANCE);
}

function objective(metric: string, statistic: Objective['statistic'], limit: number): Objective {
  return { text: metric, metric, statistic, comparison: '<=', limit, file: 'small.yaml', line: 1 };
}

const P50 = { kind: 'percentile', fraction: 0.5 } as const;
const P99 = { kind: 'percentile', fraction: 0.99 } as const;

/** The run with other tallies of one group, over the whole of it. */
function withTally(step: string, changes: Partial<LoadOutcome['tallies'][number]>): LoadOutcome {
  const tallies = RUN.tallies.map((tally) => (tally.step === step ? { ...tally, ...changes } : tally));
  return { ...RUN, tallies };
}

describe('the document of a load run', () => {
  it('has every metric of every stage, by the names of the simulation', () => {
    const names = LOAD_STUDIO.stages.flatMap((stage) =>
      Object.keys(kindOf(stage).metrics).map((metric) => `${stage.name}.${metric}`),
    );
    expect(RESULT.metrics.map(({ name }) => name)).toEqual(names);
  });

  it('takes the response times of the step and the kinds that a metric names, and no others', () => {
    const churn = RUN.tallies.filter(({ stage }) => stage === 'pipeline');
    const metadata = churn.filter(({ kind }) => ['getattr', 'access', 'lookup'].includes(kind));
    const latency = RESULT.metrics.find(({ name }) => name === 'pipeline.latency');
    expect(latency?.count).toBe(metadata.reduce((sum, { response }) => sum + response.count, 0));
    const reads = RESULT.metrics.find(({ name }) => name === 'pipeline.read');
    const [read] = churn.filter(({ kind }) => kind === 'read');
    expect(reads?.p99).toBe(Histogram.fromSnapshot(read!.response).quantile(0.99));
  });

  it('takes durations of work from what the stages observed', () => {
    expect(RESULT.metrics.find(({ name }) => name === 'overnight.turnaround')).toMatchObject({
      count: 40,
      max: 48,
      ci95: null,
    });
  });

  it('invents nothing of what a load run cannot see', () => {
    expect(RESULT).toMatchObject({ resources: [], bottleneck: null, storage: [], replications: 1 });
  });

  it('can be written as JSON: no figure is lost', () => {
    expect(JSON.parse(toJson(RESULT))).toEqual(RESULT);
    expect(toJson(resultOf({ ...RUN, tallies: [], seconds: [], observations: [], work: [] }))).not.toContain(
      'NaN',
    );
  });

  it('counts what each group was asked and what it gave', () => {
    const { operations } = RESULT.load!;
    expect(operations).toHaveLength(RUN.tallies.length);
    const [getattr] = operations;
    expect(getattr).toMatchObject({ stage: 'pipeline', step: 'churn', kind: 'getattr', loop: 'open' });
    expect(getattr!.offered).toBe(getattr!.answered + getattr!.failed);
    expect(getattr!.failures).toEqual({ timeout: getattr!.failed });
    expect(getattr!.service.p50).toBeLessThan(getattr!.response.p50!);
  });
});

describe('the percentiles of a load run', () => {
  it('stand beside those of the seconds that no outage touched', () => {
    const [outage] = RUN.outages;
    const outside = RESULT.load!.outsideOutages!.find(({ metric }) => metric === 'review.scrub')!;
    const whole = RESULT.metrics.find(({ name }) => name === 'review.scrub')!;
    const calm = new Histogram();
    for (const { atSeconds, tallies } of RUN.seconds) {
      if (atSeconds + 1 > outage!.firstFailureSeconds && atSeconds <= outage!.recoveredSeconds!) continue;
      for (const { step, response } of tallies) if (step === 'scrub') calm.merge(response);
    }
    expect(outside.response.count).toBe(calm.count);
    expect(outside.response.count).toBeLessThan(whole.count);
    expect(outside.response.p99).toBe(calm.quantile(0.99));
    expect(outside.response.max).toBeLessThan(whole.max!);
  });

  it('have no other beside them where there was no outage, and nothing of a time after one that did not end', () => {
    expect(resultOf({ ...RUN, outages: [] }).load!.outsideOutages).toEqual([]);
    const endless = { ...RUN.outages[0]!, firstFailureSeconds: 0, recoveredSeconds: null };
    const { outsideOutages } = resultOf({ ...RUN, outages: [endless] }).load!;
    expect(outsideOutages![0]!.response).toMatchObject({ count: 0, p99: null });
  });

  it('are lower bounds as far as they lie among operations without an answer', () => {
    const [scrub] = RUN.tallies.filter(({ step }) => step === 'scrub');
    const { load, metrics } = resultOf(withTally('scrub', { offered: scrub!.offered + 100 }));
    expect(load!.unfinished!.find(({ metric }) => metric === 'review.scrub')).toMatchObject({
      what: 'operations',
      unfinished: 100,
      due: scrub!.offered + 100,
    });
    expect(bounds(metrics)).toEqual({ 'review.scrub': ['p99', 'p999', 'max'] });
  });

  it('of work are lower bounds while work is unfinished, where each unit is observed', () => {
    const work = [{ stage: 'overnight', arrived: 50, finished: 40 }];
    const { load, metrics } = resultOf({ ...RUN, work });
    expect(load!.unfinished).toMatchObject([
      { metric: 'overnight.turnaround', what: 'work', unfinished: 10 },
    ]);
    expect(bounds(metrics)['overnight.turnaround']).toEqual(['p90', 'p95', 'p99', 'p999', 'max']);
  });

  it('are not, where all had an end', () => {
    expect(bounds(RESULT.metrics)).toEqual({});
  });

  function bounds(metrics: readonly MetricResult[]) {
    return Object.fromEntries(metrics.flatMap(({ name, atLeast }) => (atLeast ? [[name, atLeast]] : [])));
  }
});

describe('an objective of a load run', () => {
  it('is judged on response times with the interval that the sections of the run give', () => {
    const steady = objective('review.scrub', P50, 0.04);
    const [judged] = resultOf(cutTo(RUN, 60), [steady]).objectives;
    expect(judged).toMatchObject({ met: true, certainty: 'certain', count: 960 });
    expect(judged!.ci95![0]).toBeLessThan(judged!.value!);
    expect(judged!.ci95![1]).toBeGreaterThan(judged!.value!);
  });

  it('gets no interval from a run that drifts towards its knee', () => {
    const [, latency] = resultOf(cutTo(RUN, AWAY.from)).objectives;
    expect(latency).toMatchObject({
      metric: 'pipeline.latency',
      ci95: null,
      certainty: 'single replication',
    });
  });

  it('cannot be a headroom policy: nothing is claimed, and it does not decide whether the run passes', () => {
    const policy = RESULT.objectives.find(({ kind }) => kind === 'policy');
    expect(policy).toMatchObject({ met: false, certainty: 'unknown', value: null, margin: null });
    expect(policy?.unjudged).toContain('not how busy it is inside');
    expect(passes(resultOf(RUN, [objective('overnight.turnaround', P99, 60)]))).toBe(true);
    expect(passes(resultOf(RUN, [objective('overnight.turnaround', P99, 10)]))).toBe(false);
  });

  it('is missed for operations that failed, however fast the others were', () => {
    const outcome = withTally('scrub', { failed: { timeout: 40 } });
    const [judged] = resultOf(outcome, [objective('review.scrub', P99, 10)]).objectives;
    expect(judged!.value).toBeLessThan(10);
    expect(judged).toMatchObject({ met: false, certainty: 'certain' });
    const [fewer] = resultOf(withTally('scrub', { failed: { timeout: 3 } }), [
      objective('review.scrub', P99, 10),
    ]).objectives;
    expect(fewer).toMatchObject({ met: true });
  });

  it('is left open where it hangs on operations that had no answer when the run ended', () => {
    const [scrub] = RUN.tallies.filter(({ step }) => step === 'scrub');
    const outcome = withTally('scrub', { offered: scrub!.offered + 100, sent: scrub!.sent + 60 });
    const [judged, median] = resultOf(outcome, [
      objective('review.scrub', P99, 10),
      objective('review.scrub', P50, 10),
    ]).objectives;
    expect(judged).toMatchObject({ met: false, certainty: 'unknown', unfinished: true });
    expect(judged!.unjudged).toMatch(/^100 of 2020 operations had no answer/);
    expect(median).toMatchObject({ met: true });
    expect(median).not.toHaveProperty('unfinished');
  });

  it('is missed, not left open, where even what was answered breaks it', () => {
    const [scrub] = RUN.tallies.filter(({ step }) => step === 'scrub');
    const outcome = withTally('scrub', { offered: scrub!.offered + 100 });
    const [judged, median] = resultOf(outcome, [
      objective('review.scrub', P99, 0.001),
      objective('review.scrub', P50, 0.001),
    ]).objectives;
    expect(judged).toMatchObject({ met: false, certainty: 'certain', unfinished: true });
    expect(judged).not.toHaveProperty('unjudged');
    expect(median).toMatchObject({ met: false });
    expect(median).not.toHaveProperty('unfinished');
  });

  it('on durations of work is left open while work is unfinished', () => {
    const work = [{ stage: 'overnight', arrived: 50, finished: 40 }];
    const [judged] = resultOf({ ...RUN, work }, [objective('overnight.turnaround', P99, 60)]).objectives;
    expect(judged!.unjudged).toMatch(/^10 of 50 units of work had no end/);
  });

  it('on durations of work is not judged where waiting and computing were compressed', () => {
    const [work, operations] = resultOf({ ...RUN, speed: 60 }, [
      objective('overnight.turnaround', P99, 60),
      objective('review.scrub', P99, 60),
    ]).objectives;
    expect(work).toMatchObject({ met: false, certainty: 'unknown' });
    expect(work!.unjudged).toContain('ran 60 times as fast');
    expect(operations).toMatchObject({ met: true });
  });

  it('on a stage that was not run, or that nothing answered, is not judged', () => {
    const without = { ...RUN, tallies: RUN.tallies.filter(({ stage }) => stage !== 'review'), work: [] };
    const [absent] = resultOf(without, [objective('review.scrub', P99, 1)]).objectives;
    expect(absent!.unjudged).toBe('review was not part of this run');
    const silent = withTally('scrub', { answered: 0, response: new Histogram().snapshot() });
    const [dead] = resultOf({ ...silent, seconds: [] }, [objective('review.scrub', P99, 1)]).objectives;
    expect(dead!.unjudged).toBe('of 1920 that came due none was answered');
    expect(passes(resultOf({ ...silent, seconds: [] }, [objective('review.scrub', P99, 1)]))).toBe(false);
  });

  it('is never claimed of a run whose limit was the generator', () => {
    const generator = {
      ...RUN.generator,
      valid: false,
      reasons: ['Sends were 12 ms late at p99; 1 ms is the limit.'],
    };
    const result = resultOf({ ...RUN, generator });
    for (const each of result.objectives) expect(each).toMatchObject({ met: false, certainty: 'unknown' });
    expect(result.warnings[0]).toMatchObject({ code: 'generator-limit' });
    expect(result.warnings[0]!.message).toContain('Sends were 12 ms late');
    expect(passes(result)).toBe(false);
  });
});

describe('a run that found wrong data', () => {
  const found = [
    {
      file: 'review/proxies/000003',
      offsetBytes: 4096,
      bytes: 512,
      finding: 'corrupt',
      detail: 'checksum differs',
    },
  ] as const;
  const result = resultOf({ ...RUN, integrity: { ...RUN.integrity, found, regions: 1 } }, [
    objective('overnight.turnaround', P99, 60),
  ]);

  it('never passes, and says where', () => {
    expect(result.objectives.every(({ met, kind }) => met || kind === 'policy')).toBe(true);
    expect(passes(result)).toBe(false);
    expect(result.warnings[0]).toMatchObject({ code: 'wrong-data' });
    expect(result.load!.integrity.found).toEqual(found);
  });
});

describe('the timeline of a load run', () => {
  const { timeline } = RESULT.load!;

  it('has rates of every second, and adds up to the whole', () => {
    expect(timeline.binSeconds).toBe(1);
    expect(timeline.offered).toHaveLength(120);
    const offered = timeline.offered.reduce((sum, rate) => sum + rate, 0);
    const whole = RUN.tallies.reduce((sum, tally) => sum + tally.offered, 0);
    expect(offered).toBeCloseTo(whole, -1);
    expect(Math.max(...timeline.offered)).toBeLessThan(KNEE);
  });

  it('has no percentile where nothing was answered', () => {
    const copies = timeline.responses.find(({ metric }) => metric === 'dailies.write')!;
    expect(copies.counts[100]).toBe(0);
    expect(copies.p99[100]).toBeNull();
    expect(copies.p99[10]).toBeGreaterThan(0);
  });

  it('has the series of the simulation, by its names', () => {
    expect(RESULT.timeline.series.map(({ name }) => name)).toEqual([
      'hot.readThroughput',
      'hot.writeThroughput',
      'hot.metadataRate',
    ]);
  });

  it('has wider bins where the run is longer than an hour', () => {
    const long = resultOf({ ...RUN, elapsedSeconds: 10_000 });
    expect(long.load!.timeline.binSeconds).toBe(5);
    expect(long.load!.timeline.offered).toHaveLength(2000);
    expect(long.load!.timeline.offered[10]).toBeCloseTo(
      timeline.offered.slice(50, 55).reduce((sum, rate) => sum + rate, 0) / 5,
      1,
    );
  });
});

describe('in studio terms', () => {
  const valueOf = (result: ResultDocument, name: string) =>
    result.load!.studioTerms.find((term) => term.name === name)?.value;

  it('frames that came after a 24th of a second, or never, are dropped', () => {
    const response = new Histogram();
    response.recordMany(0.02, 90);
    response.recordMany(0.05, 8);
    const result = resultOf(
      withTally('scrub', { offered: 100, answered: 98, failed: { io: 2 }, response: response.snapshot() }),
    );
    expect(valueOf(result, 'dropped frames')).toBeCloseTo(0.1, 12);
    expect(valueOf(result, 'frames per second held')).toBeCloseTo(21.6, 12);
  });

  it('streams are counted where at least one was asked for, beside those that were', () => {
    const asked = (frames: number) => {
      const response = new Histogram();
      response.recordMany(0.02, 0.9 * frames);
      response.recordMany(0.05, 0.1 * frames);
      return resultOf(
        withTally('scrub', { offered: frames, answered: frames, failed: {}, response: response.snapshot() }),
      );
    };
    expect(valueOf(asked(1000), 'streams')).toBeUndefined();
    expect(valueOf(asked(10_000), 'streams')).toBeCloseTo(9000 / 120.2 / 24, 12);
    const term = asked(10_000).load!.studioTerms.find(({ name }) => name === 'streams');
    expect(term?.meaning).toBe(
      'of the 3.47 of 24 frames a second requested, fed by the frames that came in time',
    );
  });

  it('publishes are renames into place, per minute', () => {
    const renames = RUN.tallies.find(({ stage, kind }) => stage === 'overnight' && kind === 'rename')!;
    const own = RESULT.load!.studioTerms.filter(
      ({ stage, name }) => stage === 'overnight' && name === 'publishes',
    );
    expect(own).toHaveLength(1);
    expect(own[0]!.value).toBeCloseTo((renames.answered * 60) / 120.2, 9);
  });

  it('are those of the stages that ran', () => {
    const without = {
      ...RUN,
      tallies: RUN.tallies.filter(({ stage }) => stage === 'pipeline'),
      work: [],
      observations: [],
    };
    expect(resultOf(without).load!.studioTerms).toEqual([]);
  });
});

describe('warnings', () => {
  const codes = (outcome: LoadOutcome) => resultOf(outcome).warnings.map(({ code }) => code);

  it('say what failed, by its code', () => {
    const [failed] = RESULT.warnings;
    expect(failed?.code).toBe('failed-operations');
    expect(failed?.message).toMatch(/^\d+ of 1\d+ operations were given up \(timeout \d+\)/);
  });

  it('say that a run ended early, and on whose terms it ran', () => {
    const ending = {
      kind: 'guard',
      guard: 'victim probe',
      reason: 'p99 of 310 ms is over its limit of 200 ms',
    } as const;
    expect(codes({ ...RUN, ending, speed: 10, scale: 0.25 })).toEqual([
      'guard',
      'failed-operations',
      'unfinished-work',
      'speed',
      'scale',
    ]);
    expect(codes({ ...RUN, ending: { kind: 'interrupted' } })).toContain('interrupted');
  });

  it('say that a thread may have limited closed loops, and nothing of it where all loops are open', () => {
    const busy = { ...RUN, busiestThreadFraction: 0.97 };
    expect(resultOf(busy).warnings[0]).toEqual({
      code: 'busy-thread',
      message:
        'a thread of 2 was at work for 97% of the time: what it sent in a closed loop may have been limited by it rather than by the target; --threads spreads the work',
    });
    const open = { ...busy, tallies: RUN.tallies.filter(({ loop }) => loop === 'open') };
    expect(open.tallies).not.toEqual([]);
    expect(codes(open)).not.toContain('busy-thread');
  });

  it('say what came due and was never sent', () => {
    const [churn] = RUN.tallies;
    const outcome = { ...RUN, tallies: [{ ...churn!, sent: churn!.offered - 7 }] };
    expect(resultOf(outcome).warnings.find(({ code }) => code === 'unsent-operations')?.message).toMatch(
      /^7 of /,
    );
  });
});

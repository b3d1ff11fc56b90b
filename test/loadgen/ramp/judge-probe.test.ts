import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HeadroomSearch } from '../../../loadgen/ramp/headroom-search.ts';
import { judgeProbe } from '../../../loadgen/ramp/judge-probe.ts';
import type { LoadOutcome } from '../../../loadgen/run/load-outcome.ts';
import type { Objective } from '../../../models/objective.ts';
import { scaleStudio } from '../../../models/scale-studio.ts';
import type { Studio } from '../../../models/studio.ts';
import { byPatience } from '../../patience.ts';
import { type Law, steadyStudio, virtualRun } from './virtual-target.ts';

const SECONDS = 10;
const PRECISION = 0.03;
const SLICES = { kind: 'slices', perSecond: 500, sliceSeconds: 0.1 } as const;

const P99_OF_20_MS: Objective = {
  text: 'pipeline.latency p99 <= 20ms',
  metric: 'pipeline.latency',
  statistic: { kind: 'percentile', fraction: 0.99 },
  comparison: '<=',
  limit: 0.02,
  file: 'steady.yaml',
  line: 1,
};

function judged(studio: Studio, outcome: LoadOutcome, heldServiceSeconds: number | null = null) {
  const made = { multiple: 1, whole: studio, studio, outcome, loadSeconds: SECONDS, precision: PRECISION };
  return judgeProbe({ ...made, heldServiceSeconds });
}

/** A probe of so many operations a second. */
function probed(
  perSecond: number,
  law: Law,
  changes: Partial<LoadOutcome> = {},
  objectives: Objective[] = [],
) {
  const studio = steadyStudio(perSecond, SECONDS, { objectives, policies: [] });
  return judged(studio, { ...virtualRun(studio, law, 'probe'), ...changes });
}

/** The whole ramp, in virtual time. */
function ramp(perSecond: number, law: Law, objectives: Objective[] = []) {
  const base = steadyStudio(perSecond, SECONDS, { objectives, policies: [] });
  const search = new HeadroomSearch({ from: 1, to: 64, precision: PRECISION });
  let probes = 0;
  for (let { next } = search; next !== null; { next } = search) {
    const studio = scaleStudio(base, next);
    const outcome = virtualRun(studio, law, `probe ${probes++}`);
    const made = { multiple: next, whole: studio, studio, outcome, loadSeconds: SECONDS };
    search.hear(judgeProbe({ ...made, precision: PRECISION, heldServiceSeconds: null }).verdict!);
  }
  return { held: search.held! * perSecond, broke: search.broke! * perSecond, probes };
}

describe('a probe of an open loop', () => {
  test('holds below the limit and breaks above it, by what came due and what was answered', () => {
    expect(probed(485, SLICES).probe).toMatchObject({ outcome: 'held', broke: [], noEvidence: null });
    const { probe, verdict } = probed(515, SLICES);
    expect(probe.outcome).toBe('broke');
    expect(probe.broke.map(({ criterion }) => criterion)).toEqual(['backlog']);
    expect(probe.backlog!.growthPerSecond).toBeCloseTo(15, 0);
    expect(verdict).toMatchObject({ kind: 'broke', clear: false });
  });

  test('that is much too much tells the limit, and needs no second one', () => {
    const { probe, verdict } = probed(1000, { kind: 'steady', perSecond: 500 });
    expect(probe.backlog!.offeredPerSecond).toBeCloseTo(1000, 6);
    expect(probe.backlog!.endOperations).toBeCloseTo(5000, -1);
    expect(probe.answeredPerSecond).toBeCloseTo(500, 0);
    expect(verdict).toMatchObject({ kind: 'broke', clear: true });
    expect(verdict?.kind === 'broke' && verdict.estimate).toBeCloseTo(0.5, 3);
  });

  test('finds any limit of a steady target, and of a throttle that works in slices, within the precision', () => {
    const law = fc.oneof(
      fc.record({ kind: fc.constant('steady' as const), perSecond: fc.integer({ min: 200, max: 2000 }) }),
      fc.record({
        kind: fc.constant('slices' as const),
        perSecond: fc.integer({ min: 20, max: 200 }).map((tens) => 10 * tens),
        sliceSeconds: fc.constant(0.1),
      }),
    );
    fc.assert(
      fc.property(law, fc.double({ min: 0.3, max: 3, noNaN: true }), (target, part) => {
        const truth = target.perSecond;
        const { held, broke, probes } = ramp(part * truth, target);
        expect(held).toBeGreaterThan(truth * (1 - PRECISION));
        expect(held).toBeLessThan(truth * (1 + PRECISION / 2));
        expect(broke).toBeGreaterThan(truth * (1 - 1e-3));
        expect(broke).toBeLessThan(truth * (1 + PRECISION));
        expect(probes).toBeLessThanOrEqual(10);
      }),
      { numRuns: byPatience({ fast: 15, slow: 300 }) },
    );
  });

  test('finds the limit of a target whose times are exponential nearly as well', () => {
    fc.assert(
      fc.property(fc.integer({ min: 500, max: 2000 }), (perSecond) => {
        const { held, broke } = ramp(0.6 * perSecond, { kind: 'random', perSecond });
        expect(held).toBeGreaterThan(0.9 * perSecond);
        expect(broke).toBeLessThan(1.1 * perSecond);
      }),
      { numRuns: byPatience({ fast: 8, slow: 150 }) },
    );
  });

  test('ends where an objective breaks before the target is full', () => {
    // What is due at even times meets exponential service: the wait grows long before the target is full.
    const random = { kind: 'random', perSecond: 1000 } as const;
    const { held } = ramp(100, random, [P99_OF_20_MS]);
    expect(held).toBeGreaterThan(600);
    expect(held).toBeLessThan(950);
  });
});

describe('a probe breaks', () => {
  const steady = { kind: 'steady', perSecond: 500 } as const;

  test('by an objective that was missed', () => {
    const slow = probed(400, { kind: 'steady', perSecond: 500 }, {}, [{ ...P99_OF_20_MS, limit: 0.001 }]);
    expect(slow.probe.broke).toMatchObject([{ criterion: 'objective' }]);
    expect(slow.probe.broke[0]!.why).toContain('pipeline.latency p99 <= 20ms');
    // So short a run is not sure of it: it is probed again.
    expect(slow.verdict).toEqual({ kind: 'broke', clear: false, estimate: null });
  });

  test('by an objective that holds only without what failed: the value is told as a lower bound', () => {
    const studio = steadyStudio(400, SECONDS, { objectives: [P99_OF_20_MS], policies: [] });
    const outcome = virtualRun(studio, steady, 'errors');
    const tallies = outcome.tallies.map((tally) => ({ ...tally, failed: { io: 400 } }));
    const { broke } = judged(studio, { ...outcome, tallies }).probe;
    const objective = broke.find(({ criterion }) => criterion === 'objective');
    expect(objective?.why).toMatch(/was missed: it was at least .*, as operations failed or had no end$/);
  });

  test('by operations that were given up, from one in a thousand', () => {
    const failing = (failed: number) => {
      const studio = steadyStudio(400, SECONDS);
      const outcome = virtualRun(studio, steady, 'errors');
      const tallies = outcome.tallies.map((tally) => ({ ...tally, failed: { io: failed } }));
      return judged({ ...studio, objectives: [], policies: [] }, { ...outcome, tallies }).probe;
    };
    expect(failing(3).outcome).toBe('held');
    expect(failing(9).broke).toMatchObject([{ criterion: 'errors' }]);
  });

  test('by wrong data, however quick', () => {
    const integrity = { bytesVerified: 4096, readsVerified: 1, regions: 1, found: [] };
    const { probe, verdict } = probed(100, steady, { integrity });
    expect(probe.broke).toMatchObject([{ criterion: 'wrong data' }]);
    expect(verdict).toMatchObject({ clear: true });
  });
});

describe('a probe is no evidence', () => {
  const steady = { kind: 'steady', perSecond: 500 } as const;
  const late = {
    threads: 16,
    sendErrorSecondsP99: 1,
    loopLagSecondsP99: 1,
    cpuFraction: 0.3,
    valid: false,
    reasons: ['it was late'],
  };

  /** A probe whose operations spent such a part of their response times before they were sent. */
  function lateBy(part: number, generator: LoadOutcome['generator'], objectives: Objective[] = []) {
    const studio = steadyStudio(objectives.length === 0 ? 600 : 400, SECONDS, { objectives, policies: [] });
    const outcome = virtualRun(studio, steady, 'late');
    const tallies = outcome.tallies.map((tally) => ({
      ...tally,
      sendError: { ...tally.response, sum: part * tally.response.sum },
    }));
    return judged(studio, { ...outcome, tallies, generator });
  }

  test('when it broke and the generator was late', () => {
    const { probe, verdict } = lateBy(0.9, late);
    expect(verdict).toBeNull();
    expect(probe).toMatchObject({
      outcome: 'generator',
      noEvidence: { why: expect.stringMatching(/^it was late; next: /) },
      broke: [],
    });
  });

  test('but is when that was a small part of the response times, or it held all the same', () => {
    expect(lateBy(0.9, { ...late, loopLagSecondsP99: 0.01 }).probe.outcome).toBe('broke');
    expect(probed(400, steady, { generator: late }).probe.outcome).toBe('held');
  });

  test('but is when the backlog was of operations that were sent, however late some were', () => {
    expect(lateBy(0.1, late).probe.outcome).toBe('broke');
    const strict = { ...P99_OF_20_MS, limit: 0.001 };
    expect(lateBy(0.1, late, [strict]).probe.outcome).toBe('generator');
  });

  test('when the processors were full, unless it held', () => {
    const full = { ...late, loopLagSecondsP99: 0, cpuFraction: 0.95 };
    expect(probed(600, steady, { generator: full }).probe.outcome).toBe('generator');
    expect(probed(400, steady, { generator: full }).probe.outcome).toBe('held');
  });

  test('when a guard or the operator ended it', () => {
    const guard = { kind: 'guard', guard: 'space', reason: 'no room' } as const;
    expect(probed(100, steady, { ending: guard }).probe).toMatchObject({
      outcome: 'guard',
      noEvidence: { why: 'the guard “space” stopped it: no room' },
    });
    const { probe, verdict } = probed(100, steady, { ending: { kind: 'interrupted' } });
    expect(probe.outcome).toBe('interrupted');
    expect(verdict).toBeNull();
  });

  test('when all threads waited in calls that took no longer than before: more threads would ask more', () => {
    const studio = steadyStudio(600, SECONDS, { objectives: [], policies: [] });
    const outcome = virtualRun(studio, steady, 'threads');
    // Two threads, each in a call of 4 ms at a time: 500 in a second.
    const service = { ...outcome.tallies[0]!.service, sum: 0.004 * outcome.tallies[0]!.answered };
    const path: LoadOutcome = {
      ...outcome,
      target: { url: '/mnt/path', kind: 'posix' },
      tallies: outcome.tallies.map((tally) => ({ ...tally, service })),
      generator: { ...outcome.generator, threads: 2 },
    };
    expect(judged(studio, path, 0.0039).probe).toMatchObject({ outcome: 'generator' });
    expect(judged(studio, path, 0.001).probe.outcome).toBe('broke');
    const spare = { ...path, generator: { ...path.generator, threads: 16 } };
    expect(judged(studio, spare, 0.0039).probe.outcome).toBe('broke');
  });
});

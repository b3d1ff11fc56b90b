import { describe, expect, it } from 'vitest';
import { loadResult } from '../../../loadgen/result/load-result.ts';
import type { ResultDocument } from '../../../models/result.ts';
import { compareResults } from '../../../sim/experiment/compare.ts';
import { summarize } from '../../../sim/experiment/summarize.ts';
import { simulateReplication } from '../../../sim/studio/replication.ts';
import { cutTo, LOAD_STUDIO, loadRun } from '../../loadgen/result/load-run.ts';
import { CHURN, RENDER, smallStudio } from '../studio/small-studio.ts';

const PROVENANCE = {
  tool: { name: 'headroom', version: '0.0.0', node: 'v24' },
  scenario: { file: 'small.yaml', sha256: '0'.repeat(64), variant: null, overrides: [] },
} as const;

function simulated(nodes: number, seed = 'small', replications = 4): ResultDocument {
  const base = smallStudio([RENDER, CHURN], { seed });
  const studio = {
    ...base,
    farms: base.farms.map((farm) => ({ ...farm, nodes })),
    objectives: [
      {
        text: 'overnight.turnaround p95 <= 22s',
        metric: 'overnight.turnaround',
        statistic: { kind: 'percentile', fraction: 0.95 },
        comparison: '<=',
        limit: 22,
        file: 'small.yaml',
        line: 1,
      } as const,
    ],
  };
  const outcomes = Array.from({ length: replications }, (_, i) => simulateReplication(studio, i));
  return summarize(studio, outcomes, PROVENANCE);
}

const eight = simulated(8);
const sixteen = simulated(16);

/** The result on eight nodes with other values of its objective, replication by replication. */
function withValues(replicationValues: readonly number[], unfinished = false): ResultDocument {
  const [first] = eight.objectives;
  const objective = { ...first!, replicationValues, met: !unfinished };
  return {
    ...eight,
    replications: replicationValues.length,
    objectives: [unfinished ? { ...objective, unfinished: true as const } : objective],
    metrics: [],
  };
}

describe('a comparison', () => {
  it('of a result with itself finds no difference', () => {
    const { differences } = compareResults([
      { name: 'a', result: eight },
      { name: 'b', result: eight },
    ]);
    expect(differences.length).toBeGreaterThan(0);
    for (const { difference, verdict } of differences) {
      expect(difference).toBe(0);
      expect(verdict).toBe('within noise');
    }
  });

  it('the other way round is its mirror image', () => {
    const there = compareResults([
      { name: 'a', result: eight },
      { name: 'b', result: sixteen },
    ]).differences;
    const back = compareResults([
      { name: 'b', result: sixteen },
      { name: 'a', result: eight },
    ]).differences;
    for (const [i, forth] of there.entries()) {
      const mirrored = back[i]!;
      expect(mirrored.subject).toBe(forth.subject);
      expect(mirrored.difference).toBeCloseTo(-forth.difference!, 9);
      expect(mirrored.ci95![0]).toBeCloseTo(-forth.ci95![1], 9);
    }
  });

  it('finds twice the nodes to be faster, more sharply than the intervals of either alone', () => {
    const { differences, candidates } = compareResults([
      { name: '8 nodes', result: eight },
      { name: '16 nodes', result: sixteen },
    ]);
    const turnaround = differences.find(({ subject }) => subject === 'overnight.turnaround p95')!;
    expect(turnaround.verdict).toBe('lower');
    expect(candidates.map(({ meetsAll }) => meetsAll)).toEqual([false, true]);
    const width = ([low, high]: readonly [number, number]) => high - low;
    const mean = differences.find(({ subject }) => subject === 'overnight.startLatency mean')!;
    const alone = eight.metrics.find(({ name }) => name === 'overnight.startLatency')!;
    expect(width(mean.ci95!)).toBeLessThan(width(alone.ci95!));
  });

  it('of results without draws in common is taken from their figures and intervals, percentiles too', () => {
    for (const other of [simulated(8, 'another seed'), simulated(8, 'small', 3)]) {
      const { differences } = compareResults([
        { name: 'a', result: eight },
        { name: 'b', result: other },
      ]);
      const turnaround = differences.find(({ subject }) => subject === 'overnight.turnaround p95')!;
      expect(turnaround).toMatchObject({ basis: 'independent', verdict: 'within noise' });
      const [ours, theirs] = [eight, other].map(({ objectives }) => objectives[0]!.ci95!);
      expect(turnaround.ci95![1] - turnaround.ci95![0]).toBeGreaterThan(ours![1] - ours![0]);
      expect(turnaround.ci95![1] - turnaround.ci95![0]).toBeGreaterThan(theirs![1] - theirs![0]);
      const percentiles = differences.filter(({ subject }) => subject.startsWith('pipeline.latency '));
      expect(percentiles.map(({ subject }) => subject.split(' ')[1])).toEqual(['mean', 'p50', 'p95', 'p99']);
    }
  });

  it('goes by most replications where a few exploded', () => {
    const values = [60, 2e3, 45, 4e6, 90, 300, 51, 7e4, 88, 1e3];
    const base = withValues(values.map((_, i) => 10 + (i % 3)));
    const { differences } = compareResults([
      { name: 'calm', result: base },
      { name: 'exploded', result: withValues(values) },
    ]);
    const turnaround = differences.find(({ subject }) => subject === 'overnight.turnaround p95')!;
    expect(turnaround.ci95![0]).toBeLessThan(0);
    expect(turnaround).toMatchObject({ verdict: 'higher', signs: { higher: 10, lower: 0, of: 10 } });
  });

  it('calls nothing lower in a system that never finished its work', () => {
    const finished = withValues([10, 11, 12, 10, 11, 12]);
    const collapsed = withValues([1, 2, 1, 2, 1, 2], true);
    const verdictOf = (one: ResultDocument, other: ResultDocument) =>
      compareResults([
        { name: 'a', result: one },
        { name: 'b', result: other },
      ]).differences.find(({ kind }) => kind === 'objective')!.verdict;
    expect(verdictOf(finished, collapsed)).toBe('unknown');
    expect(verdictOf(finished, withValues([1, 2, 1, 2, 1, 2]))).toBe('lower');
  });

  it('says how the work of a candidate differs, and counts what is missed as no margin', () => {
    const collapsed = withValues([1, 2, 1, 2, 1, 2], true);
    const series = eight.timeline.series.map((one) => ({ ...one, values: one.values.map(() => 0) }));
    const idle = { ...eight, timeline: { ...eight.timeline, series } };
    const { candidates } = compareResults([
      { name: 'a', result: eight },
      { name: 'b', result: idle },
      { name: 'c', result: collapsed },
    ]);
    expect(candidates.map(({ otherWork }) => otherWork)).toEqual([
      undefined,
      'it read 100% less within the window',
      undefined,
    ]);
    expect(candidates[2]).toMatchObject({ meetsAll: false });
  });

  it('refuses a single result', () => {
    expect(() => compareResults([{ name: 'a', result: eight }])).toThrow(/two results/);
  });
});

describe('a simulation beside a load run', () => {
  const measured = loadResult(LOAD_STUDIO, cutTo(loadRun(), 60), PROVENANCE);
  const studio = { ...LOAD_STUDIO, run: { ...LOAD_STUDIO.run, durationSeconds: 60 } };
  const outcomes = [0, 1, 2].map((replication) => simulateReplication(studio, replication));
  const predicted = summarize(studio, outcomes, PROVENANCE);
  const { differences, candidates } = compareResults([
    { name: 'predicted', result: predicted },
    { name: 'measured', result: measured },
  ]);

  it('compares objective by objective and percentile by percentile', () => {
    const scrub = differences.find(({ subject }) => subject === 'review.scrub p99')!;
    const both = [predicted, measured].map(({ objectives }) => objectives[0]!);
    expect(scrub).toMatchObject({ basis: 'independent', baseline: both[0]!.value, value: both[1]!.value });
    expect(scrub.difference).toBeCloseTo(both[1]!.value! - both[0]!.value!, 12);
    expect(['higher', 'lower']).toContain(scrub.verdict);
    expect(differences.some(({ subject }) => subject === 'review.scrub p50')).toBe(true);
  });

  it('claims no difference in what a load run cannot see, nor holds it against it', () => {
    const policy = differences.find(({ kind }) => kind === 'policy')!;
    expect(policy).toMatchObject({ value: null, difference: null, verdict: 'unknown' });
    expect(candidates[1]).toMatchObject({
      meetsAll: true,
      leastMargin: { text: 'overnight.turnaround p95 <= 1min' },
    });
  });

  it('claims no difference at all from a run whose limit was the generator', () => {
    const load = { ...measured.load!, generator: { ...measured.load!.generator, valid: false } };
    const invalid = compareResults([
      { name: 'predicted', result: predicted },
      { name: 'measured', result: { ...measured, load } },
    ]);
    for (const { verdict } of invalid.differences) expect(verdict).toBe('unknown');
    expect(invalid.candidates[1]!.meetsAll).toBe(false);
  });
});

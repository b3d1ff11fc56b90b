import { describe, expect, it } from 'vitest';
import type { ResultDocument } from '../../../models/result.ts';
import { compareResults } from '../../../sim/experiment/compare.ts';
import { summarize } from '../../../sim/experiment/summarize.ts';
import { simulateReplication } from '../../../sim/studio/replication.ts';
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

  it('refuses results that cannot be paired', () => {
    const pair = (other: ResultDocument) => () =>
      compareResults([
        { name: 'a', result: eight },
        { name: 'b', result: other },
      ]);
    expect(pair(simulated(8, 'another seed'))).toThrow(/same seed/);
    expect(pair(simulated(8, 'small', 2))).toThrow(/number of replications/);
    expect(() => compareResults([{ name: 'a', result: eight }])).toThrow(/two results/);
  });
});

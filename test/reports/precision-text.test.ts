import { describe, expect, it } from 'vitest';
import type { EstimatePrecision, Precision } from '../../models/precision.ts';
import { precisionCaveats } from '../../reports/precision-text.ts';
import { runSentence } from '../../reports/run-facts.ts';
import { verdictOf } from '../../reports/verdict-text.ts';
import { featureDay } from './feature-day.ts';

function stopped(...estimates: readonly EstimatePrecision[]) {
  const precision: Precision = {
    targetShare: 0.05,
    replicationsMin: 10,
    replicationsMax: 50,
    reached: false,
    estimates,
  };
  return featureDay({ replications: 50, precision });
}

const estimate = (name: string, halfWidthShare: number | null, reached = false) => ({
  name,
  halfWidthShare,
  reached,
});

describe('replications that were as precise as was asked for', () => {
  const precision: Precision = {
    targetShare: 0.05,
    replicationsMin: 10,
    replicationsMax: 50,
    reached: true,
    estimates: [estimate('overnight.turnaround p95', 0.04, true)],
  };
  const result = featureDay({ replications: 14, precision });

  it('are told with how precise that is', () => {
    expect(runSentence(result)).toMatch(/^14 replications \(every 95% interval within ±5%\) of /);
    expect(precisionCaveats(result)).toEqual([]);
  });

  it('are told without, where their number was given', () => {
    expect(runSentence(featureDay())).toMatch(/^\d+ replications of /);
    expect(precisionCaveats(featureDay())).toEqual([]);
  });
});

describe('replications that ended at their limit', () => {
  it('are told beside the verdict, the least known figure first', () => {
    const result = stopped(
      estimate('a.completion p95', 0.09),
      estimate('b.latency p99', 0.03, true),
      estimate('c.makespan max', 0.21),
    );
    const told =
      'Stopped at the limit of 50 replications: c.makespan max is still ±21% and a.completion p95 is still ±9%, where ±5% was requested.';
    expect(precisionCaveats(result)).toEqual([told]);
    expect(verdictOf(result).caveats).toContain(told);
    expect(runSentence(result)).toMatch(/^50 replications \(stopped at the limit of 50\) of /);
  });

  it('are told to be just above where rounding would hide it', () => {
    expect(precisionCaveats(stopped(estimate('a.completion p95', 0.050_000_1)))).toEqual([
      'Stopped at the limit of 50 replications: a.completion p95 is still just above ±5%, where ±5% was requested.',
    ]);
  });

  it('say so of what was hardly observed', () => {
    expect(
      precisionCaveats(stopped(estimate('a.completion p95', null), estimate('b.latency p99', 0.01))),
    ).toEqual([
      'Stopped at the limit of 50 replications: a.completion p95 was observed in too few of them and b.latency p99 was observed in too few of them, where ±5% was requested.',
    ]);
  });
});

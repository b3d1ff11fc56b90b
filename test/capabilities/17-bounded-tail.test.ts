import { describe, expect, it } from 'vitest';
import { terminalSummary } from '../../reports/terminal-summary.ts';
import { metric, simulated } from './simulated.ts';
import { wave } from './waves.ts';

/** Each frame has a node of its own and computes for an exponential time of a minute: its p99 is ln 100 minutes. */
const tail = (replications: number) =>
  simulated(wave(200, 200), [
    'stages.wave.frame.time={ exponential: { mean: 60s } }',
    `run.replications=${replications}`,
    'objectives=["wave.turnaround p99 <= 6min"]',
  ]);

describe('17: a bounded tail', () => {
  const result = tail(10);
  const turnaround = metric(result, 'wave.turnaround');

  it('is reported with an interval about it, which holds what theory says', () => {
    const [low, high] = turnaround.percentileIntervals.p99!;
    expect(low).toBeLessThan(turnaround.p99!);
    expect(high).toBeGreaterThan(turnaround.p99!);
    // Two hundred frames at a time: the mean of their 99th percentiles is a little off that of all.
    const truth = 60 * Math.log(100);
    expect(low).toBeLessThan(truth * 1.05);
    expect(high).toBeGreaterThan(truth * 0.95);
  });

  it('is reported with its sample size, of the metric and of the verdict', () => {
    expect(turnaround.count).toBe(10 * 200);
    const [objective] = result.objectives;
    expect(objective).toMatchObject({ statistic: 'p99', count: 10 });
    expect(objective!.replicationValues).toHaveLength(10);
    expect(objective!.ci95).toEqual(turnaround.percentileIntervals.p99);
  });

  it('has no interval where one replication is all there is, and says so', () => {
    const single = tail(1);
    expect(metric(single, 'wave.turnaround')).toMatchObject({
      count: 200,
      percentileIntervals: { p99: null },
    });
    expect(terminalSummary(single, { color: false, width: 200, ascii: false })).toContain(
      'One replication only',
    );
  });
});

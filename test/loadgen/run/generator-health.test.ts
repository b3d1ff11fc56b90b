import { describe, expect, test } from 'vitest';
import type { OperationTally } from '../../../loadgen/measure/operation-tally.ts';
import { RuntimeRecorder } from '../../../loadgen/measure/runtime-recorder.ts';
import { generatorHealth } from '../../../loadgen/run/generator-health.ts';
import { Histogram } from '../../../models/histogram.ts';

function histogramOf(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

/** Tallies of operations that were sent so late. */
function sentLate(loop: 'open' | 'closed', lateSeconds: readonly number[]): readonly OperationTally[] {
  const tallies: OperationTally[] = [];
  const recorder = new RuntimeRecorder([], (_, second) => tallies.push(...second.tallies));
  for (const late of lateSeconds) recorder.group('pipeline', 'churn', 'getattr', loop).send(0, late);
  recorder.end();
  return tallies;
}

const PUNCTUAL = histogramOf(Array(1000).fill(20e-6));

describe('a generator', () => {
  test('that kept up is valid', () => {
    const health = generatorHealth(2, sentLate('open', [1e-5]), PUNCTUAL, 0.3);
    expect(health).toMatchObject({ threads: 2, cpuFraction: 0.3, valid: true, reasons: [] });
    expect(health.loopLagSecondsP99).toBeCloseTo(20e-6, 6);
  });

  test('that was late by itself is not, and says by how much', () => {
    // Two in a hundred are late: the 99th percentile is one of them.
    const lag = histogramOf([...Array(98).fill(1e-5), 0.004, 0.004]);
    const { valid, reasons, loopLagSecondsP99 } = generatorHealth(1, [], lag, 0.3);
    expect(valid).toBe(false);
    expect(loopLagSecondsP99).toBeCloseTo(0.004, 4);
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatch(/4 ms or more too late.*1 ms is allowed/);
  });

  test('may be as late as it was allowed to be, and says how late that is', () => {
    const lag = histogramOf(Array(100).fill(0.004));
    const terms = (allowedLatenessSeconds: number) => ({ allowedLatenessSeconds, host: null });
    expect(generatorHealth(1, [], lag, 0.3, terms(0.005))).toMatchObject({
      valid: true,
      allowedLatenessSeconds: 0.005,
    });
    expect(generatorHealth(1, [], lag, 0.3, terms(0.003)).reasons).toEqual([
      expect.stringContaining('3 ms is allowed'),
    ]);
  });

  test('may be late once in a while', () => {
    const lag = histogramOf([...Array(995).fill(1e-5), ...Array(5).fill(0.5)]);
    expect(generatorHealth(1, [], lag, 0.3).valid).toBe(true);
  });

  test('that took the processors is not, and says how much of them', () => {
    const { valid, reasons } = generatorHealth(1, [], PUNCTUAL, 0.91);
    expect(valid).toBe(false);
    expect(reasons).toEqual(["the generator took 91% of this machine's processors; 85% is allowed"]);
  });

  test('gives a reason for each limit that it was', () => {
    expect(generatorHealth(1, [], histogramOf([0.1]), 1).reasons).toHaveLength(2);
  });

  test('tells how late what had a time of its own was sent, for whatever reason', () => {
    const tallies = [...sentLate('open', [...Array(50).fill(0), 0.2]), ...sentLate('closed', [5])];
    expect(generatorHealth(1, tallies, PUNCTUAL, 0.1)).toMatchObject({ valid: true });
    expect(generatorHealth(1, tallies, PUNCTUAL, 0.1).sendErrorSecondsP99).toBeCloseTo(0.2, 3);
    expect(generatorHealth(1, [], new Histogram(), 0)).toMatchObject({
      sendErrorSecondsP99: 0,
      loopLagSecondsP99: 0,
      valid: true,
    });
  });
});

/**
 * Whether a 95% interval is one: over 1,000 independent experiments with a known truth it holds the truth 93 to 97 times
 * in 100. `npm test` makes 100 of them, which may differ by more.
 */

import { describe, expect, test } from 'vitest';
import { Histogram } from '../../../models/histogram.ts';
import { type MeanInterval, meanInterval } from '../../../models/statistics/mean-interval.ts';
import { mser5Replications } from '../../../models/statistics/mser5.ts';
import { quantileInterval } from '../../../models/statistics/quantile-interval.ts';
import { isPreciseEnough } from '../../../models/statistics/stopping-rule.ts';
import { byPatience } from '../../patience.ts';
import {
  autoregressive,
  coverage,
  gaussian,
  independent,
  meanWait,
  type SeriesSource,
  skewed,
  waitingTimes,
  waitQuantile,
} from './output-processes.ts';

const EXPERIMENTS = byPatience({ fast: 100, slow: 1000 });
/** Of what is averaged until its interval is narrow. */
const DEVIATIONS = byPatience({ fast: [0.05, 0.15], slow: [0.03, 0.05, 0.07, 0.1, 0.15, 0.2] });

function average(series: Float64Array): number {
  let sum = 0;
  for (const value of series) sum += value;
  return sum / series.length;
}

function replications(count: number, source: SeriesSource, length: number): Float64Array[] {
  return Array.from({ length: count }, () => source(length));
}

function withoutWarmup(series: readonly Float64Array[]): Float64Array[] {
  return mser5Replications(series).map(({ truncated }, i) => series[i]!.subarray(truncated));
}

function histogramOf(series: Float64Array): Histogram {
  const histogram = new Histogram();
  for (const value of series) histogram.record(value);
  return histogram;
}

/** The fraction of 95% intervals that hold the truth may differ from 95% by three standard errors. */
function nominal(fraction: number): boolean {
  return Math.abs(fraction - 0.95) <= 3 * Math.sqrt((0.95 * 0.05) / EXPERIMENTS);
}

describe('means', () => {
  test('of independent observations', () => {
    const source = independent('means');
    const held = coverage(EXPERIMENTS, 1, () => meanInterval([...source(50)]));
    expect(held).toSatisfy(nominal);
  });

  test('of an autoregressive process, in replications', () => {
    const source = autoregressive('replications', 0.9, 5);
    const held = coverage(EXPERIMENTS, 5, () => meanInterval(replications(10, source, 500).map(average)));
    expect(held).toSatisfy(nominal);
  });

  test('of waiting times over replications from an empty queue, warm-up removed by MSER-5', () => {
    const source = waitingTimes('replications', 0.8, true);
    const held = coverage(EXPERIMENTS, meanWait(0.8), () =>
      meanInterval(withoutWarmup(replications(10, source, 5000)).map(average)),
    );
    expect(held).toSatisfy(nominal);
  });

  test('of a process that fills slowly from empty: with MSER-5 the interval holds, without it fails', () => {
    const source = autoregressive('filling', 0.99, 10, 0);
    const uncut: MeanInterval[] = [];
    const held = coverage(EXPERIMENTS, 10, () => {
      const series = replications(10, source, 2500);
      uncut.push(meanInterval(series.map(average)));
      return meanInterval(withoutWarmup(series).map(average));
    });
    const heldWithout = coverage(EXPERIMENTS, 10, () => uncut.pop()!);
    expect(held).toSatisfy(nominal);
    expect(heldWithout).toBeLessThan(0.2);
  });

  test.each([
    [5, 'normal', gaussian],
    [10, 'normal', gaussian],
    [10, 'skewed', skewed],
  ] as const)(
    'where replications end as soon as the interval is narrow, %i at least, %s',
    (least, kind, source) => {
      const target = { halfWidthShare: 0.05, replicationsMin: least };
      for (const deviation of DEVIATIONS) {
        const draws = source(`stopping ${kind} ${least} ${deviation}`, deviation);
        const held = coverage(10 * EXPERIMENTS, 1, () => {
          const means = [...draws(least)];
          while (!isPreciseEnough(means, target)) means.push(draws(1)[0]!);
          return meanInterval(means);
        });
        expect(held).toBeGreaterThanOrEqual(0.9);
      }
    },
  );
});

describe('p99', () => {
  test('of independent observations in replications', () => {
    const source = independent('p99 of replications');
    const held = coverage(EXPERIMENTS, -Math.log(0.01), () =>
      quantileInterval(replications(10, source, 500).map(histogramOf), 0.99),
    );
    expect(held).toSatisfy(nominal);
  });

  test('of an autoregressive process in replications', () => {
    const source = autoregressive('p99 of autoregressive replications', 0.7, 10);
    // Moved up, as a histogram takes no values below 0; the interval moves with them.
    const held = coverage(EXPERIMENTS, 10 + 2.326348, () =>
      quantileInterval(replications(10, source, 1000).map(histogramOf), 0.99),
    );
    expect(held).toSatisfy(nominal);
  });

  test('of waiting times over replications from an empty queue, warm-up removed by MSER-5', () => {
    const source = waitingTimes('p99 of replications', 0.5, true);
    const held = coverage(EXPERIMENTS, waitQuantile(0.5, 0.99), () =>
      quantileInterval(withoutWarmup(replications(10, source, 5000)).map(histogramOf), 0.99),
    );
    expect(held).toSatisfy(nominal);
  });
});

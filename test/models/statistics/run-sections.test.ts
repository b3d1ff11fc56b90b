import { describe, expect, test } from 'vitest';
import { Histogram } from '../../../models/histogram.ts';
import { RunSections } from '../../../models/statistics/run-sections.ts';
import { byPatience } from '../../patience.ts';
import { testStream } from '../random-stream.ts';
import { autoregressive } from './output-processes.ts';

const MEAN = { kind: 'mean' } as const;
const P50 = { kind: 'percentile', fraction: 0.5 } as const;
const P99 = { kind: 'percentile', fraction: 0.99 } as const;
const OPERATIONS_PER_SECOND = 25;
const RUNS = byPatience({ fast: 20, slow: 100 });
const GIVEN_MAX = byPatience({ fast: 0.15, slow: 0.05 });
/** Seconds of the run that stands for the truth. */
const LONG = byPatience({ fast: 4000, slow: 20_000 });
/** Of so many runs, fewer than 19 in 20 may hold the truth. */
const HELD_MIN = byPatience({ fast: 0.8, slow: 0.9 });
/** The whole of them takes half a minute of a processor. */
const PROCESSES = [
  ['two minutes of independent seconds', 0, 120],
  ['ten minutes whose seconds resemble the next by 0.3', 0.3, 600],
  ['half an hour whose seconds resemble the next by 0.8', 0.8, 1800],
] as const;

function histogramOf(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

function sectionsOf(seconds: readonly (Histogram | null)[]): RunSections {
  const whole = new Histogram();
  for (const second of seconds) if (second !== null) whole.merge(second);
  return new RunSections(whole, seconds);
}

/**
 * Exponential response times about a level that wanders from second to second: exp(0.3 x) for an autoregressive x, so that
 * seconds resemble their successors by `phi`.
 */
function wandering(seed: string, phi: number): (length: number) => RunSections {
  const levels = autoregressive(seed, phi);
  const stream = testStream(seed);
  return (length) =>
    sectionsOf(
      Array.from(levels(length), (level) =>
        histogramOf(
          Array.from(
            { length: OPERATIONS_PER_SECOND },
            () => -Math.exp(0.3 * level) * Math.log(stream.uniform()),
          ),
        ),
      ),
    );
}

/** How often an interval is given, and how often it then holds what such runs have on average, for each statistic. */
function reliability(source: (length: number) => RunSections, length: number) {
  const long = source(LONG);
  const results = [MEAN, P50, P99].map((statistic) => ({
    statistic,
    truth: long.estimate(statistic, 'seconds').value!,
    given: 0,
    held: 0,
  }));
  for (let run = 0; run < RUNS; run++) {
    const sections = source(length);
    for (const result of results) {
      const { ci95 } = sections.estimate(result.statistic, 'seconds');
      if (ci95 === null) continue;
      result.given++;
      if (ci95[0] <= result.truth && result.truth <= ci95[1]) result.held++;
    }
  }
  return results.map(({ given, held }) => ({ given: given / RUNS, held: held / given }));
}

describe('the interval of a run', () => {
  test.each(
    byPatience<readonly (typeof PROCESSES)[number][]>({ fast: PROCESSES.slice(0, 1), slow: PROCESSES }),
  )('holds the truth as often as it says: %s', (_, phi, length) => {
    for (const { given, held } of reliability(wandering('reliable', phi), length)) {
      expect(given).toBeGreaterThan(0.8);
      expect(held).toBeGreaterThan(HELD_MIN);
    }
  });

  test('is not given where seconds resemble each other too much for the length of the run', () => {
    const [mean] = reliability(wandering('slow', 0.95), 120);
    expect(mean!.given).toBeLessThan(GIVEN_MAX);
  });

  test('is not given for a run that drifts', () => {
    const seconds = Array.from({ length: 200 }, (_, second) => histogramOf([1 + second, 2 + second]));
    expect(sectionsOf(seconds).estimate(P50, 'seconds').ci95).toBeNull();
  });

  test('is not given for fewer than twenty seconds, nor for extremes', () => {
    const source = wandering('short', 0);
    expect(source(19).estimate(MEAN, 'seconds').ci95).toBeNull();
    expect(source(20).estimate(MEAN, 'seconds')).not.toMatchObject({ value: null });
    expect(source(400).estimate({ kind: 'max' }, 'seconds').ci95).toBeNull();
    expect(source(400).estimate({ kind: 'min' }, 'seconds').ci95).toBeNull();
  });

  test('is not given where observations are too few for the percentile', () => {
    const stream = testStream('few');
    const seconds = Array.from({ length: 60 }, () => histogramOf([stream.uniform(), stream.uniform()]));
    expect(sectionsOf(seconds).estimate(P50, 'seconds').ci95).not.toBeNull();
    expect(sectionsOf(seconds).estimate(P99, 'seconds').ci95).toBeNull();
  });
});

test('the estimate is the statistic of all observations, whatever the seconds', () => {
  const seconds = [histogramOf([1, 2]), null, histogramOf([3])];
  expect(sectionsOf(seconds).estimate(MEAN, 'seconds')).toEqual({ value: 2, ci95: null });
  expect(sectionsOf([null]).estimate(MEAN, 'seconds')).toEqual({ value: null, ci95: null });
});

test('seconds in which nothing was observed change nothing', () => {
  const stream = testStream('gaps');
  const seconds = Array.from({ length: 40 }, () => histogramOf([stream.uniform(), stream.uniform()]));
  const withGaps = seconds.flatMap((second) => [second, null]);
  expect(sectionsOf(withGaps).estimate(MEAN, 'seconds')).toEqual(
    sectionsOf(seconds).estimate(MEAN, 'seconds'),
  );
});

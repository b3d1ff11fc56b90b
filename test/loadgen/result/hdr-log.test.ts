import { type Histogram as HdrHistogram, HistogramLogReader, listTags } from 'hdr-histogram-js';
import { expect, test } from 'vitest';
import { hdrLog, tagOf } from '../../../loadgen/result/hdr-log.ts';
import { Histogram } from '../../../models/histogram.ts';
import { loadRun } from './load-run.ts';

const RUN = loadRun();
const LOG = hdrLog(RUN);

function read(log: string): HdrHistogram[] {
  const reader = new HistogramLogReader(log);
  const histograms: HdrHistogram[] = [];
  for (;;) {
    const next = reader.nextIntervalHistogram();
    if (next === null) return histograms;
    histograms.push(next);
  }
}

test('a reader of HdrHistogram logs finds every group of every second, with as many observations', () => {
  const written = RUN.seconds.flatMap(({ atSeconds, tallies }) =>
    tallies
      .filter(({ response }) => response.count > 0)
      .map((tally) => ({ tag: tagOf(tally), atSeconds, count: tally.response.count })),
  );
  const found = read(LOG).map((histogram) => ({
    tag: histogram.tag,
    atSeconds: Math.round(histogram.startTimeStampMsec / 1000 - RUN.startedAtSeconds),
    count: histogram.totalCount,
  }));
  expect(found).toEqual(written);
  expect(listTags(LOG)).toContain('review.scrub.read');
});

test('adding up its intervals gives the percentiles of the whole run, to the precision of both', () => {
  const histograms = read(LOG);
  for (const tally of RUN.tallies) {
    const intervals = histograms.filter(({ tag }) => tag === tagOf(tally));
    const [whole, ...others] = intervals;
    for (const other of others) whole!.add(other);
    const response = Histogram.fromSnapshot(tally.response);
    for (const fraction of [0.1, 0.5, 0.9, 0.99, 1]) {
      const expected = response.quantile(fraction);
      const found = whole!.getValueAtPercentile(fraction * 100) * 1e-9;
      expect(Math.abs(found - expected)).toBeLessThan(0.006 * expected);
    }
  }
});

test('its head says when the run began, wherever it is read, and in which unit it is', () => {
  const lines = LOG.split('\n');
  expect(lines[0]).toContain('values in nanoseconds');
  expect(lines[1]).toBe('#[Histogram log format version 1.3]');
  expect(lines[2]).toBe('#[StartTime: 1775979660.000 (seconds since epoch), 2026-04-12T07:41:00.000Z]');
  const [first] = lines.filter((line) => line.startsWith('Tag='));
  expect(first).toMatch(/^Tag=pipeline\.churn\.getattr, *0\.000, *1\.000, *\d+\.\d{3},HISTF[\w+/=]+$/);
});

test('a tag is one word, whatever the stage is called', () => {
  expect(tagOf({ stage: 'show A, "night"', step: 'read', kind: 'read' })).toBe('show_A___night_.read.read');
});

test('times longer than an hour are not lost', () => {
  const histogram = new Histogram();
  histogram.record(9_000);
  const [tally] = RUN.tallies;
  const second = { ...RUN.seconds[0]!, tallies: [{ ...tally!, response: histogram.snapshot() }] };
  const [found] = read(hdrLog({ ...RUN, seconds: [second] }));
  expect(found!.maxValue * 1e-9).toBeCloseTo(9_000, -1);
});

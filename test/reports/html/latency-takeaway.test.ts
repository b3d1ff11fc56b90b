import { describe, expect, it } from 'vitest';
import type { MetricResult } from '../../../models/result.ts';
import { latencyTakeaway } from '../../../reports/html/latency-takeaway.ts';
import { METRICS } from '../feature-day.ts';

function metric(name: string, p50: number, p99: number, atLeast?: MetricResult['atLeast']): MetricResult {
  return { ...METRICS[0]!, name, p50, p99, ...(atLeast === undefined ? {} : { atLeast }) };
}

describe('what the spreads of metrics show, in a sentence', () => {
  it('names the longest tail', () => {
    expect(latencyTakeaway([metric('scrub', 0.002, 0.044), metric('read', 0.01, 0.02)])).toBe(
      'scrub has the longest tail: its 99th percentile, 44 ms, is 22 times its median of 2 ms.',
    );
  });

  it('makes no contest of one metric', () => {
    expect(latencyTakeaway([metric('scrub', 0.002, 0.0044)])).toBe(
      'scrub: its 99th percentile, 4.4 ms, is 2.2 times its median of 2 ms.',
    );
  });

  it('names no longest where several read alike', () => {
    expect(latencyTakeaway([metric('scrub', 0.002, 0.044), metric('read', 0.01, 0.22)])).toBe(
      'scrub and read have the longest tails: their 99th percentiles are 22 times their medians.',
    );
  });

  it('finds no tail in metrics that hardly spread', () => {
    expect(latencyTakeaway([metric('render', 100, 104), metric('read', 0.01, 0.0101)])).toBe(
      'No long tail: no 99th percentile is more than 1.04 times its median (render: 1min 44s against 1min 40s).',
    );
  });

  it('marks lower bounds, and calls no tail the longest while another may be longer', () => {
    const endless = metric('render', 10, 30, ['p99', 'p999', 'max']);
    expect(latencyTakeaway([endless, metric('read', 0.01, 0.02)])).toBe(
      'render has the longest tail: its 99th percentile, at least 30 s, is at least 3 times its median of 10 s.',
    );
    expect(latencyTakeaway([endless, metric('read', 0.01, 0.1)])).toMatch(
      /^read has the longest tail that was seen: /,
    );
  });

  it('tells nothing of a median that is a lower bound itself', () => {
    const endless = metric('render', 10, 11, ['p50', 'p99']);
    expect(latencyTakeaway([endless])).toMatch(/^The tail is unknown/);
    expect(latencyTakeaway([endless, metric('read', 0.01, 0.1)])).toMatch(
      /^read has the longest tail that was/,
    );
  });
});

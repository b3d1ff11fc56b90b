import { describe, expect, it } from 'vitest';
import type { LoadSection } from '../../../models/load-section.ts';
import { bendOf } from '../../../reports/load/bend.ts';
import { bendSentence } from '../../../reports/load/bend-sentence.ts';
import { calm } from '../measured-run.ts';

/** Seconds of a run in which so much was answered, with this 99th percentile. */
function bend(seconds: readonly (readonly [rate: number, p99: number])[]) {
  const { load } = calm();
  const answered = seconds.map(([rate]) => rate);
  const p99 = seconds.map(([, time]) => time);
  const run: LoadSection = { ...load!, outages: [], timeline: { ...load!.timeline, answered } };
  return bendOf(run, { metric: 'edit.scrub', counts: answered, p50: p99, p99, max: p99 });
}

const times = <T>(count: number, value: T) => Array.from({ length: count }, () => value);

describe('where a target bends', () => {
  it('is no bend where it answers least when it is slowest: it stalled', () => {
    const stalled = bend([
      ...times(6, [5, 10] as const),
      ...times(6, [100, 0.002] as const),
      ...times(6, [300, 0.001] as const),
    ]);
    expect(stalled.finding.kind).toBe('collapses');
    expect(bendSentence(stalled)).toBe(
      'It answers least when it is slowest: the 99th percentile is 10 s at 5 ops/s and 1 ms at 300 ops/s. So the target stalled or was asked more than it can do, and no bend can be told.',
    );
  });

  it('is told where response times rise with the rate', () => {
    const bent = bend([
      ...times(6, [100, 0.001] as const),
      ...times(6, [200, 0.001] as const),
      ...times(6, [300, 0.01] as const),
    ]);
    expect(bent.finding.kind).toBe('bends');
  });

  it('is nowhere where they do not', () => {
    const flat = bend([
      ...times(6, [100, 0.001] as const),
      ...times(6, [200, 0.0012] as const),
      ...times(6, [300, 0.0015] as const),
    ]);
    expect(bendSentence(flat)).toMatch(/^No bend up to 300 ops\/s/);
  });
});

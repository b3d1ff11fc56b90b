import { describe, expect, it } from 'vitest';
import type { PairedDifference } from '../../../models/comparison.ts';
import type { MetricResult, ResultDocument } from '../../../models/result.ts';
import { boundedDifference } from '../../../sim/experiment/bounded-difference.ts';
import { featureDay, objective } from '../../reports/feature-day.ts';

const WHOLE = featureDay({ objectives: [objective({ text: 'review.scrub p99 <= 40ms' })] });
/** Its scrubs did not all end. */
const ENDLESS: ResultDocument = {
  ...WHOLE,
  objectives: WHOLE.objectives.map((one) => ({ ...one, unfinished: true as const })),
  metrics: WHOLE.metrics.map((one): MetricResult => ({ ...one, atLeast: ['p99', 'max'] })),
};

function verdictOf(
  verdict: PairedDifference['verdict'],
  base: ResultDocument,
  other: ResultDocument,
  subject: Pick<PairedDifference, 'kind' | 'subject'> = { kind: 'objective', subject: 'review.scrub p99' },
): PairedDifference['verdict'] {
  const difference: PairedDifference = {
    ...subject,
    candidate: 'other',
    basis: 'paired',
    unit: 'seconds',
    baseline: 1,
    value: 2,
    difference: 1,
    ci95: [0.5, 1.5],
    verdict,
  };
  return boundedDifference(difference, base, other).verdict;
}

describe('a difference', () => {
  it('stands where all work came to its end', () => {
    expect(verdictOf('lower', WHOLE, WHOLE)).toBe('lower');
    expect(verdictOf('within noise', WHOLE, WHOLE)).toBe('within noise');
  });

  it('from a system that never finished can be lower, not higher', () => {
    expect(verdictOf('lower', ENDLESS, WHOLE)).toBe('lower');
    expect(verdictOf('higher', ENDLESS, WHOLE)).toBe('unknown');
    expect(verdictOf('within noise', ENDLESS, WHOLE)).toBe('unknown');
  });

  it('of a system that never finished can be higher, not lower: what it finished says nothing of the rest', () => {
    expect(verdictOf('higher', WHOLE, ENDLESS)).toBe('higher');
    expect(verdictOf('lower', WHOLE, ENDLESS)).toBe('unknown');
  });

  it('between two that never finished is unknown', () => {
    expect(verdictOf('lower', ENDLESS, ENDLESS)).toBe('unknown');
    expect(verdictOf('higher', ENDLESS, ENDLESS)).toBe('unknown');
  });

  it('of a mean hangs on all work, of a percentile on what lies beyond it', () => {
    const metric = (statistic: string) => ({ kind: 'metric' as const, subject: `review.scrub ${statistic}` });
    expect(verdictOf('lower', WHOLE, ENDLESS, metric('mean'))).toBe('unknown');
    expect(verdictOf('lower', WHOLE, ENDLESS, metric('p99'))).toBe('unknown');
    expect(verdictOf('lower', WHOLE, ENDLESS, metric('p50'))).toBe('lower');
  });

  it('of what never speaks of time stands', () => {
    const policy = { kind: 'policy' as const, subject: 'storage.hot utilization p95' };
    expect(verdictOf('lower', WHOLE, ENDLESS, policy)).toBe('lower');
  });
});

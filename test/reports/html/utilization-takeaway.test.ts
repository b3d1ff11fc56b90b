import { describe, expect, it } from 'vitest';
import type { ResourceResult } from '../../../models/result.ts';
import { utilizationTakeaway } from '../../../reports/html/utilization-takeaway.ts';
import { RESOURCES } from '../feature-day.ts';

function resource(name: string, peak: number, headroomLimit: number | null = null): ResourceResult {
  const [first] = RESOURCES;
  return { ...first!, name, headroomLimit, utilization: { ...first!.utilization, peak } };
}

describe('what utilizations show, in a sentence', () => {
  it('names the busiest where there is one', () => {
    expect(utilizationTakeaway([resource('nas', 0.4), resource('core', 0.7)])).toBe(
      'core is the busiest, with 70% in its busiest 10 s.',
    );
  });

  it('names nobody the busiest where several read alike', () => {
    expect(utilizationTakeaway([resource('cpu', 1), resource('nas', 0.4), resource('gpu', 0.9999)])).toBe(
      'Equally busy, with 100% in their busiest 10 s: cpu and gpu.',
    );
    const many = ['a', 'b', 'c', 'd', 'e'].map((name) => resource(name, 1));
    expect(utilizationTakeaway(many)).toContain('a, b, c and 2 more.');
  });

  it('names nobody where nothing was used', () => {
    expect(utilizationTakeaway([resource('cpu', 0), resource('nas', 0)])).toBe('Nothing was used.');
  });

  it('speaks only of limits on the peak: one on a percentile may be broken', () => {
    expect(utilizationTakeaway([resource('nas', 0.4, 0.8), resource('core', 0.9)])).toBe(
      'Within its headroom limit in the busiest 10 s: nas (40% against 80%). core is the busiest, with 90% in its busiest 10 s.',
    );
  });

  it('says who is beyond a limit', () => {
    expect(utilizationTakeaway([resource('nas', 1, 0.8), resource('core', 0.1, 0.5)])).toBe(
      'In its busiest 10 s beyond its headroom limit: nas (100% against 80%).',
    );
  });

  it('says how long the busiest was used in full, and keeps the words of results that do not know the window', () => {
    const { peakWindowSeconds: _, saturatedSeconds: __, ...earlier } = RESOURCES[0]!.utilization;
    const core = resource('core', 1);
    const full = { ...core, utilization: { ...core.utilization, saturatedSeconds: 41.26 } };
    expect(utilizationTakeaway([full])).toBe(
      'core is the busiest, with 100% in its busiest 10 s, and used in full for 41.3 s.',
    );
    expect(utilizationTakeaway([{ ...core, utilization: { ...earlier, peak: 0.7 } }])).toBe(
      'core is the busiest, with 70% in its busiest minute.',
    );
  });
});

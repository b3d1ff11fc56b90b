import { describe, expect, it } from 'vitest';
import type { Series, Timeline } from '../../../models/result.ts';
import { timelineTakeaway } from '../../../reports/html/timeline-takeaway.ts';

function sentence(group: Series['group'], unit: Series['unit'], values: readonly number[]): string {
  const series: Series = { name: 'x', title: 'Things', unit, group, values };
  const timeline: Timeline = { binSeconds: 3600, startSecondsOfDay: 79_200, series: [series] };
  return timelineTakeaway(timeline, [series]);
}

function farm(name: string, values: readonly number[]): Series {
  return { name, title: name, unit: 'count', group: 'farm', values };
}

describe('what a timeline shows, in a sentence', () => {
  it('says when a queue was longest and when it was gone', () => {
    expect(sentence('queue', 'count', [0, 20, 100, 40, 0, 0])).toBe(
      'Things: at most 100 at 00:00 on day 2, none left by 02:00 on day 2.',
    );
    expect(sentence('queue', 'count', [0, 20, 100, 40])).toBe(
      'Things: at most 100 at 00:00 on day 2, some still waiting at the end.',
    );
  });

  it('empties no queue in which somebody waits in one of the replications', () => {
    expect(sentence('queue', 'count', [0, 20, 100, 40, 0.4, 0.1])).toBe(
      'Things: at most 100 at 00:00 on day 2, hardly any left by 02:00 on day 2.',
    );
  });

  it('puts a peak in proportion to the mean', () => {
    expect(sentence('throughput', 'bytes/s', [1e9, 4e9, 1e9, 2e9])).toBe(
      'Things: at most 4 GB/s at 23:00, 2 times its mean of 2 GB/s.',
    );
  });

  it('adds up GPU-hours', () => {
    expect(sentence('farm', 'count', [480, 480, 240])).toBe(
      'Things: at most 480 at 22:00, 1,200 GPU-hours in all.',
    );
  });

  it('says what share of the GPU-hours in use was lost to storage', () => {
    const series = [farm('farm.gpusInUse', [100, 100]), farm('farm.gpusIdleOnStorage', [20, 0])];
    expect(timelineTakeaway({ binSeconds: 3600, startSecondsOfDay: 0, series }, series)).toBe(
      'farm.gpusInUse: at most 100 at 00:00, 200 GPU-hours in all; ' +
        'farm.gpusIdleOnStorage: at most 20 at 00:00, 20 GPU-hours in all, 10% of those in use.',
    );
  });

  it('says so when there was nothing', () => {
    expect(sentence('queue', 'count', [0, 0])).toBe('Things: none.');
  });
});

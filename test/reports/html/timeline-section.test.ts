import { expect, it } from 'vitest';
import { timelineSection } from '../../../reports/html/timeline-section.ts';
import { shortDay, singleReplication } from '../feature-day.ts';

it('the day of one replication is averaged over none', () => {
  expect(timelineSection(shortDay()).markup).toContain(
    'averaged over replications; peaks of single replications',
  );
  expect(timelineSection(singleReplication()).markup).not.toContain('averaged over replications');
});

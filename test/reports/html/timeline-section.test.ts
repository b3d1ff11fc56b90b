import { expect, it } from 'vitest';
import { TIMELINE_SECTION } from '../../../reports/html/timeline-section.ts';
import { shortDay, singleReplication } from '../feature-day.ts';

it('the day of one replication is averaged over none', () => {
  expect(TIMELINE_SECTION.render({ result: shortDay() }).markup).toContain(
    'averaged over replications; peaks of single replications',
  );
  expect(TIMELINE_SECTION.render({ result: singleReplication() }).markup).not.toContain(
    'averaged over replications',
  );
});

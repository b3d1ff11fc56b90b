import { describe, expect, it } from 'vitest';
import type { ResultDocument } from '../../models/result.ts';
import { instabilityText, overrunSentences, steadinessSentences } from '../../reports/overrun-text.ts';
import { verdictOf } from '../../reports/verdict-text.ts';
import { featureDay } from './feature-day.ts';

const HOUR = 3600;
const day: ResultDocument = featureDay();

describe('work that outlives the run', () => {
  const overrun: ResultDocument = {
    ...day,
    timeline: { ...day.timeline, startSecondsOfDay: 8 * HOUR },
    overrun: {
      windowSeconds: 24 * HOUR,
      untilSeconds: 29 * HOUR,
      stages: [
        { name: 'overnight', unfinished: 904, untilSeconds: 29 * HOUR },
        { name: 'dailies', unfinished: 1, untilSeconds: null },
      ],
      stopped: ['pipeline', 'review'],
    },
  };

  it('is told with how many, until when, and who was measured without it', () => {
    expect(overrunSentences(overrun)).toEqual([
      'Work outlives the run: when work stopped arriving at 08:00 on day 2, unfinished were 904 frames of overnight (the last until 13:00 on day 2) and 1 delivery of dailies (some for good).',
      'pipeline and review no longer ran beside that work, so their figures leave it out. “run.until: steady” repeats the day instead.',
    ]);
  });

  it('stands beside the verdict', () => {
    expect(verdictOf(overrun).caveats).toEqual(expect.arrayContaining(overrunSentences(overrun)));
    expect(overrunSentences(day)).toEqual([]);
  });
});

describe('a day that was repeated', () => {
  const backlog = {
    stage: 'overnight',
    unfinished: [6, 12],
    growthPerDay: 6,
    ci95: [6, 6],
    growing: true,
  } as const;
  const unstable: ResultDocument = {
    ...day,
    steadiness: { kind: 'unstable', daySeconds: 24 * HOUR, days: 2, backlogs: [backlog], changing: [] },
  };

  it('that never is steady does not hold, by how much a day', () => {
    expect(instabilityText(unstable)).toBe('unstable: the backlog grows by 6 frames a day (overnight)');
    const { kind, summary } = verdictOf({ ...unstable, objectives: [] });
    expect(kind).toBe('not met');
    expect(summary).toContain('unstable: the backlog grows by 6 frames a day (overnight)');
  });

  it('of another length says so', () => {
    const hourly = { ...unstable.steadiness!, daySeconds: HOUR };
    expect(instabilityText({ ...unstable, steadiness: hourly })).toBe(
      'unstable: the backlog grows by 6 frames every 1h (overnight)',
    );
  });

  it('says what is uncertain, and what still changes', () => {
    const doubtful = { ...unstable.steadiness!, backlogs: [{ ...backlog, ci95: [-1, 13] as const }] };
    expect(steadinessSentences({ ...unstable, steadiness: doubtful }).join(' ')).toContain(
      'How fast the backlog of overnight grows is uncertain',
    );
    const unsettled = { ...doubtful, kind: 'unsettled', backlogs: [], changing: ['review.scrub'] } as const;
    expect(steadinessSentences({ ...unstable, steadiness: unsettled }).at(-1)).toBe(
      'Not steady after 2 days: review.scrub still changed from one day to the next.',
    );
  });
});

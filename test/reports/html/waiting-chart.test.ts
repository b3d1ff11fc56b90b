import { describe, expect, it } from 'vitest';
import type { ResultDocument } from '../../../models/result.ts';
import { waitingFigure } from '../../../reports/html/waiting-chart.ts';
import { RESOURCES, shortDay } from '../feature-day.ts';

/** A day on which the stage `overnight` lost so many seconds to each resource. */
function lost(seconds: Readonly<Record<string, number>>): ResultDocument {
  const resources = Object.entries(seconds).map(([name, overnight]) => ({
    ...RESOURCES[0]!,
    name,
    lostSecondsByStage: { overnight },
  }));
  return shortDay({ resources });
}

describe('what each stage waits for, in a sentence', () => {
  it('is the largest share, which need not be most of it', () => {
    expect(waitingFigure(lost({ farm: 45, nas: 30, core: 25 }))?.takeaway).toBe(
      'The largest share of the time that each stage loses to busy resources: overnight to farm (45%).',
    );
  });

  it('is of several resources where their shares read alike', () => {
    expect(waitingFigure(lost({ farm: 50, nas: 50.001 }))?.takeaway).toMatch(
      /overnight to nas and farm \(50% each\)\.$/,
    );
  });

  it('is nothing where nobody waited', () => {
    expect(waitingFigure(lost({ farm: 0 }))).toBeNull();
  });
});

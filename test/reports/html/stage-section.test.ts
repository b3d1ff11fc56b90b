import { describe, expect, it } from 'vitest';
import type { StageSummary } from '../../../models/result.ts';
import { STAGE_SECTION } from '../../../reports/html/stage-section.ts';
import { featureDay, shortDay } from '../feature-day.ts';

const [STAGE] = featureDay().stages;

function said(...stages: Partial<StageSummary>[]): string {
  const day = shortDay({ stages: stages.map((changes) => ({ ...STAGE!, ...changes })) });
  return /<p>(.*?)<\/p>/.exec(STAGE_SECTION.render({ result: day }).markup)?.[1] ?? '';
}

describe('what the stages did, in a sentence', () => {
  it.each([
    [[{ arrived: 16, finished: 16 }], 'All work that arrived was finished.'],
    [[{ arrived: 0, finished: 0 }], 'No work arrived.'],
    [
      [
        { arrived: 16, finished: 16 },
        { name: 'night', arrived: 20, finished: 18 },
      ],
      'Left unfinished when the simulation stopped: 2 of 20 in night.',
    ],
  ])('%#', (stages, sentence) => {
    expect(said(...stages)).toBe(sentence);
  });
});

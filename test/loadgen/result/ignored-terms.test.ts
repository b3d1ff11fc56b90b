import { describe, expect, it } from 'vitest';
import { ignoredTerms } from '../../../loadgen/result/ignored-terms.ts';

describe('settings that a load does not heed', () => {
  it('are the repetition of a day and a warm-up that is left out', () => {
    const until = { kind: 'steady', daysMax: 7 } as const;
    expect(ignoredTerms({ until, warmup: { kind: 'auto' } })).toEqual([
      expect.stringMatching(/^run\.until: .* performs the day once/),
    ]);
    expect(ignoredTerms({ warmup: { kind: 'given', seconds: 600 } })).toEqual([
      'run.warmup: a load leaves nothing out of its figures; a simulation leaves out the first 10min',
    ]);
  });

  it('are none where a simulation runs the span once and leaves nothing out of planned work', () => {
    expect(ignoredTerms({ warmup: { kind: 'auto' } })).toEqual([]);
    expect(ignoredTerms({ warmup: { kind: 'given', seconds: 0 } })).toEqual([]);
  });
});

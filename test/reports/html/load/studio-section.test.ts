import { describe, expect, it } from 'vitest';
import type { StudioTerm } from '../../../../models/load-section.ts';
import { STUDIO_SECTION } from '../../../../reports/html/load/studio-section.ts';
import { calm } from '../../measured-run.ts';

const RESULT = calm();

function term(stage: string, name: StudioTerm['name'], value: number): StudioTerm {
  return { stage, name, value, unit: name === 'dropped frames' ? 'fraction' : 'count', meaning: 'counted' };
}

function said(studioTerms: readonly StudioTerm[], valid = true): string {
  const load = RESULT.load!;
  const { markup } = STUDIO_SECTION.render({
    result: RESULT,
    load: { ...load, studioTerms, generator: { ...load.generator, valid } },
  });
  return /<\/h2>\s*<p>(.*?)<\/p>/.exec(markup)?.[1] ?? '';
}

const EDIT = [term('edit', 'frames per second held', 23), term('edit', 'dropped frames', 0.04)];

describe('what the stages got, in a sentence', () => {
  it('is the frames held and dropped', () => {
    expect(said(EDIT)).toBe('edit held 23 frames per second, 4% of frames dropped.');
    expect(said([term('edit', 'frames per second held', 24), term('edit', 'dropped frames', 0)])).toBe(
      'edit held 24 frames per second, no frame dropped.',
    );
  });

  it('is of the stage that held least, and says so', () => {
    expect(said([term('review', 'frames per second held', 24), ...EDIT])).toBe(
      'edit held 23 frames per second, 4% of frames dropped, the least of 2 stages.',
    );
  });

  it('is not held against the target where the generator was the limit', () => {
    expect(said(EDIT, false)).toMatch(/The generator was the limit, so the target may have held more\.$/);
  });
});

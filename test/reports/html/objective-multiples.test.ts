import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import type { ComparisonDocument } from '../../../models/comparison.ts';
import type { ObjectiveResult } from '../../../models/result.ts';
import { objectiveMultiples } from '../../../reports/html/objective-multiples.ts';
import { vendorComparison } from '../vendor-comparison.ts';

/** The first objective as each of the candidates has it, whatever it was. */
function withFirst(changes: readonly Partial<ObjectiveResult>[]): ComparisonDocument {
  const comparison = vendorComparison();
  return {
    ...comparison,
    candidates: comparison.candidates.slice(0, changes.length).map((candidate, index) => {
      const [first, ...others] = candidate.result.objectives;
      const objective = { ...first!, value: first!.limit / 2, met: true, certainty: 'certain' as const };
      return {
        ...candidate,
        result: {
          ...candidate.result,
          objectives: [{ ...objective, ...changes[index] }, ...others],
        },
      };
    }),
  };
}

function shown(changes: readonly Partial<ObjectiveResult>[]) {
  const { document } = parseHTML(
    `<!doctype html><html><body>${objectiveMultiples(withFirst(changes)).markup}</body></html>`,
  );
  const figure = document.querySelector('figure')!;
  return {
    takeaway: figure.querySelector('.takeaway')!.textContent.replace(/^.*?: /u, ''),
    notes: [...figure.querySelectorAll('text')]
      .map(({ textContent }) => textContent)
      .filter((text) => /[✓✗?]$/u.test(text)),
    fills: [...figure.querySelectorAll('rect')].map((bar) => bar.getAttribute('fill')),
  };
}

const MISSED = { met: false };
const UNFINISHED = { met: false, unfinished: true as const };
const NOT_JUDGED = { met: false, certainty: 'unknown' as const };

describe('the small chart of an objective of several candidates', () => {
  it('does not call an objective met by all while work of one never ended, which has no bar', () => {
    const endless = { met: false, value: null, unfinished: true as const };
    const { takeaway, fills } = shown([{}, {}, endless]);
    expect(takeaway).toBe('met by A, B, not by C.');
    expect(fills).toHaveLength(2);
  });

  it('says who states an objective, where not all do', () => {
    const comparison = withFirst([{}, {}]);
    const [first, second] = comparison.candidates;
    const without = { ...second!, result: { ...second!.result, objectives: [] } };
    const { markup } = objectiveMultiples({ ...comparison, candidates: [first!, without] });
    expect(markup).toContain('met by all that state it.');
  });

  it('tells apart who meets it, who misses it, and who was not judged', () => {
    const { takeaway, notes, fills } = shown([{}, MISSED, NOT_JUDGED, UNFINISHED]);
    expect(takeaway).toBe('met by A, not by B, D, not judged of C.');
    expect(notes.map((note) => note.at(-1))).toEqual(['✓', '✗', '?', '✗']);
    expect(fills).toEqual(['var(--good)', 'var(--bad)', 'var(--unsure)', 'var(--bad)']);
  });

  it('marks a value that is at least so long, as work had no end', () => {
    const { notes } = shown([{}, UNFINISHED]);
    expect(notes.map((note) => note.startsWith('≥ '))).toEqual([false, true]);
  });

  it.each([
    [[{}, {}], 'met by all.'],
    [[MISSED, MISSED], 'met by none.'],
    [[MISSED, NOT_JUDGED], 'met by none, not judged of B.'],
    [[NOT_JUDGED, NOT_JUDGED], 'judged of none.'],
    [[{}, NOT_JUDGED], 'met by A, not judged of B.'],
  ])('says of %j: %s', (changes, sentence) => {
    expect(shown(changes).takeaway).toBe(sentence);
  });
});

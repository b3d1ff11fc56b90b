import { describe, expect, it } from 'vitest';
import type { Candidate, ComparisonDocument, PairedDifference } from '../../models/comparison.ts';
import type { ObjectiveResult } from '../../models/result.ts';
import {
  comparisonSentence,
  decidingSubjects,
  improvement,
  leastMarginText,
  otherWorkSentence,
  ranked,
  runSentences,
  tallyOfDifferences,
} from '../../reports/comparison-text.ts';
import { objective } from './feature-day.ts';
import { vendorComparison } from './vendor-comparison.ts';

const LESS = 'it read 12% less within the window';

/** The second candidate did other work than the first. */
function withOtherWork(otherWork?: string): ComparisonDocument {
  const comparison = vendorComparison();
  return {
    ...comparison,
    candidates: comparison.candidates.map((candidate, index) =>
      index === 1 && otherWork !== undefined ? { ...candidate, otherWork } : candidate,
    ),
  };
}

/** Of the second candidate. */
function differenceOf(subject: string, comparison: ComparisonDocument): PairedDifference {
  const { name } = comparison.candidates[1]!;
  return comparison.differences.find((one) => one.candidate === name && one.subject === subject)!;
}

describe('a lower utilization', () => {
  const subject = 'metadata.hot utilization peak(10s)';

  it('is better where the same work was done in the same time', () => {
    const comparison = withOtherWork();
    expect(improvement(differenceOf(subject, comparison), comparison)).toBe('better');
  });

  it('is neither better nor worse where it was not: a system that collapses is used less, too', () => {
    const comparison = withOtherWork(LESS);
    expect(improvement(differenceOf(subject, comparison), comparison)).toBeNull();
    expect(improvement({ ...differenceOf(subject, comparison), verdict: 'higher' }, comparison)).toBeNull();
  });

  it('is explained once, where there is one', () => {
    const comparison = withOtherWork(LESS);
    const own = comparison.differences.filter(
      ({ candidate }) => candidate === comparison.candidates[1]!.name,
    );
    expect(otherWorkSentence(own, comparison)).toBe(
      `It did not do the same work in the same time (${LESS}), so utilizations are told as higher or lower, not as better or worse.`,
    );
    const calm = own.map((one) => ({ ...one, verdict: 'within noise' as const }));
    expect(otherWorkSentence(calm, comparison)).toBeNull();
    expect(otherWorkSentence(own, withOtherWork())).toBeNull();
  });

  it('leaves response times to be judged', () => {
    const comparison = withOtherWork(LESS);
    expect(improvement(differenceOf('review.scrub p99', comparison), comparison)).toBe('better');
  });
});

describe('the tally of differences', () => {
  it('counts each once, those that nothing is said of too', () => {
    const comparison = withOtherWork(LESS);
    const own = comparison.differences.filter(
      ({ candidate, kind }) => candidate === comparison.candidates[1]!.name && kind !== 'metric',
    );
    const [first, ...others] = own;
    const unknown = [{ ...first!, verdict: 'unknown' as const }, ...others];
    const tally = tallyOfDifferences(unknown, comparison);
    const counts = [...tally.matchAll(/\d+/g)].map(([count]) => Number(count));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(own.length);
    expect(tally).toMatch(/2 not judged$/);
  });
});

describe('the least margin of a candidate', () => {
  const text = (least: ObjectiveResult) => {
    const [candidate] = vendorComparison().candidates;
    return leastMarginText({
      ...candidate!,
      result: { ...candidate!.result, objectives: [least] },
      leastMargin: { text: least.text, margin: least.margin },
    });
  };

  it('is no margin of an objective that is missed in spite of it', () => {
    expect(text(objective({ text: 'x', margin: 0.5, met: false, unfinished: true }))).toBe('missed');
    expect(text(objective({ text: 'x', margin: 0.1, met: false }))).toBe('missed');
    expect(text(objective({ text: 'x', margin: null, value: null, unfinished: true }))).toBe('no end');
  });

  it('is the margin of any other', () => {
    expect(text(objective({ text: 'x', margin: 0.12, met: true }))).toBe('+12%');
    expect(text(objective({ text: 'x', margin: -0.12 }))).toBe('−12%');
    expect(text(objective({ text: 'x', margin: null, limit: 0, value: 0, met: true }))).toBe('none');
  });

  it('of a limit of zero is nothing to spare', () => {
    const [candidate] = vendorComparison().candidates;
    const kept = objective({ text: 'x', limit: 0, value: 0, margin: null, met: true });
    const one: Candidate = {
      ...candidate!,
      result: { ...candidate!.result, objectives: [kept] },
      leastMargin: { text: 'x', margin: null },
    };
    expect(comparisonSentence({ ...vendorComparison(), candidates: [one] })).toMatch(
      /at a limit that has no margin\)\.$/,
    );
  });
});

describe('how candidates were computed', () => {
  it('is said once where it was alike, and of each where one ran for longer', () => {
    const comparison = vendorComparison();
    expect(runSentences(comparison)).toHaveLength(1);
    const [first, ...others] = comparison.candidates;
    const scenario = { ...first!.result.scenario, durationSeconds: 172_800 };
    const longer = { ...first!, result: { ...first!.result, scenario } };
    expect(runSentences({ ...comparison, candidates: [longer, ...others] })).toHaveLength(4);
  });
});

describe('the order of candidates', () => {
  const comparison = vendorComparison();
  const order = (candidates: readonly Candidate[]) => ranked(candidates).map(({ letter }) => letter);

  it('is by verdict, then by least margin; each keeps its letter', () => {
    expect(order(comparison.candidates)).toEqual(['B', 'D', 'A', 'C']);
  });

  it('is the order given where nothing tells candidates apart', () => {
    const [first] = comparison.candidates;
    expect(order([first!, first!, first!])).toEqual(['A', 'B', 'C']);
    const none = { ...first!, leastMargin: null };
    expect(order([none, none, first!])).toEqual(['C', 'A', 'B']);
  });
});

it('an objective decides if it is the least margin of any candidate', () => {
  const comparison = vendorComparison();
  const texts = decidingSubjects(comparison).map(({ text }) => text);
  expect(new Set(texts)).toEqual(new Set(comparison.candidates.map(({ leastMargin }) => leastMargin?.text)));
  expect(new Set(texts).size).toBe(texts.length);
});

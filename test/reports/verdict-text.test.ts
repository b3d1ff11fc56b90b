import { describe, expect, it } from 'vitest';
import { distanceSentence, valueText, verdictOf } from '../../reports/verdict-text.ts';
import {
  emptyResult,
  featureDay,
  OBJECTIVES,
  objective,
  singleReplication,
  uncounted,
  unobserved,
} from './feature-day.ts';

const met = OBJECTIVES.filter((one) => one.met);
const certain = met.filter((one) => one.certainty === 'certain');

describe('the verdict', () => {
  it('is missed when a single objective is', () => {
    const verdict = verdictOf(featureDay());
    expect(verdict.kind).toBe('not met');
    expect(verdict.summary).toBe('1 of 5 objectives missed, 1 of 2 headroom policies broken.');
  });

  it('is missed when only a headroom policy is broken', () => {
    const objectives = OBJECTIVES.filter((one) => one.met || one.kind === 'policy');
    expect(verdictOf(featureDay({ objectives })).summary).toBe(
      'all 4 objectives met, 1 of 2 headroom policies broken.',
    );
  });

  it('holds with the least margin of all', () => {
    const verdict = verdictOf(featureDay({ objectives: met, storage: [] }));
    expect(verdict.kind).toBe('holds');
    expect(verdict.summary).toBe('with 0.5% to spare: all 4 objectives and the only headroom policy met.');
    expect(verdict.tightest?.text).toBe('overnight.makespan max <= 12h');
  });

  it('names what breaks a limit of zero as the tightest, and promises nothing to spare of one that is kept', () => {
    const [roomy] = certain;
    const zero = { text: 'unfinished max <= 0', limit: 0, margin: null } as const;
    const broken = objective({ ...zero, value: 4 });
    expect(verdictOf(featureDay({ objectives: [roomy!, broken] })).tightest).toBe(broken);
    const kept = objective({ ...zero, value: 0, met: true });
    expect(verdictOf(featureDay({ objectives: [roomy!, kept] })).summary).toBe('both objectives met.');
  });

  it('is open when an objective was never observed and none is missed', () => {
    const verdict = verdictOf(unobserved());
    expect(verdict.kind).toBe('undecided');
    expect(verdict.summary).toBe('5 of 5 objectives not judged, 2 of 2 headroom policies not judged.');
    expect(verdict.tightest).toBeNull();
  });

  it('is none where nothing is asked', () => {
    expect(verdictOf(emptyResult())).toMatchObject({ kind: 'no objectives', tightest: null, caveats: [] });
  });
});

describe('what keeps a reader from taking the verdict at its word', () => {
  it('is said when replications disagree and neither their mean nor their number decides', () => {
    const [close] = OBJECTIVES.filter(({ certainty }) => certainty === 'too close to call');
    const objectives = [{ ...close!, missedIn: { replications: 4, of: 10 } }];
    expect(verdictOf(featureDay({ objectives })).caveats).toContain(
      'Too close to call, as replications disagree: overnight.makespan max <= 12h (missed in 4 of 10 replications).',
    );
  });

  it('is said when the interval of a run that is one contains its limit', () => {
    const [close] = OBJECTIVES.filter(({ certainty }) => certainty === 'too close to call');
    expect(verdictOf(featureDay({ objectives: [uncounted(close!)] })).caveats).toContain(
      'Too close to call: the 95% interval contains the limit of overnight.makespan max <= 12h.',
    );
  });

  it('is said when replications agree and are too few', () => {
    const few = objective({ text: 'scrub p99 <= 40ms', certainty: 'few replications' });
    expect(verdictOf(featureDay({ objectives: [few], storage: [] })).caveats).toEqual([
      'All replications agree, but fewer than 6 are too few to be certain while the 95% interval contains the limit: scrub p99 <= 40ms.',
    ]);
  });

  it('is said when most replications miss a limit that their mean keeps', () => {
    const most = objective({
      text: 'scrub p99 <= 40ms',
      value: 0.036,
      margin: 0.1,
      missedIn: { replications: 6, of: 10 },
      certainty: 'too close to call',
    });
    const { kind, caveats } = verdictOf(featureDay({ objectives: [most], storage: [] }));
    expect(kind).toBe('not met');
    expect(caveats).toContain(
      'Missed in most replications, although their mean keeps the limit: scrub p99 <= 40ms (missed in 6 of 10 replications).',
    );
    expect(distanceSentence(most)).toBe(
      'review.scrub p99 is 36 ms, 10% under its limit of 40 ms on average, but missed in 6 of 10 replications',
    );
  });

  it('tells one replication from one of several in which there was anything to see', () => {
    const { missedIn: _, ...seen } = objective({
      text: 'scrub',
      certainty: 'single replication',
      ci95: null,
    });
    const caveats = (replications: number) =>
      verdictOf(featureDay({ replications, objectives: [{ ...seen, count: 1 }], storage: [] })).caveats;
    expect(caveats(10)).toEqual(['Observed in one of 10 replications only, so without an interval: scrub.']);
    expect(caveats(1)[0]).toMatch(/^One replication only/);
  });

  it('is said when there is one replication', () => {
    expect(verdictOf(singleReplication()).caveats[0]).toMatch(/^One replication only/);
  });

  it('is said when a hardware figure is a guess', () => {
    expect(verdictOf(featureDay()).caveats).toContain(
      'Rests on 1 guess and 1 inferred figure: data variability of hot.',
    );
  });

  it('is nothing when figures are backed and intervals clear', () => {
    expect(verdictOf(featureDay({ objectives: certain, storage: [] })).caveats).toEqual([]);
  });

  it('is said when work left unfinished misses an objective that its value would meet', () => {
    const unfinished = objective({
      text: 'late p95 <= 1h',
      limit: 3600,
      value: 1800,
      margin: 0.5,
      met: false,
      unfinished: true,
      missedIn: { replications: 10, of: 10 },
    });
    const verdict = verdictOf(featureDay({ objectives: [...certain, unfinished], storage: [] }));
    expect(verdict.kind).toBe('not met');
    expect(verdict.tightest).toBe(unfinished);
    expect(verdict.caveats).toEqual([
      'Missed because work was left unfinished, although what was finished keeps the limit: late p95 <= 1h.',
    ]);
    expect(distanceSentence(unfinished)).toBe(
      'review.scrub p99 is 30min, 50% under its limit of 1h, but work was left unfinished',
    );
  });
});

describe('an objective of which nothing came to its end', () => {
  const endless = objective({
    text: 'overnight.makespan max <= 11h',
    metric: 'overnight.makespan',
    statistic: 'max',
    limit: 39_600,
    unit: 'seconds',
    value: null,
    ci95: null,
    margin: null,
    met: false,
    unfinished: true,
  });
  const verdict = verdictOf(featureDay({ objectives: [...certain, endless], storage: [] }));

  it('is missed, and the tightest of all', () => {
    expect(verdict.kind).toBe('not met');
    expect(verdict.tightest).toBe(endless);
    expect(verdict.caveats).toEqual([
      'Missed because no work came to its end: overnight.makespan max <= 11h.',
    ]);
  });

  it('has no value', () => {
    expect(valueText(endless)).toBe('no end');
    expect(distanceSentence(endless)).toBe(
      'overnight.makespan max is beyond its limit of 11h: no work came to its end',
    );
  });

  it('has a lower bound where some work did', () => {
    const some = objective({ text: 'late', value: 0.0882, margin: -1.205, met: false, unfinished: true });
    expect(valueText(some)).toBe('≥ 88.2 ms');
    expect(distanceSentence(some)).toBe('review.scrub p99 is at least 88.2 ms, 121% over its limit of 40 ms');
  });
});

describe('the distance of an objective from its limit', () => {
  it('says in how many replications it was missed, where they disagree', () => {
    const nine = objective({ text: 'x', missedIn: { replications: 9, of: 10 } });
    expect(distanceSentence(nine)).toBe(
      'review.scrub p99 is 44.1 ms, 10% over its limit of 40 ms, missed in 9 of 10 replications',
    );
  });

  it('has no share of a limit of zero', () => {
    const zero = { text: 'x', limit: 0, margin: null };
    expect(distanceSentence(objective({ ...zero, value: 4 }))).toBe(
      'review.scrub p99 is 4 s, its limit is 0 s',
    );
    expect(distanceSentence(objective({ ...zero, value: 0, met: true }))).toBe(
      'review.scrub p99 is 0 s, exactly at its limit of 0 s',
    );
  });

  it.each([
    [
      { value: 0.0441, margin: -0.1025, met: false },
      'review.scrub p99 is 44.1 ms, 10% over its limit of 40 ms',
    ],
    [{ value: 0.03, margin: 0.25, met: true }, 'review.scrub p99 is 30 ms, 25% under its limit of 40 ms'],
    [
      { value: 133, margin: -3324, met: false },
      'review.scrub p99 is 2min 13s, 3,325 times its limit of 40 ms',
    ],
    [{ value: 0.04, margin: 0, met: true }, 'review.scrub p99 is 40 ms, exactly at its limit of 40 ms'],
    [{ value: null, margin: null, met: false }, 'review.scrub p99 is unknown; its limit is 40 ms'],
    [
      { comparison: '>=' as const, value: 0.03, margin: -0.25, met: false },
      'review.scrub p99 is 30 ms, 25% short of its limit of 40 ms',
    ],
    [
      { comparison: '>=' as const, value: 0.05, margin: 0.25, met: true },
      'review.scrub p99 is 50 ms, 25% above its limit of 40 ms',
    ],
  ])('reads %#', (overrides, sentence) => {
    expect(distanceSentence(uncounted(objective({ text: 'x', ...overrides })))).toBe(sentence);
  });
});

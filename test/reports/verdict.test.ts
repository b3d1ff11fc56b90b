import { describe, expect, it } from 'vitest';
import { distanceSentence, valueText, verdictOf } from '../../reports/verdict.ts';
import {
  emptyResult,
  featureDay,
  OBJECTIVES,
  objective,
  singleReplication,
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
  it('is said when an interval holds its limit', () => {
    expect(verdictOf(featureDay()).caveats).toContain(
      'Too close to call: the 95% interval holds the limit of overnight.makespan max <= 12h.',
    );
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
    expect(distanceSentence(objective({ text: 'x', ...overrides }))).toBe(sentence);
  });
});

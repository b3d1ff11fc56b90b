import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Objective } from '../../models/objective.ts';
import type { Certainty, ObjectiveResult } from '../../models/result.ts';
import { estimate } from '../../models/statistics/estimate.ts';
import { type Evidence, judgeObjective } from '../../models/verdict.ts';

const LIMIT = 10;
const WINDOW = { startSeconds: 0, endSeconds: 3600 };

function objective(comparison: Objective['comparison'] = '<='): Objective {
  return {
    text: `artists.latency p99 ${comparison} 10s`,
    metric: 'artists.latency',
    statistic: { kind: 'percentile', fraction: 0.99 },
    comparison,
    limit: LIMIT,
    line: 1,
    file: 'studio.yaml',
  };
}

/** The verdict on replications with these values, as a simulation gives them. */
function judged(
  values: readonly (number | null)[],
  changes: Partial<Evidence> = {},
  comparison: Objective['comparison'] = '<=',
): ObjectiveResult {
  return judgeObjective(objective(comparison), 'objective', {
    ...estimate(values, 'seconds'),
    unit: 'seconds',
    window: WINDOW,
    replicationValues: values,
    count: values.filter((value) => value !== null).length,
    unfinished: values.map(() => false),
    ...changes,
  });
}

function contains([low, high]: readonly [number, number]): boolean {
  return low <= LIMIT && LIMIT < high;
}

/** Nine replications in which a queue exploded, each by another power of ten, and one in which it did not. */
const EXPLODED = [60, 2e3, 45, 4e6, 90, 300, 51, 7e4, 88];

describe('the verdict on replications of which a few exploded', () => {
  it('is missed for certain where all miss, whatever the interval', () => {
    const all = judged([...EXPLODED, 1e3]);
    expect(contains(all.ci95!)).toBe(true);
    expect(all).toMatchObject({
      met: false,
      certainty: 'certain',
      missedIn: { replications: 10, of: 10 },
    });
  });

  it('is missed for certain where nine of ten miss', () => {
    const nine = judged([...EXPLODED, 0.1]);
    expect(contains(nine.ci95!)).toBe(true);
    expect(nine).toMatchObject({ met: false, certainty: 'certain', missedIn: { replications: 9, of: 10 } });
  });

  it('is missed, but close, where a few explode and take the mean with them', () => {
    const values = [1, 2, 1, 3, 2, 1, 2, 1, 2, 4e6];
    expect(judged(values)).toMatchObject({
      met: false,
      certainty: 'too close to call',
      missedIn: { replications: 1, of: 10 },
    });
  });
});

describe('the verdict where the mean keeps the limit', () => {
  it('is met for certain where all replications do, even if their spread carries the interval across', () => {
    const wide = judged([0, 9.9, 9.9, 9.9, 9.9, 9.9]);
    expect(contains(wide.ci95!)).toBe(true);
    expect(wide).toMatchObject({ met: true, certainty: 'certain', missedIn: { replications: 0, of: 6 } });
  });

  it('is met where all replications lie on the limit, however their mean is rounded', () => {
    const limit = 0.1;
    const values = [limit, limit, limit];
    expect(estimate(values, 'seconds').value).toBeGreaterThan(limit);
    const evidence = { ...estimate(values, 'seconds'), unit: 'seconds', window: WINDOW, count: 3 } as const;
    const unfinished = values.map(() => false);
    const verdict = judgeObjective({ ...objective(), limit }, 'objective', {
      ...evidence,
      replicationValues: values,
      unfinished,
    });
    expect(verdict.met).toBe(true);
  });

  it('is met for certain where one of ten misses and the interval is clear', () => {
    const values = [8, 8.1, 8.2, 8, 8.1, 8.2, 8, 8.1, 8.2, 10.1];
    expect(judged(values)).toMatchObject({ met: true, certainty: 'certain', missedIn: { replications: 1 } });
  });

  it('is met, but close, where one of ten misses and the interval contains the limit', () => {
    const values = [9.8, 9.9, 9.9, 9.8, 9.9, 9.9, 9.8, 9.9, 9.9, 10.6];
    expect(judged(values)).toMatchObject({ met: true, certainty: 'too close to call' });
  });

  it('is met, but close, where two of ten miss and the interval is clear', () => {
    const values = [6, 6, 6, 6, 6, 6, 6, 6, 10.1, 10.1];
    expect(contains(judged(values).ci95!)).toBe(false);
    expect(judged(values)).toMatchObject({ met: true, certainty: 'too close to call' });
  });

  it('is missed where half of the replications miss, and for certain where nine of ten do', () => {
    const half = judged([1, 1, 1, 1, 1, 11, 11, 11, 11, 11]);
    expect(half.margin).toBeGreaterThan(0);
    expect(half).toMatchObject({ met: false, certainty: 'too close to call' });
    const most = judged([0.1, ...Array.from({ length: 9 }, () => 10.5)]);
    expect(most.margin).toBeGreaterThan(0);
    expect(most).toMatchObject({ met: false, certainty: 'certain', missedIn: { replications: 9, of: 10 } });
  });
});

describe('the verdict of few replications that all agree', () => {
  const wide = [11, 15, 12, 900];

  it('is theirs, and not certain while the interval contains the limit', () => {
    expect(judged(wide)).toMatchObject({ met: false, certainty: 'few replications' });
    expect(judged([0.1, 9.9])).toMatchObject({ met: true, certainty: 'few replications' });
  });

  it('is certain where the interval is clear, or there are six of them', () => {
    expect(judged([11, 11.1])).toMatchObject({ met: false, certainty: 'certain' });
    expect(judged([...wide, 13, 17])).toMatchObject({ met: false, certainty: 'certain' });
  });
});

describe('the verdict of one replication, or of a load run', () => {
  it('counts nothing, and goes by the interval where there is one', () => {
    const certainties = ([null, [8, 9], [9, 11]] as const).map((ci95) => judged([9], { ci95 }));
    expect(certainties.map(({ certainty }) => certainty)).toEqual([
      'single replication',
      'certain',
      'too close to call',
    ] satisfies Certainty[]);
    for (const result of certainties) {
      expect(result.met).toBe(true);
      expect(result).not.toHaveProperty('missedIn');
    }
  });

  it('is not given where the run cannot answer', () => {
    expect(judged([9], { unjudged: 'the generator was the limit' })).toMatchObject({
      met: false,
      certainty: 'unknown',
    });
  });
});

describe('replications that say nothing', () => {
  it('are not counted', () => {
    expect(judged([null, 11, null, 12, 13])).toMatchObject({
      missedIn: { replications: 3, of: 3 },
      count: 3,
    });
    expect(judged([null, 11, null])).not.toHaveProperty('missedIn');
    expect(judged([null, null])).toMatchObject({ met: false, certainty: 'unknown' });
  });
});

describe('replications that left work unfinished', () => {
  const values = [1, 1.1, 1, 1.1, 1, 1.1, 1, 1.1, 1, 1.1];
  const unfinished = (count: number) => values.map((_, replication) => replication < count);

  it('miss, and the objective is missed where any did', () => {
    for (const count of [1, 5, 9, 10]) {
      expect(judged(values, { unfinished: unfinished(count) })).toMatchObject({
        met: false,
        unfinished: true,
        missedIn: { replications: count, of: 10 },
      });
    }
  });

  it('are certain to miss where nearly all are of them, not where one is', () => {
    const certainties = [1, 9, 10].map(
      (count) => judged(values, { unfinished: unfinished(count) }).certainty,
    );
    expect(certainties).toEqual(['too close to call', 'certain', 'certain']);
    expect(judged([null, null], { unfinished: [true, true] }).certainty).toBe('certain');
  });

  it('leave a limit from below open', () => {
    expect(judged(values, { unfinished: unfinished(1) }, '>=')).toMatchObject({
      met: false,
      certainty: 'unknown',
    });
  });
});

describe('any verdict', () => {
  const replications = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), {
    minLength: 2,
    maxLength: 30,
  });

  it('is that of its replications where they agree, and too close to call only where they do not', () => {
    fc.assert(
      fc.property(replications, fc.constantFrom('<=' as const, '>=' as const), (values, comparison) => {
        const { met, certainty, missedIn } = judged(values, {}, comparison);
        const misses = values.filter((value) => (comparison === '<=' ? value > LIMIT : value < LIMIT)).length;
        expect(missedIn).toEqual({ replications: misses, of: values.length });
        const [allKeep, allMiss] = [misses === 0, misses === values.length];
        expect(met || !allKeep).toBe(true);
        expect(met && allMiss).toBe(false);
        const agree = allKeep || allMiss;
        expect(certainty).not.toBe(agree ? 'too close to call' : 'few replications');
      }),
    );
  });

  it('that is met rests on a mean and on most replications that keep the limit', () => {
    fc.assert(
      fc.property(replications, (values) => {
        const { met, value, missedIn } = judged(values);
        expect(met).toBe(value! <= LIMIT && missedIn!.replications < values.length / 2);
      }),
    );
  });

  it('mirrors about its limit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 19 }), { minLength: 2, maxLength: 30 }), (values) => {
        // No value lies on the limit itself, which both comparisons keep.
        const above = values.map((value) => value + 0.5);
        const below = above.map((value) => 2 * LIMIT - value);
        const [one, other] = [judged(above), judged(below, {}, '>=')];
        expect([other.met, other.certainty]).toEqual([one.met, one.certainty]);
      }),
    );
  });
});

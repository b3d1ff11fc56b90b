import { describe, expect, test } from 'vitest';
import { costExaminer, costLimitOf, requireAffordable, requirePlannable } from '../../cli/cost-limit.ts';
import { eventsText, memoryText, timeText } from '../../cli/cost-text.ts';
import { EXIT } from '../../cli/exit-codes.ts';
import { affordableThreads, longWait, waitText } from '../../cli/expected-wait.ts';
import { measureSlowness } from '../../cli/machine-speed.ts';
import type { Studio } from '../../models/studio.ts';
import { runCost } from '../../sim/cost/run-cost.ts';
import { CHURN, INGEST, RENDER, smallStudio } from '../sim/studio/small-studio.ts';

describe('--max-cost', () => {
  test('takes a time, an amount of memory, or both; the other keeps its default', () => {
    const limit = (text?: string) => costLimitOf({ 'max-cost': text });
    expect(limit()).toEqual({ seconds: 7200, bytes: 4e9 });
    expect(limit('8h')).toEqual({ seconds: 28_800, bytes: 4e9 });
    expect(limit('16GB')).toEqual({ seconds: 7200, bytes: 16e9 });
    expect(limit('10min, 1GB')).toEqual({ seconds: 600, bytes: 1e9 });
    expect(limit('1GB,10min')).toEqual({ seconds: 600, bytes: 1e9 });
  });

  test.each(['8', 'much', '8h,', '0s', '5GB/s', '-1h'])('refuses %s as wrong usage', (text) => {
    expect(() => costLimitOf({ 'max-cost': text })).toThrow(
      expect.objectContaining({ exitCode: EXIT.usage }),
    );
  });
});

const CHURN_MANY = {
  ...CHURN,
  name: 'pipeline',
  rate: { ...CHURN.rate, level: { kind: 'constant', value: 1e6 } },
} as const;
const day = (stages: Studio['stages']) =>
  smallStudio(stages, { fidelity: 'operations', durationSeconds: 86_400, replications: 10 });

describe('a studio that costs more than the limit', () => {
  const studio = day([INGEST, CHURN_MANY, RENDER]);

  test('is a problem with the part that costs most', () => {
    const [found, ...others] = costExaminer({ seconds: 7200, bytes: 4e9 })(studio);
    expect(others).toEqual([]);
    expect(found!.path).toEqual(['stages', 'pipeline']);
    expect(found!.problem.message).toMatch(
      /^too costly to simulate: about .+ events, and at most 2h is allowed$/,
    );
  });

  test('is let through by the limit that the message names', () => {
    const busy = { ...CHURN, rate: { ...CHURN.rate, level: { kind: 'constant', value: 50_000 } } } as const;
    const dear = smallStudio([busy], {
      fidelity: 'operations',
      durationSeconds: 600,
      replications: 10,
    });
    let limit = { seconds: 60, bytes: 1e8 };
    const help = costExaminer(limit)(dear)[0]!.problem.help!;
    const raised = /--max-cost (\S+) allows it/.exec(help)![1];
    limit = costLimitOf({ 'max-cost': raised });
    expect(costExaminer(limit)(dear)).toEqual([]);
  });

  test('may be so together with others only', () => {
    const cheap = smallStudio([CHURN], { replications: 10 });
    const { seconds } = runCost([cheap]);
    const limit = { seconds: seconds * 2.5, bytes: 4e9 };
    expect(costExaminer(limit)(cheap)).toEqual([]);
    expect(() => requireAffordable([cheap, cheap], limit)).not.toThrow();
    expect(() => requireAffordable([cheap, cheap, cheap], limit)).toThrow(
      expect.objectContaining({ exitCode: EXIT.invalid }),
    );
  });
});

describe('the plan of a load', () => {
  const limit = costLimitOf({ 'max-cost': undefined });

  test('is refused where there are more operations or more files than it can go through', () => {
    const busy = { ...CHURN, rate: { ...CHURN.rate, level: { kind: 'constant', value: 1e12 } } } as const;
    const many = { ...RENDER, reads: { ...RENDER.reads, files: 1e9 } };
    for (const stage of [busy, many]) {
      expect(() => requirePlannable(smallStudio([stage]), limit)).toThrow(
        expect.objectContaining({ exitCode: EXIT.invalid }),
      );
    }
  });

  test('is made of what is usual', () => {
    expect(() => requirePlannable(smallStudio([INGEST, RENDER, CHURN]), limit)).not.toThrow();
  });
});

const COST = { events: 3.14e9, seconds: 1200, longestSeconds: 120, programBytes: 2e8, threadBytes: 5e8 };

describe('how long it takes here', () => {
  test('is that of all threads, of the longest replication at least, at the speed of the machine', () => {
    expect(longWait(COST, 2, () => 1)).toBe(600);
    expect(longWait(COST, 2, () => 1.5)).toBe(900);
    expect(longWait(COST, 64, () => 1)).toBe(120);
  });

  test('is not told, nor the speed measured, where it is short', () => {
    expect(longWait(COST, 64, () => 0.4)).toBeNull();
    const unmeasured = () => {
      throw new Error('measured for nothing');
    };
    expect(longWait({ ...COST, seconds: 5, longestSeconds: 1 }, 1, unmeasured)).toBeNull();
  });

  test('is told with the events and the memory', () => {
    expect(waitText(725, COST, 2)).toBe(
      'about 12min on 2 threads, for 3.1 billion events and 1.2 GB of memory',
    );
  });

  test('twice as slow by a clock that goes twice as fast', () => {
    const clock = (step: number) => {
      let time = 0;
      return () => (time += step);
    };
    expect(measureSlowness(clock(20)) / measureSlowness(clock(10))).toBeCloseTo(2);
  });
});

describe('threads', () => {
  test('are as many as there is memory for', () => {
    expect(affordableThreads(COST, 8, 16e9)).toBe(8);
    expect(affordableThreads(COST, 8, 1.7e9)).toBe(3);
    expect(() => affordableThreads(COST, 8, 4e8)).toThrow(
      expect.objectContaining({ exitCode: EXIT.invalid }),
    );
  });
});

test('estimates are told in two digits, and those that nobody can imagine in words', () => {
  expect([0.31, 49.6, 725, 45_000, 1.4e9, 1e12].map(timeText)).toEqual([
    '310 ms',
    '50 s',
    '12min',
    '13h',
    '16,000d',
    'a century or more',
  ]);
  expect([1.23e6, 4.56e9, 1e30].map(memoryText)).toEqual(['1.2 MB', '4.6 GB', 'an exabyte or more']);
  expect([7, 1234, 9.99e5, 3.14e9, 4.5e15, 1e30].map(eventsText)).toEqual([
    '7',
    '1.2 thousand',
    '1 million',
    '3.1 billion',
    '4.5 quadrillion',
    'a quintillion or more',
  ]);
});

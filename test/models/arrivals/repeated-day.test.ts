import { describe, expect, it } from 'vitest';
import { arrivalTimes } from '../../../models/arrivals/arrival-process.ts';
import { modulatedCounts } from '../../../models/arrivals/modulated-rate.ts';
import { periodic } from '../../../models/arrivals/periodic.ts';
import { poisson } from '../../../models/arrivals/poisson.ts';
import { countsOfDays, timesOfDays } from '../../../models/arrivals/repeated-day.ts';
import { scheduled } from '../../../models/arrivals/scheduled.ts';
import { trace } from '../../../models/arrivals/trace.ts';
import { StreamSource } from '../../../sim/kernel/stream.ts';

const stream = () => new StreamSource('days', 0).stream('stage', 'arrivals');

describe('arrivals of a repeated day', () => {
  it.each([
    ['scheduled', scheduled([5, 50])],
    ['periodic', periodic(40, 10)],
    ['a trace', trace([0, 7])],
  ])('that are planned come at the same times every day: %s', (_, process) => {
    const once = [...arrivalTimes(process, stream(), 100)];
    const thrice = [...timesOfDays(process, stream(), { days: 3, daySeconds: 100 })];
    expect(thrice).toEqual([0, 100, 200].flatMap((start) => once.map((time) => start + time)));
  });

  it('that are random are drawn anew every day, the first as if it were the only one', () => {
    const process = poisson(0.2);
    const days = [...timesOfDays(process, stream(), { days: 2, daySeconds: 100 })];
    const once = [...arrivalTimes(process, stream(), 100)];
    expect(days.slice(0, once.length)).toEqual(once);
    const second = days.slice(once.length).map((time) => time - 100);
    expect(second).not.toEqual(once);
    for (const time of second) expect(time).toBeGreaterThanOrEqual(0);
  });

  it('at a rate lose no operation at the end of a day', () => {
    const rate = {
      level: { kind: 'constant', value: 3 },
      levelSeconds: 60,
      burst: { kind: 'constant', value: 1 },
      burstSeconds: 10,
    } as const;
    const total = (counts: Iterable<{ operations: number }>) =>
      [...counts].reduce((sum, { operations }) => sum + operations, 0);
    const once = total(modulatedCounts(rate, stream(), 95));
    expect(total(countsOfDays(rate, stream(), { days: 4, daySeconds: 95 }))).toBe(4 * once);
  });
});

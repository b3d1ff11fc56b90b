import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ArrivalProcess, arrivalTimes } from '../../../models/arrivals/arrival-process.ts';
import { bursts } from '../../../models/arrivals/bursts.ts';
import { dailyProfile } from '../../../models/arrivals/daily-profile.ts';
import { periodic } from '../../../models/arrivals/periodic.ts';
import { poisson } from '../../../models/arrivals/poisson.ts';
import { scheduled } from '../../../models/arrivals/scheduled.ts';
import { trace } from '../../../models/arrivals/trace.ts';
import { wave } from '../../../models/arrivals/wave.ts';
import { testStream } from '../random-stream.ts';

const times = fc.double({ min: 0, max: 1e5, noNaN: true });
const lengths = fc.double({ min: 10, max: 1e5, noNaN: true });
const rates = fc.double({ min: 0, max: 0.02, noNaN: true });
const phases = fc.record({ ratePerSecond: rates.map((rate) => rate + 1e-4), meanSeconds: lengths });
const points = fc
  .uniqueArray(fc.integer({ min: 0, max: 86_399 }), { minLength: 1, maxLength: 6 })
  .chain((moments) =>
    fc.tuple(
      ...moments
        .toSorted((a, b) => a - b)
        .map((atSecondsOfDay) =>
          fc.record({ atSecondsOfDay: fc.constant(atSecondsOfDay), ratePerSecond: rates }),
        ),
    ),
  );

const processes: Record<string, fc.Arbitrary<ArrivalProcess>> = {
  scheduled: fc.array(times).map(scheduled),
  periodic: fc
    .tuple(lengths, times, fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([period, offset, share]) => periodic(period, offset, share * period)),
  poisson: rates.map((rate) => poisson(rate + 1e-5)),
  bursts: fc.tuple(phases, phases).map(([quiet, burst]) => bursts(quiet, burst)),
  'daily profile': fc
    .tuple(points, fc.integer({ min: 0, max: 86_399 }))
    .map(([profile, start]) => dailyProfile(profile, start)),
  wave: fc.tuple(times, fc.integer({ min: 1, max: 500 })).map(([at, count]) => wave(at, count)),
  trace: fc.tuple(fc.array(times), fc.double({ min: 0.1, max: 10, noNaN: true })).map(([recorded, scale]) =>
    trace(
      recorded.toSorted((a, b) => a - b),
      scale,
    ),
  ),
};

function realization(process: ArrivalProcess, seed: number, horizonSeconds: number): number[] {
  return [...arrivalTimes(process, testStream(`arrivals ${seed}`), horizonSeconds)];
}

describe.each(Object.entries(processes))('%s', (_, process) => {
  test('arrivals ascend from 0 and stay before the horizon', () => {
    fc.assert(
      fc.property(process, fc.nat(), times, (definition, seed, horizon) => {
        const arrivals = realization(definition, seed, horizon);
        expect(arrivals).toEqual(arrivals.toSorted((a, b) => a - b));
        expect(arrivals.every((time) => time >= 0 && time < horizon)).toBe(true);
      }),
    );
  });

  test('a longer horizon adds arrivals and changes none', () => {
    fc.assert(
      fc.property(process, fc.nat(), times, times, (definition, seed, horizon, longer) => {
        const all = realization(definition, seed, horizon + longer);
        const early = realization(definition, seed, horizon);
        expect(early).toEqual(all.filter((time) => time < horizon));
      }),
    );
  });
});

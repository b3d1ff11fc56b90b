import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRamps } from '../../models/ramp-comparison.ts';
import type { RampResult } from '../../models/ramp-result.ts';
import { steadyRamp } from '../reports/ramp-result.ts';

function rampOf(held: number | null, broke: number | null): RampResult {
  const { headroom } = steadyRamp();
  return steadyRamp({ headroom: { ...headroom, multiple: held, interval: [held ?? 0, broke] } });
}

function verdictOf(baseline: RampResult, other: RampResult) {
  const candidates = [baseline, other].map((ramp, index) => ({ name: `${index}`, ramp }));
  return compareRamps(candidates, baseline.tool).differences[0]!.verdict;
}

describe('two measured headrooms', () => {
  it.each([
    ['apart', [1.4, 1.45], [2.8, 2.9], 'higher'],
    ['of which one holds where the other broke', [1.4, 1.45], [1.45, 1.5], 'higher'],
    ['that overlap', [1.4, 1.45], [1.44, 1.5], 'intervals overlap'],
    ['of which one has no limit, but holds more', [1.4, 1.45], [64, null], 'higher'],
    ['of which one has no limit, and holds less', [1.4, 1.45], [1.2, null], 'unknown'],
    ['without limits', [64, null], [64, null], 'unknown'],
    ['of which one held nothing', [1.4, 1.45], [null, 0.1], 'lower'],
    ['of which one is not known', [1.4, 1.45], [null, null], 'unknown'],
  ] as const)('%s', (_, [held, broke], [otherHeld, otherBroke], verdict) => {
    expect(verdictOf(rampOf(held, broke), rampOf(otherHeld, otherBroke))).toBe(verdict);
  });

  it('are the same the other way around, higher for lower', () => {
    const bound = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.option(fc.integer({ min: 1, max: 10 })));
    const mirrored = { higher: 'lower', lower: 'higher', unknown: 'unknown' } as const;
    fc.assert(
      fc.property(bound, bound, ([held, width], [otherHeld, otherWidth]) => {
        const one = rampOf(held, width === null ? null : held + width);
        const other = rampOf(otherHeld, otherWidth === null ? null : otherHeld + otherWidth);
        const verdict = verdictOf(one, other);
        expect(verdictOf(other, one)).toBe(verdict === 'intervals overlap' ? verdict : mirrored[verdict]);
      }),
    );
  });
});

it('a comparison of ramps says where they were not asked the same', () => {
  const ramp = steadyRamp();
  const caveats = (other: RampResult) =>
    compareRamps(
      [ramp, other].map((one, index) => ({ name: `${index}`, ramp: one })),
      ramp.tool,
    ).caveats;
  expect(caveats(ramp)).toEqual([]);
  expect(caveats({ ...ramp, seed: 'other' })[0]).toContain('not asked the same load');
  expect(caveats({ ...ramp, probeSeconds: 60 })[0]).toContain('of different lengths');
});

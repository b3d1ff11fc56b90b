import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mistakesIn, RENDER, studioOf, studioText } from './studio-text.ts';

const REVIEW =
  'review: { kind: editorial, seats: 4, gestures: 3/min, readsPerGesture: 12, bytesPerRead: 1MiB, files: 400 }';
const TEXT = studioText({ stages: `${RENDER}\n  late: ${RENDER.slice('overnight: '.length)}\n  ${REVIEW}` });

/** The studio with overrides. */
const changed = (sets: readonly string[]) => studioOf(TEXT, { sets });

describe('a change by a share of what is there', () => {
  it('multiplies counts, to the nearest whole one, and quantities', () => {
    expect(changed(['stages.overnight.release.frames=+30%'])).toEqual(
      changed(['stages.overnight.release.frames=520']),
    );
    expect(changed(['stages.overnight.release.frames=-10%'])).toEqual(
      changed(['stages.overnight.release.frames=360']),
    );
    expect(changed(['compute.farm.nodes=x1.33'])).toEqual(changed(['compute.farm.nodes=27']));
    expect(changed(['stages.overnight.frame.reads.bytes=x1.5'])).toEqual(
      changed(['stages.overnight.frame.reads.bytes=3GiB']),
    );
    expect(changed(['network.uplink=x0.5'])).toEqual(changed(['network.uplink=100GbE']));
    expect(changed(['run.duration=1d 6h', 'run.duration=x1.5'])).toEqual(changed(['run.duration=45h']));
    expect(changed(['storage.hot.derate=80%', 'storage.hot.derate=-10%'])).toEqual(
      changed(['storage.hot.derate=72%']),
    );
    expect(changed(['storage.hot.readRate=+12.5%'])).toEqual(changed(['storage.hot.readRate=1125k IOPS']));
  });

  it('multiplies the values of a distribution and keeps its form', () => {
    for (const [before, after] of [
      ['{ lognormal: { median: 10min, sigma: 0.5 } }', '{ lognormal: { median: 15min, sigma: 0.5 } }'],
      ['{ uniform: [2min, 4min] }', '{ uniform: [3min, 6min] }'],
      ['{ gamma: { mean: 10min, shape: 3 } }', '{ gamma: { mean: 15min, shape: 3 } }'],
      ['{ quantiles: [[0.5, 2min], [0.9, 4min]] }', '{ quantiles: [[0.5, 3min], [0.9, 6min]] }'],
      [
        '{ mixture: [{ weight: 2, of: 2min }, { weight: 1, of: { exponential: { mean: 4min } } }] }',
        '{ mixture: [{ weight: 2, of: 3min }, { weight: 1, of: { exponential: { mean: 6min } } }] }',
      ],
    ] as const) {
      expect(changed([`stages.overnight.frame.time=${before}`, 'stages.overnight.frame.time=+50%'])).toEqual(
        changed([`stages.overnight.frame.time=${after}`]),
      );
    }
  });

  it('is of what the changes before it left', () => {
    expect(changed(['compute.farm.nodes=x2', 'compute.farm.nodes=x2'])).toEqual(
      changed(['compute.farm.nodes=80']),
    );
  });

  it('of every stage changes those that have the figure', () => {
    expect(changed(['stages.*.release.frames=+30%'])).toEqual(
      changed(['stages.overnight.release.frames=520', 'stages.late.release.frames=520']),
    );
    expect(changed(['stages.*.priority=3'])).toEqual(
      changed(['stages.overnight.priority=3', 'stages.late.priority=3']),
    );
    expect(changed(['stages.l*.release.frames=7'])).toEqual(changed(['stages.late.release.frames=7']));
    expect(changed(['storage.*.derate=50%'])).toEqual(changed(['storage.hot.derate=50%']));
  });

  it('is the same in a variant, by key or by path, and in vary', () => {
    const variants = `variants:
  by-path: { stages.*.release.frames: +30% }
  by-key: { stages: { overnight: { release: { frames: +30% } }, late: { release: { frames: x1.3 } } } }
vary: { compute.farm.nodes: [20, +100%] }
`;
    const varied = (variant: string) => ({ ...studioOf(TEXT + variants, { variant }) });
    expect(varied('by-path')).toEqual(varied('by-key'));
    expect(varied('by-path').stages).toEqual(
      studioOf(TEXT, { sets: ['stages.overnight.release.frames=520', 'stages.late.release.frames=520'] })
        .stages,
    );
    expect(varied('compute.farm.nodes=+100%').farms[0]?.nodes).toBe(40);
  });

  it('by any factor is the figure times that factor', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 900 }),
        (gigabytes, percent) => {
          const sets = [`storage.hot.read=${gigabytes}GB/s`, `storage.hot.read=x${percent / 100}`];
          const { readBytesPerSecond } = studioOf(TEXT, { sets }).storage[0]!.envelope;
          const { readBytesPerSecond: whole } = studioOf(TEXT, { sets: [sets[0]!] }).storage[0]!.envelope;
          expect(readBytesPerSecond / ((whole * percent) / 100)).toBeCloseTo(1, 10);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('that is unclear is one mistake, and says what to write', () => {
    for (const change of ['+30', '130%', '*1.3', '1.3x', '+3h', '-30']) {
      const mistakes = mistakesIn(TEXT, { sets: [`compute.farm.nodes=${change}`] });
      expect([change, mistakes.map((each) => each.slice(0, 5))]).toEqual([change, ['HR709']]);
    }
  });
});

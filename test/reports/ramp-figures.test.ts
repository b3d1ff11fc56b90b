import { describe, expect, it } from 'vitest';
import type { RampBound } from '../../models/ramp-result.ts';
import { boundSentence, headroomSentence } from '../../reports/ramp-figures.ts';
import { broken, probe, steadyRamp } from './ramp-result.ts';

const { headroom } = steadyRamp();
const LATE = { kind: 'generator', why: 'it was late by 12 ms' } as const satisfies RampBound;

describe('the headline of a ramp', () => {
  it('names the least multiple that broke, not one whose probe was no evidence', () => {
    const ramp = steadyRamp({
      probes: [broken(1, 'too much'), probe(0.5, 100, { outcome: 'generator', noEvidence: LATE })],
      headroom: { ...headroom, multiple: null, interval: [0, 1] },
      bound: LATE,
    });
    expect(headroomSentence(ramp)).toBe('not even 1 times this load holds');
  });

  it('never says that a multiple both holds and does not', () => {
    const close = steadyRamp({ headroom: { ...headroom, multiple: 1.4053, interval: [1.4053, 1.4123] } });
    expect(headroomSentence(close)).toBe('1.4053 times this load holds, 1.4123 times does not');
    expect(headroomSentence(steadyRamp())).toBe('1.41 times this load holds, 1.45 times does not');
  });
});

describe('what bound a ramp', () => {
  it('was the generator: the target may hold more only where nothing broke above', () => {
    const open = { ...headroom, interval: [1.408, null] as const };
    expect(boundSentence(steadyRamp({ bound: LATE, headroom: open }))).toBe(
      'The generator’s own ceiling, so the target may hold more: it was late by 12 ms.',
    );
    expect(boundSentence(steadyRamp({ bound: LATE }))).toBe(
      'The generator’s own ceiling ended the ramp before the limit was narrowed further: it was late by 12 ms.',
    );
  });
});

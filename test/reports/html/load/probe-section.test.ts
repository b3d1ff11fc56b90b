import { describe, expect, it } from 'vitest';
import { PROBE_SECTION } from '../../../../reports/html/load/probe-section.ts';
import { RAMP_GENERATOR_SECTION } from '../../../../reports/html/load/ramp-generator-section.ts';
import { probe, steadyRamp } from '../../ramp-result.ts';

describe('the response times of a ramp, in a sentence', () => {
  const late = { kind: 'generator', why: 'it was late' } as const;

  it('leaves out probes that say nothing of the target', () => {
    const { markup } = PROBE_SECTION.render(
      steadyRamp({
        probes: [
          probe(1, 350),
          probe(64, 900, {
            outcome: 'generator',
            noEvidence: late,
            response: { ...probe(1, 1).response, p99: 9 },
          }),
        ],
      }),
    );
    expect(markup.replaceAll('\u00a0', ' ')).toContain(
      '99th percentile of all operations: 42 ms at 1 times the load.',
    );
  });

  it('says so where no probe says anything of it', () => {
    const probes = [probe(1, 350, { outcome: 'generator', noEvidence: late })];
    const { markup } = PROBE_SECTION.render(steadyRamp({ probes }));
    expect(markup).toContain('No probe measured responses of the target itself.');
  });
});

it('what is said of a generator that did not keep up allows for what it cannot be to blame for', () => {
  expect(RAMP_GENERATOR_SECTION.render(steadyRamp()).markup).toContain('only where that cannot be to blame');
});

import { stripVTControlCharacters } from 'node:util';
import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { rampReport } from '../../reports/html/ramp-report.ts';
import { multipleText } from '../../reports/ramp-figures.ts';
import { probeHeader, probeLine, rampSummary } from '../../reports/ramp-summary.ts';
import { AWKWARD_STRINGS } from './hostile.ts';
import { boundBy, broken, probe, steadyRamp } from './ramp-result.ts';

const PLAIN = { color: false, width: 80 };

describe('the summary of a ramp', () => {
  it.each([60, 80, 120])('reads well on %i columns', async (width) => {
    await expect(rampSummary(steadyRamp(), { ...PLAIN, width })).toMatchFileSnapshot(
      `golden/ramp-${width}.txt`,
    );
  });

  it('names the storage system that the target stood for, and what was left out', () => {
    const standsFor = { storage: 'hot', leftOut: [{ stage: 'copies', storage: 'archive' }] };
    const ramp = steadyRamp({ target: { url: '/mnt/device', kind: 'posix', standsFor } });
    const leftOut = 'left out, as it works on other storage: copies (archive)';
    expect(rampSummary(ramp, { ...PLAIN, width: 120 })).toContain(
      `  The target stood for hot; ${leftOut}.\n`,
    );
    expect(rampReport(ramp)).toContain(`/mnt/device (a mounted path) in place of hot; ${leftOut}`);
  });

  it('says what it does not know, where the generator was the limit', () => {
    const text = rampSummary(boundBy({ kind: 'generator', why: 'it was late' }, null), PLAIN);
    expect(text).toContain('UNDECIDED: nothing is known of the target');
    expect(text).toContain('own ceiling, so the target may hold more: it was late.');
  });

  it('says that there is more than was asked for, where nothing broke', () => {
    const why = 'it held 64 times the load, the largest multiple of the search';
    const text = rampSummary(boundBy({ kind: 'maximum', why }, 64), PLAIN);
    expect(text).toContain('HOLDS: 64 times this load holds, and how much more is not known');
    expect(text).toContain('headroom at least 64 times');
  });

  it('says that a load does not hold where less than all of it does', () => {
    const { headroom } = steadyRamp();
    const less = steadyRamp({ headroom: { ...headroom, multiple: 0.62, interval: [0.62, 0.64] } });
    expect(rampSummary(less, PLAIN)).toContain(
      'DOES NOT HOLD: 0.62 times this load holds, 0.64 times does not',
    );
  });

  it('fits any width, whatever names and reasons say', () => {
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 140 }), fc.constantFrom(...AWKWARD_STRINGS), (width, text) => {
        const hostile = steadyRamp({
          scenario: { ...steadyRamp().scenario, name: text, file: text },
          bound: { kind: 'guard', why: text },
          probes: [broken(2, text)],
        });
        const summary = rampSummary(hostile, { color: true, width });
        const lines = stripVTControlCharacters(summary).split('\n');
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
        expect(stripVTControlCharacters(summary)).not.toMatch(/[^\P{Cc}\n]/u);
      }),
    );
  });
});

describe('the line of a probe', () => {
  it('sets what came due beside what of that was answered, without the answers of closed loops', () => {
    const line = probeLine({ ...probe(2, 500), answeredPerSecond: 900 }, PLAIN);
    expect(line).toMatch(/700 ops\/s +500 ops\/s/);
  });

  it('stands below the titles of its figures', () => {
    const header = probeHeader(PLAIN);
    const line = probeLine(probe(1.408, 492.8), PLAIN);
    expect(header).toBe('  times           due      answered        p99');
    expect(line).toBe('   1.41     493 ops/s     493 ops/s      42 ms  held');
  });

  it('says why a probe did not hold', () => {
    expect(probeLine(broken(2, 'too much came due'), PLAIN)).toContain('broke: too much came due');
    const noEvidence = { kind: 'generator', why: 'it was late' } as const;
    expect(probeLine(probe(2, 1, { outcome: 'generator', noEvidence }), PLAIN)).toContain(
      'generator: it was late',
    );
  });
});

describe('a multiple', () => {
  it.each([
    [64, '64'],
    [1, '1'],
    [1.408, '1.41'],
    [12.48, '12.5'],
    [0.0412, '0.0412'],
    [120.4, '120'],
    [0, '0'],
  ])('%f is written %s', (multiple, text) => {
    expect(multipleText(multiple)).toBe(text);
  });
});

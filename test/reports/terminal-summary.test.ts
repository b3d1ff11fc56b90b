import { stripVTControlCharacters } from 'node:util';
import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { comparisonSummary } from '../../reports/comparison-summary.ts';
import { terminalSummary } from '../../reports/terminal-summary.ts';
import { byPatience } from '../patience.ts';
import { emptyResult, shortDay, singleReplication, unobserved } from './feature-day.ts';
import { AWKWARD_STRINGS, withText, XSS_STRINGS } from './hostile.ts';
import { vendorComparison } from './vendor-comparison.ts';

const PLAIN = { color: false, width: 80 };

describe('the summary of a simulation', () => {
  it.each([60, 80, 120])('reads well on %i columns', async (width) => {
    await expect(terminalSummary(shortDay(), { ...PLAIN, width })).toMatchFileSnapshot(
      `golden/terminal-${width}.txt`,
    );
  });

  it('reads well in colour', async () => {
    const text = terminalSummary(shortDay(), { color: true, width: 80 });
    await expect(text.replaceAll('\u001b', '<ESC>')).toMatchFileSnapshot('golden/terminal-color.txt');
  });

  it('reads well without Unicode', async () => {
    const text = terminalSummary(shortDay(), { ...PLAIN, ascii: true });
    expect(text).toMatch(/^[\n -~]*$/);
    await expect(text).toMatchFileSnapshot('golden/terminal-ascii.txt');
  });

  it.each([
    ['a single replication', singleReplication()],
    ['nothing observed', unobserved()],
    ['nothing at all', emptyResult()],
  ])('reads well with %s', async (name, result) => {
    const file = `golden/terminal-${name.replaceAll(' ', '-')}.txt`;
    await expect(terminalSummary(result, PLAIN)).toMatchFileSnapshot(file);
  });

  it('begins with the verdict, below the name', () => {
    expect(terminalSummary(shortDay(), PLAIN).split('\n')[2]).toMatch(/^NOT MET: 1 of 5 objectives missed/);
  });

  it('sums up resources beyond the ten busiest', () => {
    const [first] = shortDay().resources;
    const resources = Array.from({ length: 25 }, (_, index) => ({
      ...first!,
      name: `network.uplink[${index}]`,
      headroomLimit: null,
      utilization: { ...first!.utilization, peak: index / 100 },
    }));
    expect(terminalSummary(shortDay({ resources }), PLAIN)).toContain('15 more, none of them above 14%.');
  });
});

describe('the summary of a comparison', () => {
  it.each([60, 80, 120])('reads well on %i columns', async (width) => {
    const text = comparisonSummary(vendorComparison(), { ...PLAIN, width });
    await expect(text).toMatchFileSnapshot(`golden/comparison-${width}.txt`);
  });

  it('never prints a difference without its interval or without saying that there is none', () => {
    const { differences } = vendorComparison();
    const unknown = differences.map((one) => ({ ...one, ci95: null, verdict: 'unknown' as const }));
    const lines = comparisonSummary(vendorComparison({ differences: unknown }), PLAIN).split('\n');
    const bare = lines.filter((line) => /^ {2}\S+ (max|p\d+|utilization)/.test(line) && /[+−]\d/.test(line));
    expect(bare.length).toBeGreaterThan(0);
    for (const line of bare) expect(line).toMatch(/unknown/);
  });
});

describe('text from scenarios in the terminal', () => {
  const texts = [...XSS_STRINGS, ...AWKWARD_STRINGS];

  // Every third of them in `npm test`.
  const tried = byPatience({ fast: texts.filter((_, index) => index % 3 === 0), slow: texts });

  it.each(tried)('shows control characters written out: %j', (text) => {
    const result = withText(shortDay(), text);
    const candidates = withText(vendorComparison(), text);
    for (const color of [false, true]) {
      const options = { color, width: 80 };
      const summary = terminalSummary(result, options);
      const comparison = comparisonSummary(candidates, options);
      const inkless = color ? stripVTControlCharacters(summary + comparison) : summary + comparison;
      expect(inkless.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
    }
  });

  it('keeps within the width, whatever the text', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.constantFrom(...texts));
    fc.assert(
      fc.property(text, fc.integer({ min: 40, max: 160 }), (name, width) => {
        const summary = terminalSummary(withText(shortDay(), name), { color: false, width });
        const comparison = comparisonSummary(withText(vendorComparison(), name), { color: false, width });
        for (const line of (summary + comparison).split('\n')) {
          expect(stringWidth(line)).toBeLessThanOrEqual(width);
        }
      }),
      { numRuns: byPatience({ fast: 10, slow: 100 }) },
    );
  });
});

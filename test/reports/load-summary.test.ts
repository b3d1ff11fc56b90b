import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { terminalSummary } from '../../reports/terminal-summary.ts';
import { byPatience } from '../patience.ts';
import { AWKWARD_STRINGS, withText, XSS_STRINGS } from './hostile.ts';
import {
  calm,
  failover,
  invalidRun,
  nothingMeasured,
  stopped,
  unanswered,
  withoutObjectives,
  wrongData,
} from './measured-run.ts';

const PLAIN = { color: false, width: 80 };

describe('the summary of a load run', () => {
  it.each([60, 80, 120])('reads well on %i columns', async (width) => {
    await expect(terminalSummary(failover(), { ...PLAIN, width })).toMatchFileSnapshot(
      `golden/load-terminal-${width}.txt`,
    );
  });

  it.each([
    ['calm', calm()],
    ['an invalid run', invalidRun()],
    ['wrong data', wrongData()],
    ['stopped', stopped()],
    ['nothing measured', nothingMeasured()],
  ])('reads well: %s', async (name, result) => {
    const file = `golden/load-terminal-${name.replaceAll(' ', '-')}.txt`;
    await expect(terminalSummary(result, PLAIN)).toMatchFileSnapshot(file);
  });

  it.each([
    [failover(), 'NOT MET: 2 of 4 objectives missed.'],
    [calm(), 'HOLDS, with 23% to spare: all 4 objectives met.'],
    [invalidRun(), 'INVALID RUN: the generator was the limit, so nothing here says what the target'],
    [wrongData(), 'WRONG DATA: the target gave other bytes than were written, in 2 places. All 4'],
    [nothingMeasured(), 'UNDECIDED: 4 of 4 objectives not judged.'],
    [withoutObjectives(), 'NO VERDICT: The scenario states no objectives and no headroom policies, so there'],
  ])('begins with the verdict, below the name: %#', (result, headline) => {
    expect(terminalSummary(result, PLAIN).split('\n')[2]).toBe(headline);
  });

  it('claims no objective of an invalid run, though their values are shown', () => {
    const text = terminalSummary(invalidRun(), PLAIN);
    expect(text).not.toContain('✓');
    expect(text).toContain('? review.scrub p99');
  });

  it('says of headroom policies once that a load run cannot see them', () => {
    const text = terminalSummary(calm(), PLAIN);
    expect(text.match(/storage\.hot utilization/g)).toHaveLength(1);
    expect(text).not.toContain('Headroom policies');
  });

  it('marks percentiles that are lower bounds because operations have no answer, and no others', () => {
    const text = terminalSummary(unanswered(), { ...PLAIN, width: 120 });
    const scrub = text.split('\n').find((line) => /^ {2}review scrub/.test(line))!;
    expect(scrub.match(/≥?[\d.]+ [mu]?s\b/g)!.map((time) => time.startsWith('≥'))).toEqual([
      false,
      true,
      true,
    ]);
    expect(text.match(/≥\d/g)).toHaveLength(2);
    expect(text).toContain('review.scrub: 100 of 1,060 operations had no answer when the run ended');
    expect(text).toContain('overnight.turnaround: 10 of');
    expect(terminalSummary(calm(), PLAIN)).not.toContain('≥');
  });

  it('sets response times outside of outages beside those of the whole run, where answers came in one', () => {
    const text = terminalSummary(failover(), PLAIN);
    const [, section = ''] = text.split('With and without outages');
    expect(section).toMatch(/review\.scrub .* s\n {2}outside of outages .* ms\n/);
    expect(section).not.toContain('dailies.write');
    expect(terminalSummary(calm(), PLAIN)).not.toContain('With and without outages');
  });

  it('keeps to ASCII where that is all there is', () => {
    expect(terminalSummary(failover(), { ...PLAIN, ascii: true })).toMatch(/^[\n -~]*$/);
  });

  // Every third of them in `npm test`.
  const texts = [...XSS_STRINGS.slice(0, 3), ...AWKWARD_STRINGS];
  const tried = byPatience({ fast: texts.filter((_, index) => index % 3 === 0), slow: texts });

  it.each(tried)('shows control characters written out, within the width: %j', (text) => {
    const summary = terminalSummary(withText(failover(), text), PLAIN);
    expect(summary.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
    for (const line of summary.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  });
});

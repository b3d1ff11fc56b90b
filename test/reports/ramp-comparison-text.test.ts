import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { compareRamps } from '../../models/ramp-comparison.ts';
import { rampComparisonReport } from '../../reports/html/ramp-comparison-report.ts';
import { rampComparisonSummary } from '../../reports/ramp-comparison-summary.ts';
import { differenceText } from '../../reports/ramp-comparison-text.ts';
import { AWKWARD_STRINGS, withText, XSS_STRINGS } from './hostile.ts';
import { steadyRamp } from './ramp-result.ts';

const before = steadyRamp();
const after = steadyRamp({
  headroom: { ...before.headroom, multiple: 2.816, interval: [2.816, 2.9] },
  bound: {
    kind: 'target',
    criterion: 'objective',
    why: '“churn.latency p99 <= 40ms” was missed: it was 52 ms',
  },
});
const comparison = compareRamps(
  [
    { name: 'before', ramp: before },
    { name: 'after', ramp: after },
  ],
  before.tool,
);

describe('ramps side by side', () => {
  it.each([60, 100])('read well on %i columns', async (width) => {
    await expect(rampComparisonSummary(comparison, { color: false, width })).toMatchFileSnapshot(
      `golden/ramp-comparison-${width}.txt`,
    );
  });

  it('stand in a table with their intervals, and with what broke each', () => {
    const { document } = parseHTML(rampComparisonReport(comparison, { command: 'headroom compare a b' }));
    const rows = [...document.querySelectorAll('.verdict tbody tr')].map((row) =>
      [...row.querySelectorAll('th, td')].map((cell) => cell.textContent),
    );
    expect(rows).toEqual([
      ['A before', '1.41 times', '1.408 to 1.450', 'baseline'],
      ['B after', '2.82 times', '2.816 to 2.900', '2 times that of A; the intervals are apart'],
    ]);
    const binds = document.querySelector('[aria-labelledby="binds"]')?.textContent ?? '';
    expect(binds).toContain('508');
    expect(binds).toContain('churn.latency');
    expect(document.querySelector('pre code')?.textContent).toBe('headroom compare a b');
  });

  it('are so many times each other only where both limits were found', () => {
    const open = (multiple: number) =>
      steadyRamp({
        headroom: { ...before.headroom, multiple, interval: [multiple, null] },
        bound: { kind: 'maximum', why: 'it held all' },
      });
    const said = (base: typeof before, other: typeof before) =>
      differenceText(
        compareRamps(
          [
            { name: 'a', ramp: base },
            { name: 'b', ramp: other },
          ],
          base.tool,
        ),
        1,
      );
    expect(said(before, open(2.9))).toBe('at least 2 times that of A; the intervals are apart');
    expect(said(open(2.9), before)).toBe('at most 0.5 times that of A; the intervals are apart');
    expect(said(open(2), open(64))).toBe('not known: a limit was not found');
  });

  it('let no text of theirs become markup', () => {
    for (const text of [...XSS_STRINGS, ...AWKWARD_STRINGS]) {
      const report = rampComparisonReport(withText(comparison, text), { command: text });
      const { document } = parseHTML(report);
      expect(
        document.querySelectorAll('script, img, iframe, object, form, [onload], [onerror]'),
      ).toHaveLength(0);
      expect(document.querySelectorAll('.verdict tbody tr')).toHaveLength(2);
    }
  });
});

import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { comparisonReport } from '../../../reports/html/comparison-report.ts';
import { rampReport } from '../../../reports/html/ramp-report.ts';
import { resultReport } from '../../../reports/html/result-report.ts';
import { simulationReport } from '../../../reports/html/simulation-report.ts';
import { printable } from '../../../reports/printable.ts';
import { byPatience } from '../../patience.ts';
import { shortDay } from '../feature-day.ts';
import { AWKWARD_STRINGS, withText, XSS_STRINGS } from '../hostile.ts';
import { stopped } from '../measured-run.ts';
import { steadyRamp } from '../ramp-result.ts';
import { vendorComparison } from '../vendor-comparison.ts';

const MEASURED = stopped();

const ELEMENTS = new Set(
  `html head meta link title style body header main footer section nav h1 h2 h3 p a ul li dl dt dd div span strong code pre
  data details summary figure figcaption table caption thead tbody tr th td svg g path line rect circle text tspan`.split(
    /\s+/,
  ),
);

const ATTRIBUTES = new Set(
  `lang charset http-equiv content name rel href id class role aria-label aria-labelledby aria-hidden tabindex scope colspan
  value download title viewbox width height fill fill-opacity stroke stroke-width stroke-opacity stroke-linejoin
  stroke-linecap paint-order text-anchor font-weight font-variant opacity d transform x y x1 x2 y1 y2 cx cy r dx dy`.split(
    /\s+/,
  ),
);

const CLASSES = /^[a-z -]*$/;
const OWN_LINK = /^(#[a-z]+$|data:text\/csv;charset=utf-8,|data:,$)/;

type Report = (text: string) => string;
const provenanceOf = (text: string) => ({ command: text, scenarioText: text });
const REPORTS: readonly Report[] = [
  (text) => simulationReport(withText(shortDay(), text), provenanceOf(text)),
  (text) => comparisonReport(withText(vendorComparison(), text), provenanceOf(text)),
  (text) => resultReport(withText(MEASURED, text), provenanceOf(text)),
  (text) => rampReport(withText(steadyRamp(), text)),
];
/** In `npm test` every text is in one of the reports, each in its turn, and every third text is tried. */
const reportsOf = byPatience<(index: number) => readonly Report[]>({
  fast: (index) => [REPORTS[index % REPORTS.length]!],
  slow: () => REPORTS,
});
const isTried = byPatience<(index: number) => boolean>({
  fast: (index) => index % 3 === 0,
  slow: () => true,
});
const TEXTS = [...XSS_STRINGS, ...AWKWARD_STRINGS]
  .map((text, index) => [text, index] as const)
  .filter(([, index]) => isTried(index));

describe.each(TEXTS)('a report on %j', (text, index) => {
  it('has our own elements and attributes only, and the text as text', () => {
    for (const report of reportsOf(index)) {
      const { document } = parseHTML(report(text));
      const elements = [...document.querySelectorAll('*')];
      const attributes = elements.flatMap((element) => [...element.attributes]);
      const values = (wanted: string) =>
        attributes.filter(({ name }) => name === wanted).map(({ value }) => value);
      expect(elements.filter(({ localName }) => !ELEMENTS.has(localName))).toEqual([]);
      expect(attributes.filter(({ name }) => !ATTRIBUTES.has(name.toLowerCase()))).toEqual([]);
      expect(values('class').filter((value) => !CLASSES.test(value))).toEqual([]);
      expect(values('href').filter((value) => !OWN_LINK.test(value))).toEqual([]);
      expect(document.querySelector('h1')?.textContent).toContain(printable(text));
      expect(document.querySelector('pre code')?.textContent).toBe(printable(text));
    }
  });
});

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparisonReport } from '../../reports/html/comparison-report.ts';
import { resultReport } from '../../reports/html/result-report.ts';
import { simulationReport } from '../../reports/html/simulation-report.ts';
import { shortDay } from '../reports/feature-day.ts';
import { withText, XSS_STRINGS } from '../reports/hostile.ts';
import { calm } from '../reports/measured-run.ts';
import { vendorComparison } from '../reports/vendor-comparison.ts';
import { launch, showing, withoutChromium } from './chromium.ts';
import { REPORTS } from './reports.ts';

const WATCH_POLICY = `
  window.VIOLATIONS = [];
  addEventListener('securitypolicyviolation', (event) => VIOLATIONS.push(event.violatedDirective + ' ' + event.blockedURI));
`;

/** Everything that a reader might do to a page, and what came of it. */
const PROVOKE = `(async () => {
  for (const details of document.querySelectorAll('details')) details.open = true;
  for (const element of document.querySelectorAll('body *')) {
    for (const type of ['mouseover', 'mouseenter', 'focus', 'load', 'error', 'toggle', 'begin']) {
      element.dispatchEvent(new Event(type, { bubbles: true }));
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 30));
  return {
    owned: window.PWNED,
    handlers: [...document.querySelectorAll('*')].flatMap((element) =>
      element.getAttributeNames().filter((name) => name.startsWith('on'))),
    active: document.querySelectorAll('script, iframe, object, embed, form, base, img, video, animate, foreignObject').length,
    violations: window.VIOLATIONS,
  };
})()`;

const HARMLESS = { owned: undefined, handlers: [], active: 0, violations: [] };

describe.skipIf(withoutChromium())('a report in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  async function provoke(report: string): Promise<unknown> {
    return showing(browser, report, {}, async (page, requests) => {
      const result = await page.evaluate(PROVOKE);
      expect(requests).toHaveLength(1);
      return result;
    });
  }

  // One template escapes all pages, and test/reports/html/escaping.test.ts holds each against each text: here they take turns.
  it.each(XSS_STRINGS)('runs nothing from a name, with its policy and without: %j', async (text) => {
    const provenance = { command: text, scenarioText: text };
    const pages = [
      () => simulationReport(withText(shortDay(), text), provenance),
      () => comparisonReport(withText(vendorComparison(), text), provenance),
      () => resultReport(withText(calm(), text), provenance),
    ];
    const report = pages[XSS_STRINGS.indexOf(text) % pages.length]!();
    const watched = report.replace('<head>', `<head><script>${WATCH_POLICY}</script>`);
    expect(await provoke(watched.replace(/<meta http-equiv[^>]*>/, ''))).toEqual({ ...HARMLESS, active: 1 });
    // The watching script stands before the policy, which would stop it otherwise.
    expect(await provoke(watched)).toEqual({ ...HARMLESS, active: 1 });
  });

  it.each(REPORTS)('asks the network for nothing: %s', async (_, report) => {
    await showing(browser, report, {}, async (page, requests) => {
      await page.waitForLoadState('networkidle');
      expect(requests).toHaveLength(1);
    });
  });

  it('applies its own stylesheet and refuses any other', async () => {
    const [, report] = REPORTS[0]!;
    await showing(browser, report, {}, async (page) => {
      expect(
        await page.evaluate(`getComputedStyle(document.querySelector('.verdict')).borderLeftWidth`),
      ).toBe('6px');
      await page.evaluate(
        `document.head.insertAdjacentHTML('beforeend', '<style>.verdict{border-left-width:1px}</style>')`,
      );
      expect(
        await page.evaluate(`getComputedStyle(document.querySelector('.verdict')).borderLeftWidth`),
      ).toBe('6px');
    });
  });
});

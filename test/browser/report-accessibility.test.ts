import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, showing, withoutChromium } from './chromium.ts';
import { REPORTS } from './reports.ts';

/** Violations of any rule of axe, its best practices included, as one line each. */
const RUN_AXE = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ': ' + node.html.slice(0, 160) + ' ' + node.failureSummary)))`;

const SCREENS = [
  ['light', 1200],
  ['dark', 1200],
  ['light', 400],
] as const;

describe.skipIf(withoutChromium())('a report for every reader', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  describe.each(SCREENS)('%s, %i pixels wide', (colorScheme, width) => {
    it.each(REPORTS)('has no accessibility violation: %s', async (_, report) => {
      const options = { colorScheme, viewport: { width, height: 900 }, bypassCSP: true };
      await showing(browser, report, options, async (page) => {
        await page.evaluate(
          `for (const details of document.querySelectorAll('details')) details.open = true`,
        );
        await page.evaluate(axe.source);
        expect(await page.evaluate(RUN_AXE)).toEqual([]);
      });
    });

    it.each(REPORTS)('never scrolls sideways as a whole: %s', async (_, report) => {
      await showing(browser, report, { colorScheme, viewport: { width, height: 900 } }, async (page) => {
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      });
    });
  });
});

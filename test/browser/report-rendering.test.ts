import { execFileSync, spawnSync } from 'node:child_process';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, showing, withoutChromium } from './chromium.ts';
import { COMPARISON, DAY, LOAD, NINE_CANDIDATES } from './reports.ts';

const WIDE = { viewport: { width: 1200, height: 900 } };

/** What is there to be seen: charts with a size and tables with one, by the text of their captions or titles. */
const VISIBLE = `({
  charts: [...document.querySelectorAll('svg[role=img]')].filter((svg) => svg.getBoundingClientRect().height > 50).length,
  tables: [...document.querySelectorAll('table')].filter((table) => table.checkVisibility({ contentVisibilityAuto: true })).length,
  rows: [...document.querySelectorAll('tbody tr')].filter((row) => row.checkVisibility({ contentVisibilityAuto: true })).length,
})`;

/** What the margins leave of A4, in CSS pixels. */
const A4_TEXT = { width: 695, height: 1016 };

const CUT_TABLES = `[...document.querySelectorAll('.scroll')]
  .filter((box) => box.scrollWidth > box.clientWidth + 1)
  .map((box) => box.getAttribute('aria-label') + ': ' + box.scrollWidth)`;

const ALL_ROWS = `document.querySelectorAll('tbody tr').length`;

const hasPdfToText = spawnSync('pdftotext', ['-v']).error === undefined;

describe.skipIf(withoutChromium())('a report as it is read', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  it('has all figures and tables without JavaScript', async () => {
    await showing(browser, DAY, { ...WIDE, javaScriptEnabled: false }, async (page) => {
      expect(await page.locator('svg[role=img]:visible').count()).toBe(11);
      // Those behind a chart open without JavaScript too.
      for (const summary of await page.locator('summary').all()) await summary.click();
      expect(await page.locator('table:visible').count()).toBe(14);
    });
    await showing(browser, COMPARISON, { ...WIDE, javaScriptEnabled: false }, async (page) => {
      expect(await page.locator('svg[role=img]:visible').count()).toBe(7);
      for (const summary of await page.locator('summary').all()) await summary.click();
      expect(await page.locator('table:visible').count()).toBe(17);
    });
    await showing(browser, LOAD, { ...WIDE, javaScriptEnabled: false }, async (page) => {
      expect(await page.locator('svg[role=img]:visible').count()).toBe(9);
      for (const summary of await page.locator('summary').all()) await summary.click();
      expect(await page.locator('table:visible').count()).toBe(16);
    });
  });

  it.each([
    ['a phone', 400],
    ['a desk', 1200],
  ])('shows each chart once on %s', async (_, width) => {
    await showing(browser, DAY, { viewport: { width, height: 900 } }, async (page) => {
      expect(await page.evaluate(VISIBLE)).toMatchObject({ charts: 11 });
    });
  });

  it.each([
    ['a day', DAY],
    ['four candidates', COMPARISON],
    ['a load run', LOAD],
  ])('prints every row of every table, those behind charts too: %s', async (_, report) => {
    await showing(browser, report, WIDE, async (page) => {
      const rows = await page.evaluate(ALL_ROWS);
      expect(await page.evaluate(VISIBLE)).not.toMatchObject({ rows });
      await page.emulateMedia({ media: 'print' });
      expect(await page.evaluate(VISIBLE)).toMatchObject({ rows });
    });
  });

  it.runIf(hasPdfToText)('leaves every row of every table in the PDF', async () => {
    await showing(browser, DAY, WIDE, async (page) => {
      const cells = await page.evaluate<string[]>(
        `[...document.querySelectorAll('tbody tr > :last-child')].map((cell) => cell.textContent.replace(/\\s+/g, ''))`,
      );
      const pdf = await page.pdf({ preferCSSPageSize: true });
      const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, maxBuffer: 1 << 26 });
      const printed = text.toString().replace(/\s+/g, '');
      expect(cells).toHaveLength(Number(await page.evaluate(ALL_ROWS)));
      expect(cells.filter((cell) => !printed.includes(cell))).toEqual([]);
    });
  });

  it.each([
    ['a day', DAY],
    ['nine candidates', NINE_CANDIDATES],
    ['a load run', LOAD],
  ])('prints no table wider than the paper: %s', async (_, report) => {
    await showing(browser, report, { viewport: A4_TEXT }, async (page) => {
      await page.emulateMedia({ media: 'print' });
      expect(await page.evaluate(CUT_TABLES)).toEqual([]);
    });
  });

  it('prints on white, whatever the screen', async () => {
    await showing(browser, DAY, { ...WIDE, colorScheme: 'dark' }, async (page) => {
      const background = `getComputedStyle(document.body).backgroundColor`;
      expect(await page.evaluate(background)).toBe('rgb(20, 23, 27)');
      await page.emulateMedia({ media: 'print' });
      expect(await page.evaluate(background)).toBe('rgb(255, 255, 255)');
    });
  });

  it('saves the data behind a chart', async () => {
    await showing(browser, DAY, { ...WIDE, acceptDownloads: true }, async (page) => {
      await page.locator('#queue-count summary').click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.locator('#queue-count a[download]').click(),
      ]);
      expect(download.suggestedFilename()).toBe('queue-count.csv');
      const stream = await download.createReadStream();
      const text = Buffer.concat(await stream.toArray()).toString();
      expect(text.split('\n')[0]).toBe('seconds,timeOfDay,farm.queue [count]');
      expect(text.trim().split('\n')).toHaveLength(1478);
    });
  });
});

/** The Chromium that tests of reports run in: Debian's, or the one that CHROMIUM names. */

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const EXECUTABLE = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Whether to leave the tests out because there is no Chromium here, saying so. On a build machine (CI=true) that is no
 * reason: the tests run, and fail.
 */
export function withoutChromium(): boolean {
  if (existsSync(EXECUTABLE) || process.env['CI'] === 'true') return false;
  process.stderr.write(`skipped: no Chromium at ${EXECUTABLE} (apt-get install chromium, or set CHROMIUM)\n`);
  return true;
}

export async function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE, args: FLAGS });
}

/** A page showing a document from a file, as a reader opens it; both are gone after `look`. */
export async function showing<T>(
  browser: Browser,
  document: string,
  options: BrowserContextOptions,
  look: (page: Page, requests: readonly string[]) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-report-'));
  const context = await browser.newContext(options);
  try {
    const file = path.join(folder, 'report.html');
    writeFileSync(file, document);
    const page = await context.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    return await look(page, requests);
  } finally {
    await context.close();
    rmSync(folder, { recursive: true });
  }
}

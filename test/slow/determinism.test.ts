/** Scenarios on 1, 2 and 8 threads, in three time zones and two locales: the same bytes of each result. */

import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { plainEnvironment, ROOT } from '../cli/run-process.ts';
import { byPatience } from '../patience.ts';

const SCENARIOS = byPatience({ slow: 30, night: 100 });
const THREADS = ['1', '2', '8'];
const ZONES = ['UTC', 'America/Los_Angeles', 'Asia/Kolkata'];
const LOCALES = ['C', 'de_DE.UTF-8'];

interface Digested {
  /** Of the results, in the order of the scenarios, by number of threads. */
  readonly digests: Readonly<Record<string, readonly string[]>>;
  /** An instant as this process would write it. */
  readonly now: string;
}

function digested(TZ: string, locale: string): Digested {
  const program = path.join(ROOT, 'test/determinism/digest-results.ts');
  const env = { ...plainEnvironment(), TZ, LC_ALL: locale, LANG: locale };
  const words = [program, String(SCENARIOS), ...THREADS];
  return JSON.parse(execFileSync(process.execPath, words, { env, encoding: 'utf8' }));
}

test('the same scenario and seed give the same bytes, whatever the threads, the time zone and the locale', () => {
  const runs = ZONES.flatMap((zone) =>
    LOCALES.map((locale) => ({ zone, locale, ...digested(zone, locale) })),
  );
  const expected = runs[0]!.digests['1']!;
  // Each is another scenario, and each process does live elsewhere.
  expect(new Set(expected).size).toBe(SCENARIOS);
  expect(new Set(runs.map(({ now }) => now)).size).toBe(ZONES.length * LOCALES.length);
  for (const { zone, locale, digests } of runs) {
    for (const threads of THREADS) {
      expect(digests[threads], `${threads} threads, ${zone}, ${locale}`).toEqual(expected);
    }
  }
});

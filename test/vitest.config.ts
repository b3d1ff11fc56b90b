import { defineConfig } from 'vitest/config';

const BROWSER = 'test/browser/**/*.test.ts';
const SLOW = 'test/slow/**/*.test.ts';
const SERVICES = 'test/services/**/*.test.ts';

/** `fast` is what `npm test` runs: anywhere, within minutes. `browser` needs Chromium, `slow` needs patience,
 * `services` real servers on loopback. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    // The tests read as specifications and must not depend on the machine's zone or locale.
    env: { TZ: 'UTC', LC_ALL: 'C' },
    setupFiles: ['test/property-seed.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // By default one processor is left to others, which on a machine of two is half of it.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: { name: 'fast', include: ['test/**/*.test.ts'], exclude: [BROWSER, SLOW, SERVICES] },
      },
      { extends: true, test: { name: 'browser', include: [BROWSER] } },
      { extends: true, test: { name: 'slow', include: [SLOW], testTimeout: 1_800_000 } },
      // One after the other: servers share the machine's port mapper, and each other's processors.
      { extends: true, test: { name: 'services', include: [SERVICES], fileParallelism: false } },
    ],
  },
});

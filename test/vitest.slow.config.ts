import { defineConfig } from 'vitest/config';

/** The suite of minutes: ten million customers, and the theory suite with every model run in both ways. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['test/slow/**/*.test.ts', 'test/theory/**/*.test.ts'],
    env: { TZ: 'UTC', LC_ALL: 'C', THEORY: 'full' },
    testTimeout: 600_000,
    pool: 'forks',
  },
});

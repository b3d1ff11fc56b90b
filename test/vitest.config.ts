import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['test/**/*.test.ts'],
    // The tests read as specifications and must not depend on the machine's zone or locale.
    env: { TZ: 'UTC', LC_ALL: 'C' },
    testTimeout: 120_000,
    pool: 'forks',
  },
});

import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { HANGING_MILLISECONDS } from './until.ts';

const ROOT = path.join(import.meta.dirname, '..');
const BROWSER = 'test/browser/**/*.test.ts';
const SLOW = 'test/slow/**/*.test.ts';
const NIGHT = 'test/night/**/*.test.ts';
const SERVICES = 'test/services/**/*.test.ts';
/** Commands as processes, on real files and for real seconds: what they do is checked in the process in `fast`. */
const PROCESSES = [
  'test/cli/answer-of.test.ts',
  'test/cli/determinism.test.ts',
  'test/cli/entry.test.ts',
  'test/cli/loadgen.test.ts',
  'test/cli/loadgen-results.test.ts',
  'test/cli/ramp.test.ts',
  'test/cli/report.test.ts',
];
/** Checks that repeat themselves a few times in `fast` and more often in `slow` and `night`: see patience.ts. */
const REPEATED = [
  'test/capabilities/13-render-turnaround.test.ts',
  'test/capabilities/P16-precision.test.ts',
  'test/capabilities/P43-deterministic-replays.test.ts',
  'test/cli/live/live-view.test.ts',
  'test/cli/process.test.ts',
  'test/loadgen/ramp/judge-probe.test.ts',
  'test/loadgen/safety/clean-run.test.ts',
  'test/models/distributions/conformance.test.ts',
  'test/models/scenario/fuzz.test.ts',
  'test/models/scenario/quantity-suggestions.test.ts',
  'test/models/statistics/coverage.test.ts',
  'test/models/statistics/run-sections.test.ts',
  'test/models/units.test.ts',
  'test/readme.test.ts',
  'test/reports/csv.test.ts',
  'test/reports/html/escaping.test.ts',
  'test/reports/load-summary.test.ts',
  'test/reports/terminal-summary.test.ts',
  'test/scenarios/execution.test.ts',
  'test/sim/cost/run-cost.test.ts',
  'test/sim/kernel/allocation.test.ts',
  'test/sim/kernel/fluid-fairness.test.ts',
  'test/sim/kernel/fluid-laws.test.ts',
  'test/sim/kernel/laws-metamorphic.test.ts',
  'test/sim/kernel/laws-resumption.test.ts',
  'test/sim/kernel/laws.test.ts',
  'test/sim/world/storage/closed-queue-corners.test.ts',
  'test/sim/world/storage/closed-queue.test.ts',
  'test/sim/studio/granularities.test.ts',
  'test/sim/world/storage/open-queue.test.ts',
  'test/slow/determinism.test.ts',
  'test/slow/farm-percentiles.test.ts',
  'test/slow/farm-queues.test.ts',
  'test/slow/output-errors.test.ts',
  'test/slow/priority-farm.test.ts',
  'test/slow/reported-percentiles.test.ts',
  'test/slow/ten-million-customers.test.ts',
  'test/slow/ten-million-systems.test.ts',
  'test/theory/**/*.test.ts',
];

/**
 * `fast` is what `npm test` runs: anywhere, within minutes. `slow` needs patience, `night` hours; `browser` needs
 * Chromium, `services` real servers on loopback.
 */
export default defineConfig({
  root: ROOT,
  test: {
    // The tests read as specifications and must not depend on the machine's zone or locale.
    // The program, as a process of its own, starts in half the time with a compile cache.
    env: {
      TZ: 'UTC',
      LC_ALL: 'C',
      NODE_COMPILE_CACHE: path.join(ROOT, 'node_modules/.cache/node-compile'),
    },
    setupFiles: ['test/property-seed.ts'],
    provide: { patience: 'fast' },
    testTimeout: HANGING_MILLISECONDS,
    hookTimeout: HANGING_MILLISECONDS,
    pool: 'forks',
    // By default one processor is left to others, which on a machine of two is half of it.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [BROWSER, SLOW, NIGHT, SERVICES, ...PROCESSES],
          // More than there are processors: tests of loads wait for real seconds.
          maxWorkers: 4,
          // Two hundred files, each of which would load the project anew.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'browser', include: [BROWSER] } },
      {
        extends: true,
        test: { name: 'slow', include: [SLOW, ...PROCESSES, ...REPEATED], provide: { patience: 'slow' } },
      },
      {
        extends: true,
        test: { name: 'night', include: [NIGHT, ...REPEATED], provide: { patience: 'night' } },
      },
      // One after the other: servers share the machine's port mapper, and each other's processors.
      {
        extends: true,
        test: {
          name: 'services',
          include: [SERVICES],
          fileParallelism: false,
          setupFiles: ['test/services/priority.ts'],
        },
      },
    ],
  },
});

import { expect, test } from 'vitest';
import { brokenInvariants, replayCommand } from './invariants.ts';

/** A night has ten thousand: test/night/random-scenarios.test.ts. */
const SCENARIOS = [1, 4, 5, 6, 12, 19];

test.each(SCENARIOS)('bytes, GPU time, queues and percentiles of random scenario %s add up', (scenario) => {
  expect(brokenInvariants(scenario), replayCommand(scenario)).toEqual([]);
});

/** Ten thousand random scenarios, others each night, and what holds in each. A failure prints the command that replays it. */

import { expect, test } from 'vitest';
import { brokenInvariants, replayCommand } from '../determinism/invariants.ts';

const SCENARIOS = 10_000;

test(`the invariants hold in ${SCENARIOS} random scenarios`, () => {
  const first = Math.floor(Math.random() * 2 ** 40);
  for (let scenario = first; scenario < first + SCENARIOS; scenario++) {
    expect(brokenInvariants(scenario), replayCommand(scenario)).toEqual([]);
  }
});

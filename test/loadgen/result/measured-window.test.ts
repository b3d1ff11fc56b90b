import { describe, expect, it } from 'vitest';
import { loadResult } from '../../../loadgen/result/load-result.ts';
import type { LoadOutcome } from '../../../loadgen/run/load-outcome.ts';
import { cutTo, LOAD_STUDIO, loadRun } from './load-run.ts';

const RUN = loadRun();
const { durationSeconds } = LOAD_STUDIO.run;

function windowsOf(outcome: LoadOutcome) {
  const { objectives } = loadResult(LOAD_STUDIO, outcome, {
    tool: { name: 'headroom', version: '0.0.0', node: 'v24' },
    scenario: { file: 'small.yaml', sha256: '0'.repeat(64), variant: null, overrides: [] },
  });
  expect(objectives.length).toBeGreaterThan(0);
  return new Set(objectives.map(({ window }) => `${window?.startSeconds} to ${window?.endSeconds}`));
}

describe('the window of a verdict on a load', () => {
  it('is the part of the day that was asked for', () => {
    expect(windowsOf(RUN)).toEqual(new Set([`0 to ${durationSeconds}`]));
  });

  it('ends with a load that ended early, in time of the scenario', () => {
    const half = new Set([`0 to ${durationSeconds / 2}`]);
    expect(windowsOf(cutTo(RUN, durationSeconds / 2))).toEqual(half);
    expect(windowsOf({ ...cutTo(RUN, durationSeconds / 4), speed: 2 })).toEqual(half);
  });
});

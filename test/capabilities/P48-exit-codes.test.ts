/** Law: what a pipeline needs to know of a run is its exit code: met, missed, invalid, misused, each another one. */

import { describe, expect, it } from 'vitest';
import { EXIT } from '../../cli/exit-codes.ts';
import { TINY } from '../cli/run-process.ts';
import { headroom } from './program.ts';

const ASKED = ['--set', 'run.replications=1', '--threads', '1', '--quiet'];
const MISSED = ['--set', 'objectives=["pipeline.latency p99 <= 201us"]'];
const BROKEN = ['--set', 'policies=["metadata.nas utilization peak <= 1%"]'];

describe('P48: exit codes gate a pipeline', () => {
  it.each<[string, number, readonly string[]]>([
    ['every objective is met', EXIT.done, ['simulate', TINY, ...ASKED]],
    ['an objective is missed', EXIT.objectiveMissed, ['simulate', TINY, ...ASKED, ...MISSED]],
    ['a headroom policy is broken', EXIT.objectiveMissed, ['simulate', TINY, ...ASKED, ...BROKEN]],
    ['one is missed and the gate is open', EXIT.done, ['simulate', TINY, ...ASKED, ...MISSED, '--no-gate']],
    ['one candidate meets everything', EXIT.done, ['compare', TINY, ...ASKED]],
    ['no candidate does', EXIT.objectiveMissed, ['compare', TINY, ...ASKED, ...MISSED]],
    ['the scenario is invalid', EXIT.invalid, ['simulate', TINY, '--set', 'run.duration=never']],
    ['there is no scenario', EXIT.invalid, ['check', 'nothing.yaml']],
    ['the words are wrong', EXIT.usage, ['simulate', TINY, '--objectives']],
  ])('%s: %i', async (_, expected, words) => {
    expect((await headroom(...words)).exitCode).toBe(expected);
  });

  it('each of them means one thing', () => {
    expect(new Set(Object.values(EXIT)).size).toBe(Object.keys(EXIT).length);
  });
});

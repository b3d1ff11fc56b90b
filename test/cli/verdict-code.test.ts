import { describe, expect, test } from 'vitest';
import { EXIT } from '../../cli/exit-codes.ts';
import { exitCodeOfBest, exitCodeOfRamp, exitCodeOfResult, gated } from '../../cli/verdict-code.ts';
import type { ResultDocument } from '../../models/result.ts';
import { verdictOf } from '../../reports/verdict-text.ts';
import { calm, failover } from '../reports/measured-run.ts';
import { steadyRamp } from '../reports/ramp-result.ts';

const invalid = (): ResultDocument => {
  const result = calm();
  return { ...result, load: { ...result.load!, generator: { ...result.load!.generator, valid: false } } };
};
const wrong = (): ResultDocument => {
  const result = calm();
  return { ...result, load: { ...result.load!, integrity: { ...result.load!.integrity, regions: 1 } } };
};
const unknown = (): ResultDocument => {
  const result = calm();
  const objectives = result.objectives.map((each) => ({
    ...each,
    met: false,
    certainty: 'unknown' as const,
  }));
  return { ...result, objectives };
};

describe('the exit code is that of the word which the summary begins with', () => {
  test.each([
    ['holds', calm, EXIT.done],
    ['not met', failover, EXIT.objectiveMissed],
    ['wrong data', wrong, EXIT.objectiveMissed],
    ['invalid', invalid, EXIT.generatorLimit],
    ['undecided', unknown, EXIT.undecided],
  ] as const)('%s', (kind, result, code) => {
    expect(verdictOf(result()).kind).toBe(kind);
    expect(exitCodeOfResult(result())).toBe(code);
  });

  test('of a result without objectives is that of work that is done', () => {
    expect(exitCodeOfResult({ ...calm(), objectives: [] })).toBe(EXIT.done);
  });
});

test.each([
  [1.5, 1.6, EXIT.done],
  [1, null, EXIT.done],
  [0.6, 0.7, EXIT.objectiveMissed],
  [null, 0.1, EXIT.objectiveMissed],
  [null, null, EXIT.undecided],
  [0.5, null, EXIT.undecided],
  [0.5, 1.5, EXIT.undecided],
])('a ramp that held %s times the load and broke at %s exits with %i', (multiple, broke, code) => {
  const ramp = steadyRamp();
  const headroom = { ...ramp.headroom, multiple, interval: [multiple ?? 0, broke] as const };
  expect(exitCodeOfRamp({ ...ramp, headroom })).toBe(code);
});

describe('of several candidates', () => {
  const { done, objectiveMissed, generatorLimit, undecided } = EXIT;
  test.each([
    ['one that holds is enough', [objectiveMissed, done, generatorLimit], done],
    ['all miss only where each is known to', [objectiveMissed, objectiveMissed], objectiveMissed],
    ['one that is invalid leaves it open', [objectiveMissed, generatorLimit], generatorLimit],
    ['one that is undecided leaves it open', [undecided, objectiveMissed], undecided],
  ])('%s', (_, candidates, code) => {
    expect(exitCodeOfBest(candidates)).toBe(code);
  });
});

test('without a gate a verdict is no exit code', () => {
  expect([4, 7, 8].map((verdict) => gated(verdict, true))).toEqual([0, 0, 0]);
  expect([4, 7, 8].map((verdict) => gated(verdict, false))).toEqual([4, 7, 8]);
});

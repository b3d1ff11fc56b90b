import { describe, expect, test } from 'vitest';
import type { Drill, Outage } from '../../../models/load-section.ts';
import type { SpreadFigure } from '../../../models/lower-bound.ts';
import { drillText, generatorText, unfinishedText } from '../../../reports/load/load-facts.ts';
import { calm, invalidRun, nothingMeasured } from '../measured-run.ts';

const DRILL: Drill = {
  atSeconds: 84,
  command: 'failover',
  startedSeconds: 84,
  exitCode: 0,
  outage: null,
  outageBefore: null,
};

function outage(firstFailureSeconds: number, recoveredSeconds: number | null): Outage {
  const detectedSeconds = firstFailureSeconds + 1;
  return { firstFailureSeconds, detectedSeconds, recoveredSeconds, failed: 0, retried: 0 };
}

describe('what is said of the generator', () => {
  const said = ({ load, warnings }: ReturnType<typeof calm>, codes: readonly string[] = []) =>
    generatorText(load!, [...warnings, ...codes.map((code) => ({ code }))]);

  test('that it kept up, where it did', () => {
    expect(said(calm())).toMatch(/^The generator kept up, so these are the target’s figures: /);
  });

  test('that it did not, and why', () => {
    expect(said(invalidRun())).toMatch(/^The generator did not keep up \(.*\)\. Sends were 12 ms late/);
  });

  test('no more than it knows, where a thread was busy in a closed loop, or nothing was sent', () => {
    expect(said(calm(), ['busy-thread'])).toMatch(
      /in closed loops a busy thread of it may have been the limit/,
    );
    expect(said(nothingMeasured())).toMatch(/^Nothing was sent, so the generator was not put to the test/);
  });
});

describe('what is said of a drill', () => {
  test('that nobody noticed', () => {
    expect(drillText(DRILL)).toBe('At 1:24 “failover” succeeded; the load did not notice.');
  });

  test('with an outage of its own: when it was noticed and when it was over', () => {
    expect(drillText({ ...DRILL, outage: outage(85, 90) })).toBe(
      'At 1:24 “failover” succeeded; noticed 2 s after the command, recovered 6 s after it.',
    );
  });

  test('in an outage that was there: that it was, and when it was over', () => {
    expect(drillText({ ...DRILL, outageBefore: outage(72, 90) })).toBe(
      'At 1:24 “failover” succeeded; already down since 1:12, so when the load would have noticed the command cannot be told; recovered 6 s after it.',
    );
    expect(drillText({ ...DRILL, outageBefore: outage(72, null) })).toContain(
      'already down since 1:12, so when the load would have noticed the command cannot be told; not recovered when the run ended.',
    );
  });

  test('in an outage that was there, with one of its own after it: both', () => {
    expect(drillText({ ...DRILL, outageBefore: outage(72, 85), outage: outage(88, 90) })).toContain(
      'recovered 1 s after it; then noticed 5 s after the command, recovered 6 s after it.',
    );
  });
});

describe('what is said of what had no end', () => {
  const scrub = { metric: 'review.scrub', what: 'operations', due: 2020, unfinished: 100 } as const;
  const bounded = (...atLeast: SpreadFigure[]) => [{ name: 'review.scrub', atLeast }];

  test('which figures are lower bounds of it', () => {
    expect(unfinishedText(scrub, bounded('p99', 'p999', 'max'))).toBe(
      'review.scrub: 100 of 2,020 operations had no answer when the run ended, so its p99, p99.9 and maximum are lower bounds',
    );
    expect(unfinishedText({ ...scrub, what: 'work', unfinished: 1 }, bounded('max'))).toBe(
      'review.scrub: 1 of 2,020 units of work had no end when the run ended, so its maximum is a lower bound',
    );
  });

  test('that nothing had an answer', () => {
    expect(unfinishedText({ ...scrub, unfinished: 2020 }, [{ name: 'review.scrub' }])).toBe(
      'review.scrub: 2,020 of 2,020 operations had no answer when the run ended',
    );
  });
});

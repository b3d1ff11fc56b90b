import { describe, expect, test } from 'vitest';
import { FailureTracker, NO_CALL } from '../../../loadgen/measure/failure-tracker.ts';
import { Outages } from '../../../loadgen/measure/outages.ts';
import type { Outage } from '../../../models/load-section.ts';

const PULSE_SECONDS = 0.2;
const CHECK_SECONDS = 0.1;

/** Something that a thread sees at a time. */
type Event =
  | {
      readonly at: number;
      readonly worker: number;
      readonly kind: 'sent' | 'answered' | 'failed' | 'given up';
    }
  | { readonly at: number; readonly worker: number; readonly kind: 'left' | 'silent' | 'heard again' };

/**
 * Plays what threads see, each reporting every 0.2 s in turn, to a leader who looks ten times a second. A thread that is silent reports
 * nothing until it is heard again; one that is in a call shows since when.
 */
function play(
  threads: number,
  seconds: number,
  events: readonly Event[],
  isSynchronous = false,
): readonly Outage[] {
  const calls = new Float64Array(threads).fill(NO_CALL);
  const trackers = Array.from(
    calls,
    (_, worker) => new FailureTracker(isSynchronous ? calls.subarray(worker, worker + 1) : null),
  );
  const outages = new Outages(threads, calls);
  const entries = trackers.map((): ReturnType<FailureTracker['sent']>[] => []);
  const silent = new Set<number>();
  let next = 0;
  for (let tick = 0; tick <= seconds / CHECK_SECONDS; tick++) {
    const now = tick * CHECK_SECONDS;
    for (; next < events.length && events[next]!.at <= now + 1e-9; next++) {
      const { at, worker, kind } = events[next]!;
      const failures = trackers[worker]!;
      const under = entries[worker]!;
      if (kind === 'sent') under.push(failures.sent(at));
      else if (kind === 'answered') failures.answered(under.shift()!, at);
      else if (kind === 'failed') failures.failed(at);
      else if (kind === 'given up') {
        failures.failed(at);
        failures.givenUp(under.shift()!);
      } else if (kind === 'left') outages.leave(worker);
      else if (kind === 'silent') silent.add(worker);
      else silent.delete(worker);
    }
    for (const [worker, failures] of trackers.entries()) {
      if ((tick + worker) % (PULSE_SECONDS / CHECK_SECONDS) === 0 && !silent.has(worker)) {
        outages.hear(worker, failures.take(now));
      }
    }
    outages.check(now);
  }
  return outages.outages;
}

/** A thread that sends and is answered every 0.1 s, between reports, except in the spans named. */
function working(
  worker: number,
  seconds: number,
  without: readonly (readonly [number, number])[] = [],
): Event[] {
  const events: Event[] = [];
  for (let tenth = 0; tenth < 10 * seconds; tenth++) {
    const at = tenth / 10 + 0.05;
    if (without.some(([from, to]) => at >= from && at < to)) continue;
    events.push({ at, worker, kind: 'sent' }, { at: at + 0.001, worker, kind: 'answered' });
  }
  return events;
}

const inOrder = (...lists: readonly (readonly Event[])[]) => lists.flat().toSorted((a, b) => a.at - b.at);

describe('outages', () => {
  test('there are none while all is answered', () => {
    expect(play(2, 10, inOrder(working(0, 10), working(1, 10)))).toEqual([]);
  });

  test('one begins with the first failure and ends with the first answer after which all is well', () => {
    const [outage, ...others] = play(
      1,
      12,
      inOrder(working(0, 12, [[3, 5]]), [
        { at: 3, worker: 0, kind: 'sent' },
        { at: 3.02, worker: 0, kind: 'failed' },
        { at: 3.5, worker: 0, kind: 'failed' },
        { at: 4.4, worker: 0, kind: 'failed' },
        { at: 4.95, worker: 0, kind: 'answered' },
      ]),
    );
    expect(others).toEqual([]);
    expect(outage).toMatchObject({
      firstFailureSeconds: 3.02,
      recoveredSeconds: 4.95,
      failed: 0,
      retried: 3,
    });
    expect(outage!.detectedSeconds).toBeGreaterThan(3.02);
    expect(outage!.detectedSeconds).toBeLessThanOrEqual(3.02 + PULSE_SECONDS + CHECK_SECONDS);
  });

  test('an answer between two failures is no recovery', () => {
    const [outage, ...others] = play(
      1,
      12,
      inOrder(working(0, 12, [[3, 5]]), [
        { at: 3, worker: 0, kind: 'failed' },
        { at: 3.4, worker: 0, kind: 'sent' },
        { at: 3.5, worker: 0, kind: 'answered' },
        { at: 3.9, worker: 0, kind: 'failed' },
      ]),
    );
    expect(others).toEqual([]);
    expect(outage).toMatchObject({ firstFailureSeconds: 3, retried: 2 });
    expect(outage!.recoveredSeconds).toBeCloseTo(5.051, 6);
  });

  test('silence is no recovery: something must have been answered', () => {
    const [outage, ...others] = play(
      1,
      12,
      inOrder(working(0, 12, [[3, 8]]), [
        { at: 3, worker: 0, kind: 'sent' },
        { at: 3.1, worker: 0, kind: 'given up' },
      ]),
    );
    expect(others).toEqual([]);
    expect(outage).toMatchObject({ firstFailureSeconds: 3.1, failed: 1 });
    expect(outage!.recoveredSeconds).toBeCloseTo(8.051, 6);
  });

  test('nor is the silence of threads that cannot speak, whatever was answered before', () => {
    const [outage, ...others] = play(
      2,
      12,
      inOrder(working(0, 12, [[3, 6]]), working(1, 12, [[3.25, 6]]), [
        { at: 3, worker: 0, kind: 'sent' },
        { at: 3.02, worker: 0, kind: 'failed' },
        { at: 3.04, worker: 0, kind: 'answered' },
        { at: 3.35, worker: 0, kind: 'silent' },
        { at: 3.35, worker: 1, kind: 'silent' },
        { at: 4.9, worker: 0, kind: 'failed' },
        { at: 4.9, worker: 1, kind: 'failed' },
        { at: 4.9, worker: 0, kind: 'heard again' },
        { at: 4.9, worker: 1, kind: 'heard again' },
      ]),
    );
    expect(others).toEqual([]);
    expect(outage).toMatchObject({ firstFailureSeconds: 3.02, retried: 3 });
    expect(outage!.recoveredSeconds).toBeCloseTo(6.051, 6);
  });

  test('failures more than a second of quiet apart are outages of their own', () => {
    const outages = play(
      1,
      20,
      inOrder(
        working(0, 20, [
          [3, 3.5],
          [10, 10.5],
        ]),
        [
          { at: 3, worker: 0, kind: 'failed' },
          { at: 10, worker: 0, kind: 'failed' },
        ],
      ),
    );
    expect(outages.map(({ firstFailureSeconds }) => firstFailureSeconds)).toEqual([3, 10]);
  });

  test('the last thread that failed decides when it is over, and what was given up is told apart', () => {
    const [outage] = play(
      2,
      12,
      inOrder(working(0, 12, [[3, 4]]), working(1, 12, [[3, 6]]), [
        { at: 3, worker: 0, kind: 'failed' },
        { at: 3, worker: 1, kind: 'sent' },
        { at: 3.1, worker: 1, kind: 'failed' },
        { at: 3.6, worker: 1, kind: 'given up' },
        { at: 4.5, worker: 1, kind: 'failed' },
        { at: 5.4, worker: 1, kind: 'failed' },
      ]),
    );
    expect(outage).toMatchObject({ firstFailureSeconds: 3, failed: 1, retried: 4 });
    expect(outage!.recoveredSeconds).toBeCloseTo(6.051, 6);
  });

  test('one that lasts to the end has no recovery', () => {
    const [outage] = play(1, 5, inOrder(working(0, 3), [{ at: 4, worker: 0, kind: 'failed' }]));
    expect(outage).toMatchObject({ firstFailureSeconds: 4, recoveredSeconds: null });
  });
});

describe('a stall', () => {
  const STALL: readonly Event[] = [
    { at: 3, worker: 0, kind: 'sent' },
    { at: 7, worker: 0, kind: 'answered' },
  ];

  test('is an outage from the sending of what has no answer for a second', () => {
    const [outage, ...others] = play(1, 12, inOrder(working(0, 12, [[3, 7.05]]), STALL));
    expect(others).toEqual([]);
    expect(outage).toMatchObject({ firstFailureSeconds: 3, failed: 0, retried: 0 });
    expect(outage!.detectedSeconds).toBeGreaterThan(4);
    expect(outage!.detectedSeconds).toBeLessThanOrEqual(4 + PULSE_SECONDS + CHECK_SECONDS);
    expect(outage!.recoveredSeconds).toBeGreaterThanOrEqual(7);
    expect(outage!.recoveredSeconds).toBeLessThanOrEqual(7 + PULSE_SECONDS + CHECK_SECONDS);
  });

  test('of less than a second is none', () => {
    expect(
      play(
        1,
        12,
        inOrder(working(0, 12, [[3, 3.85]]), [
          { at: 3, worker: 0, kind: 'sent' },
          { at: 3.8, worker: 0, kind: 'answered' },
        ]),
      ),
    ).toEqual([]);
  });

  test('is seen from outside where the thread waits in the call and can say nothing', () => {
    const events: Event[] = [
      { at: 3, worker: 0, kind: 'sent' },
      { at: 3, worker: 0, kind: 'silent' },
    ];
    const [outage] = play(1, 6, inOrder(working(0, 3), events), true);
    expect(outage).toMatchObject({ firstFailureSeconds: 3, recoveredSeconds: null });
    expect(outage!.detectedSeconds).toBeLessThanOrEqual(4.2 + 1e-9);
  });

  test('is not the target’s where the thread is silent for another reason', () => {
    expect(play(1, 6, inOrder(working(0, 3), [{ at: 3, worker: 0, kind: 'silent' }]), true)).toEqual([]);
  });

  test('is over for the others when a thread that hung has ended', () => {
    const events: Event[] = [
      { at: 3, worker: 0, kind: 'sent' },
      { at: 5, worker: 0, kind: 'left' },
    ];
    const [outage] = play(2, 9, inOrder(working(0, 3), working(1, 9), events));
    expect(outage!.recoveredSeconds).toBeCloseTo(5, 0);
  });
});

describe('what a thread sees', () => {
  test('the oldest without an answer, whatever the order of the answers', () => {
    const failures = new FailureTracker(null);
    const [first, second, third] = [1, 2, 3].map((at) => failures.sent(at));
    const oldest = () => failures.take(6).oldestSentSeconds;
    expect(oldest()).toBe(1);
    failures.answered(second!, 4);
    expect(oldest()).toBe(1);
    failures.answered(first!, 5);
    expect(oldest()).toBe(3);
    failures.givenUp(third!);
    expect(oldest()).toBeNull();
    failures.sent(6);
    expect(oldest()).toBe(6);
  });

  test('counts since it was last asked; the last failure, and the first answer after it, are remembered', () => {
    const failures = new FailureTracker(null);
    const entry = failures.sent(1);
    failures.failed(1.5);
    expect(failures.take(1.6)).toEqual({
      atSeconds: 1.6,
      failures: 1,
      givenUp: 0,
      firstFailureSeconds: 1.5,
      lastFailureSeconds: 1.5,
      firstAnswerSinceSeconds: null,
      lastAnswerSeconds: null,
      oldestSentSeconds: 1,
    });
    failures.answered(entry, 2);
    failures.answered(failures.sent(2.5), 3);
    expect(failures.take(3.2)).toEqual({
      atSeconds: 3.2,
      failures: 0,
      givenUp: 0,
      firstFailureSeconds: null,
      lastFailureSeconds: 1.5,
      firstAnswerSinceSeconds: 2,
      lastAnswerSeconds: 3,
      oldestSentSeconds: null,
    });
  });

  test('of a call that it waits in, others see since when, also in a further attempt', () => {
    const call = new Float64Array(1);
    const failures = new FailureTracker(call);
    expect(call[0]).toBe(NO_CALL);
    const entry = failures.sent(1);
    expect(call[0]).toBe(1);
    failures.failed(2);
    expect(call[0]).toBe(NO_CALL);
    failures.sentAgain(entry);
    expect(call[0]).toBe(1);
    failures.answered(entry, 3);
    expect(call[0]).toBe(NO_CALL);
  });
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LoadRecord } from '../../../loadgen/measure/load-record.ts';
import { MergedTallies } from '../../../loadgen/measure/merged-tallies.ts';
import type { OperationTally } from '../../../loadgen/measure/operation-tally.ts';
import { type RecordedSecond, RuntimeRecorder } from '../../../loadgen/measure/runtime-recorder.ts';
import { Histogram, type HistogramSnapshot } from '../../../models/histogram.ts';
import type { OperationKind } from '../../../models/operations.ts';
import { SMALL_CHURN, SMALL_RENDER, SMALL_SCRUB } from '../runtime/small-load.ts';

const STAGES = [SMALL_RENDER, SMALL_CHURN, SMALL_SCRUB];

/** What happened to one operation. */
interface Happened {
  readonly worker: number;
  readonly atSeconds: number;
  readonly stage: string;
  readonly kind: OperationKind;
  readonly loop: 'open' | 'closed';
  readonly lateSeconds: number;
  readonly serviceSeconds: number;
  readonly bytes: number;
  readonly retries: number;
  readonly fate: 'answered' | 'failed' | 'unsent';
}

const happened: fc.Arbitrary<Happened> = fc.record({
  worker: fc.nat(2),
  atSeconds: fc.integer({ min: 0, max: 5000 }).map((milliseconds) => milliseconds / 1000),
  stage: fc.constantFrom(...STAGES.map(({ name }) => name)),
  kind: fc.constantFrom('getattr' as const, 'read' as const),
  loop: fc.constantFrom('open' as const, 'closed' as const),
  lateSeconds: fc.integer({ min: 0, max: 1000 }).map((milliseconds) => milliseconds / 1000),
  serviceSeconds: fc.integer({ min: 1, max: 1000 }).map((milliseconds) => milliseconds / 1000),
  bytes: fc.nat(1000),
  retries: fc.nat(2),
  fate: fc.constantFrom('answered' as const, 'answered' as const, 'failed' as const, 'unsent' as const),
});

/** What each worker hands over, in the order in which it does. */
function recorded(all: readonly Happened[]): readonly (readonly [atSeconds: number, RecordedSecond])[] {
  return [0, 1, 2].flatMap((worker) => {
    const seconds: [number, RecordedSecond][] = [];
    const recorder = new RuntimeRecorder(STAGES, (atSeconds, second) => seconds.push([atSeconds, second]));
    const own = all.filter((each) => each.worker === worker);
    for (const each of own.toSorted((a, b) => a.atSeconds - b.atSeconds)) {
      const group = recorder.group(each.stage, 'step', each.kind, each.loop);
      recorder.turn(each.atSeconds);
      group.offer();
      recorder.lag(each.lateSeconds);
      if (each.fate === 'unsent') continue;
      const sent = each.atSeconds + each.lateSeconds;
      group.send(each.atSeconds, sent);
      for (let retry = 0; retry < each.retries; retry++) group.retry();
      if (each.fate === 'failed') group.fail('timeout');
      else group.answer(each.atSeconds, sent, sent + each.serviceSeconds, each.bytes);
    }
    recorder.end();
    return seconds;
  });
}

function recordOf(seconds: readonly (readonly [number, RecordedSecond])[]): LoadRecord {
  const record = new LoadRecord(3);
  for (const [atSeconds, second] of seconds) record.add(atSeconds, second);
  return record;
}

/** Sums of floating point depend on their order; all else does not. */
function withoutSums(tallies: readonly OperationTally[]) {
  const bare = (snapshot: HistogramSnapshot) => ({ ...snapshot, sum: null });
  return tallies.map((tally) => ({
    ...tally,
    response: bare(tally.response),
    service: bare(tally.service),
    sendError: bare(tally.sendError),
  }));
}

describe('what workers recorded, put together', () => {
  test('is all that happened, by group', () => {
    fc.assert(
      fc.property(fc.array(happened, { maxLength: 60 }), (all) => {
        const { tallies } = recordOf(recorded(all));
        const groups = Map.groupBy(all, ({ stage, kind, loop }) => [stage, 'step', kind, loop].join('\n'));
        expect(tallies).toHaveLength(groups.size);
        for (const tally of tallies) {
          const own = groups.get([tally.stage, tally.step, tally.kind, tally.loop].join('\n'))!;
          const sent = own.filter(({ fate }) => fate !== 'unsent');
          const answered = own.filter(({ fate }) => fate === 'answered');
          const failed = own.filter(({ fate }) => fate === 'failed').length;
          const times = new Histogram();
          for (const { lateSeconds, serviceSeconds } of answered) times.record(lateSeconds + serviceSeconds);
          expect(tally).toMatchObject({
            offered: own.length,
            sent: sent.length,
            answered: answered.length,
            failed: failed === 0 ? {} : { timeout: failed },
            retries: sent.reduce((sum, { retries }) => sum + retries, 0),
            bytes: answered.reduce((sum, { bytes }) => sum + bytes, 0),
          });
          expect(tally.sendError.count).toBe(sent.length);
          expect(tally.service.count).toBe(answered.length);
          expect(tally.response.count).toBe(answered.length);
          expect(tally.response.maximum.toFixed(9)).toBe(times.maximum.toFixed(9));
        }
      }),
    );
  });

  test('is not changed by seconds being settled, also where something comes late', () => {
    fc.assert(
      fc.property(fc.array(happened, { maxLength: 60 }), fc.nat(6), (all, settledSeconds) => {
        const seconds = recorded(all);
        const record = new LoadRecord(1);
        for (const [atSeconds, second] of seconds) {
          record.add(atSeconds, second);
          record.settle(settledSeconds);
        }
        record.settle(10);
        const plain = recordOf(seconds).seconds;
        expect(record.seconds.map(({ tallies }) => withoutSums(tallies))).toEqual(
          plain.map(({ tallies }) => withoutSums(tallies)),
        );
      }),
    );
  });

  test('does not depend on the order in which it arrived', () => {
    fc.assert(
      fc.property(
        fc
          .array(happened, { maxLength: 60 })
          .map(recorded)
          .chain((seconds) =>
            fc.tuple(fc.constant(seconds), fc.shuffledSubarray([...seconds], { minLength: seconds.length })),
          ),
        ([seconds, shuffled]) => {
          const [one, other] = [recordOf(seconds), recordOf(shuffled)];
          expect(withoutSums(other.tallies)).toEqual(withoutSums(one.tallies));
          expect(other.ownLag.count).toBe(one.ownLag.count);
          expect(other.seconds.map(({ tallies }) => withoutSums(tallies))).toEqual(
            one.seconds.map(({ tallies }) => withoutSums(tallies)),
          );
        },
      ),
    );
  });

  test('is the sum of its seconds', () => {
    fc.assert(
      fc.property(fc.array(happened, { maxLength: 60 }), (all) => {
        const record = recordOf(recorded(all));
        const sum = new MergedTallies();
        for (const { tallies } of record.seconds) for (const tally of tallies) sum.add(tally);
        expect(withoutSums(sum.tallies)).toEqual(withoutSums(record.tallies));
        for (const { atSeconds, tallies } of record.seconds) {
          const due = all.filter((each) => Math.floor(each.atSeconds) === atSeconds).length;
          expect(tallies.reduce((offered, tally) => offered + tally.offered, 0)).toBe(due);
        }
      }),
    );
  });
});

describe('the seconds of a record', () => {
  const empty = (): RecordedSecond => {
    let second: RecordedSecond | undefined;
    new RuntimeRecorder(STAGES, (_, taken) => (second = taken)).end();
    return second!;
  };

  test('are all of them from the first, also those in which nothing happened', () => {
    const record = new LoadRecord(1);
    record.add(3, { ...empty(), finished: { overnight: 2 } });
    record.cpu(1, 0.5);
    expect(
      record.seconds.map(({ atSeconds, finished, cpuFraction }) => [atSeconds, finished, cpuFraction]),
    ).toEqual([
      [0, {}, 0],
      [1, {}, 0.5],
      [2, {}, 0],
      [3, { overnight: 2 }, 0],
    ]);
  });

  test('have the longest delay of any worker', () => {
    const record = new LoadRecord(1);
    for (const lag of [0.001, 0.004, 0.002]) {
      const ownLag = new Histogram();
      ownLag.record(lag);
      record.add(0, { ...empty(), ownLag: ownLag.snapshot() });
    }
    expect(record.second(0).loopLagSecondsMax).toBe(0.004);
  });

  test('add up to the work of each stage, and of those that had none', () => {
    const record = new LoadRecord(1);
    record.add(0, { ...empty(), arrived: { overnight: 3 }, finished: { overnight: 1 } });
    record.add(1, { ...empty(), finished: { overnight: 2 } });
    expect(record.work(['overnight', 'review'])).toEqual([
      { stage: 'overnight', arrived: 3, finished: 3 },
      { stage: 'review', arrived: 0, finished: 0 },
    ]);
  });

  test('of what all workers perform in parts, the last to see it done counts', () => {
    const record = new LoadRecord(2);
    const shared = (task: string, value: number) => ({ stage: 'overnight', task, metric: 'makespan', value });
    record.add(0, { ...empty(), shared: [shared('overnight[0]', 3), shared('overnight[1]', 1)] });
    record.add(0, { ...empty(), shared: [shared('overnight[0]', 5)] });
    record.add(1, { ...empty(), shared: [shared('overnight[1]', 2)] });
    const [makespan, ...others] = record.observations;
    expect(others).toEqual([]);
    expect(makespan).toMatchObject({ stage: 'overnight', metric: 'makespan' });
    expect(makespan!.values).toMatchObject({ count: 2, minimum: 2, maximum: 5 });
  });

  test('have nothing of a wave that one worker has not seen done', () => {
    const record = new LoadRecord(2);
    const wave = { stage: 'overnight', task: 'overnight[0]' };
    record.add(0, { ...empty(), shared: [{ ...wave, metric: 'makespan', value: 3 }] });
    record.add(1, { ...empty(), sharedFinishes: [{ ...wave, amount: 1 }] });
    expect(record.observations).toEqual([]);
    expect(record.work(['overnight'])).toEqual([{ stage: 'overnight', arrived: 0, finished: 0 }]);
  });

  test('count what is performed in parts once, in the second in which the last worker finishes its own', () => {
    const record = new LoadRecord(3);
    const part = (task: string) => ({ stage: 'pipeline', task, amount: 1 });
    record.add(0, { ...empty(), sharedFinishes: [part('pipeline[0]'), part('pipeline[1]')] });
    record.add(0, { ...empty(), sharedFinishes: [part('pipeline[0]')] });
    record.add(1, { ...empty(), sharedFinishes: [part('pipeline[1]')] });
    record.add(2, { ...empty(), sharedFinishes: [part('pipeline[0]')] });
    expect(record.seconds.map(({ finished }) => finished)).toEqual([{}, {}, { pipeline: 1 }]);
    expect(record.work(['pipeline'])).toEqual([{ stage: 'pipeline', arrived: 0, finished: 1 }]);
  });
});

describe('a recorder', () => {
  test('hands a second over once a later one has begun, and the rest at the end', () => {
    const taken: [number, number][] = [];
    const recorder = new RuntimeRecorder(STAGES, (atSeconds, { tallies }) =>
      taken.push([atSeconds, tallies.reduce((sum, { offered }) => sum + offered, 0)]),
    );
    const group = recorder.group('review', 'scrub', 'read', 'closed');
    for (const now of [-0.5, 0, 0.999, 1, 1.5, 4.2]) {
      recorder.turn(now);
      group.offer();
    }
    recorder.end();
    expect(taken).toEqual([
      [0, 3],
      [1, 2],
      [4, 1],
    ]);
  });

  test('counts no time as less than nothing: clocks of two threads may differ by a little', () => {
    let second: RecordedSecond | undefined;
    const recorder = new RuntimeRecorder(STAGES, (_, taken) => (second = taken));
    const group = recorder.group('review', 'scrub', 'read', 'open');
    group.send(1, 0.999);
    group.answer(1, 0.999, 0.9985, 0);
    recorder.lag(-0.001);
    recorder.observe('review', 'scrub', -1e-9);
    recorder.end();
    expect(second!.tallies[0]!.sendError.maximum).toBe(0);
    expect(second!.tallies[0]!.response.maximum).toBe(0);
    expect(second!.ownLag.maximum).toBe(0);
  });

  test('knows the metrics of each kind of stage, and no others', () => {
    const recorder = new RuntimeRecorder(STAGES, () => undefined);
    expect(() => recorder.observe('review', 'makespan', 1)).toThrow('no metric "makespan"');
    expect(() =>
      recorder.observeShared({ stage: 'nowhere', task: 'nowhere', metric: 'makespan', value: 1 }),
    ).toThrow('nowhere');
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Calendar } from '../../../sim/kernel/calendar.ts';

interface Entry {
  readonly time: number;
  readonly priority: number;
  readonly sequence: number;
  readonly handler: number;
  readonly argument: number;
}

/** The same contract kept by a sorted array: slow and plain. */
class ReferenceCalendar {
  readonly #entries: Entry[] = [];
  #sequence = 0;

  schedule(time: number, priority: number, handler: number, argument: number): void {
    this.#entries.push({ time, priority, sequence: this.#sequence++, handler, argument });
    this.#entries.sort((a, b) => a.time - b.time || a.priority - b.priority || a.sequence - b.sequence);
  }

  cancel(argument: number): void {
    this.#entries.splice(
      this.#entries.findIndex((entry) => entry.argument === argument),
      1,
    );
  }

  take(): Entry | 'empty' {
    return this.#entries.shift() ?? 'empty';
  }
}

function takeFrom(calendar: Calendar): Entry | 'empty' {
  if (!calendar.take(Infinity)) return 'empty';
  const { now, priority, sequence, handler, argument } = calendar;
  return { time: now, priority, sequence, handler, argument };
}

// Few different times and priorities, so that ties are the rule.
const operation = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('schedule'),
      time: fc.nat(9),
      priority: fc.integer({ min: -2, max: 2 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('take'), time: fc.nat(0), priority: fc.nat(0) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('cancel'), time: fc.nat(999), priority: fc.nat(0) }),
  },
);

describe('the calendar', () => {
  it('hands out events by (time, priority, sequence) whatever is scheduled, cancelled and taken between', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 400 }), (operations) => {
        const calendar = new Calendar();
        const reference = new ReferenceCalendar();
        const names = new Map<number, number>();
        let argument = 0;
        const takeFromBoth = () => {
          const expected = reference.take();
          const taken = takeFrom(calendar);
          expect(taken).toEqual(expected);
          if (taken !== 'empty') names.delete(taken.argument);
        };
        for (const { kind, time, priority } of operations) {
          if (kind === 'schedule') {
            const handler = argument % 3;
            names.set(argument, calendar.schedule(time, priority, handler, argument));
            reference.schedule(time, priority, handler, argument);
            argument++;
          } else if (kind === 'take') {
            takeFromBoth();
          } else if (names.size > 0) {
            const [victim, name] = [...names][time % names.size]!;
            calendar.cancel(name);
            reference.cancel(victim);
            names.delete(victim);
          }
          expect(calendar.pending).toBe(names.size);
        }
        while (names.size > 0) takeFromBoth();
        takeFromBoth();
      }),
      { numRuns: 1000 },
    );
  });

  it('grows as far as it must, and back down in order', () => {
    const calendar = new Calendar();
    const count = 100_000;
    for (let i = 0; i < count; i++) calendar.schedule((i * 7919) % count, 0, 0, i);
    let wrong = 0;
    for (let i = 0; i < count; i++) {
      const inOrder = !calendar.take(i - 0.5) && calendar.take(i) && (calendar.argument * 7919) % count === i;
      if (!inOrder) wrong++;
    }
    expect(wrong).toBe(0);
    expect(calendar.take(Infinity)).toBe(false);
  });

  it('keeps no more cancelled events than pending ones, however many are cancelled', () => {
    const calendar = new Calendar();
    for (let i = 0; i < 1000; i++) calendar.schedule(i, 0, 0, i);
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 1_000_000; i++) calendar.cancel(calendar.schedule(5000 + i, 0, 0, i));
    expect(calendar.pending).toBe(1000);
    // A calendar of 2,048 events takes 90 KiB; one of a million, 45 MiB.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
  });

  it('takes a million cancelled events out without losing the one behind them', () => {
    const calendar = new Calendar();
    const names = Array.from({ length: 1_000_000 }, (_, i) => calendar.schedule(1, 0, 0, i));
    calendar.schedule(2, 0, 5, -7);
    for (const name of names) calendar.cancel(name);
    expect(calendar.take(Infinity)).toBe(true);
    expect([calendar.now, calendar.handler, calendar.argument]).toEqual([2, 5, -7]);
    expect(calendar.pending).toBe(0);
  });
});

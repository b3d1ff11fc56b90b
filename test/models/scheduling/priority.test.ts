import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { schedulerPolicies } from '../../../models/scheduling/policies.ts';
import { PRIORITY } from '../../../models/scheduling/priority.ts';

class Jobs {
  readonly placement;
  readonly submittedSeconds: number;
  waiting: number;

  constructor(submittedSeconds: number, priority: number, waiting: number) {
    this.submittedSeconds = submittedSeconds;
    this.placement = { farm: 'farm', gpuMemoryBytes: 0, priority };
    this.waiting = waiting;
  }
}

const submissions = fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 4 })), { maxLength: 40 });

test.each(schedulerPolicies())('$name: every job that waits is started, one after the other', (policy) => {
  fc.assert(
    fc.property(submissions, fc.array(fc.boolean()), (waves, startBetween) => {
      const scheduler = policy.scheduler<Jobs>();
      const entries = waves.map(([priority, jobs], at) => new Jobs(at, priority, jobs));
      const start = () => {
        const entry = scheduler.next();
        if (entry === undefined) return false;
        expect(entry.waiting).toBeGreaterThan(0);
        entry.waiting--;
        scheduler.started(entry);
        scheduler.ended(entry);
        return true;
      };
      for (const [place, entry] of entries.entries()) {
        scheduler.submitted(entry);
        if (startBetween[place] === true) start();
      }
      while (start());
      expect(entries.every(({ waiting }) => waiting === 0)).toBe(true);
    }),
  );
});

test('the lowest priority number goes first, within one the order of submission', () => {
  fc.assert(
    fc.property(submissions, (waves) => {
      const scheduler = PRIORITY.scheduler<Jobs>();
      const entries = waves.map(([priority, jobs], at) => new Jobs(at, priority, jobs));
      for (const entry of entries) scheduler.submitted(entry);
      const order: Jobs[] = [];
      for (let entry = scheduler.next(); entry !== undefined; entry = scheduler.next()) {
        entry.waiting--;
        if (order.at(-1) !== entry) order.push(entry);
      }
      const expected = entries.toSorted(
        (one, other) =>
          one.placement.priority - other.placement.priority || one.submittedSeconds - other.submittedSeconds,
      );
      expect(order).toEqual(expected);
    }),
  );
});

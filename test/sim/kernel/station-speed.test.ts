import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Body } from '../../../sim/kernel/process.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';
import { Station } from '../../../sim/kernel/station.ts';
import type { Discipline } from '../../../sim/kernel/station-options.ts';

const seconds = fc.oneof(fc.nat(9), fc.double({ min: 0.001, max: 9, noNaN: true }));
const customer = fc.record({
  arrivesAt: seconds,
  workSeconds: seconds,
  priority: fc.nat(2),
  servers: fc.integer({ min: 1, max: 2 }),
});
const change = fc.record({
  at: seconds,
  speed: fc.oneof(fc.constantFrom(0, 1, 2), fc.double({ min: 0.01, max: 5, noNaN: true })),
});
const model = fc.record({
  discipline: fc.constantFrom<Discipline>('fcfs', 'priority', 'preemptive-resume'),
  servers: fc.integer({ min: 2, max: 3 }),
  customers: fc.array(customer, { minLength: 1, maxLength: 12 }),
  changes: fc.array(change, { maxLength: 8 }),
});

type Model = typeof model extends fc.Arbitrary<infer M> ? M : never;

/** The end of each visit, and what the station says. Speed 1 comes back at the end. */
function run({ discipline, servers, customers, changes }: Model) {
  const simulation = new Simulation();
  const station = new Station(simulation, { discipline, servers });
  const ends: number[] = [];
  /** Work that was done: speed times busy servers, over time. */
  const done = { workSeconds: 0, atSeconds: 0 };
  const count = () => {
    const { now } = simulation;
    done.workSeconds += station.speed * (station.busyIntegral(now) - done.atSeconds);
    done.atSeconds = station.busyIntegral(now);
  };
  function* visit(index: number): Body<void> {
    const { arrivesAt, workSeconds, ...options } = customers[index]!;
    yield arrivesAt;
    yield* station.visit(workSeconds, options);
    ends[index] = simulation.now;
  }
  for (const index of customers.keys()) simulation.spawn(visit(index));
  for (const { at, speed } of [...changes, { at: 20, speed: 1 }]) {
    simulation.at(at, () => {
      count();
      station.setSpeed(speed);
    });
  }
  simulation.run();
  count();
  return { station, ends, workSeconds: done.workSeconds };
}

describe('a station that changes its speed', () => {
  it('rescales what is left of the work in service', () => {
    const simulation = new Simulation();
    const station = new Station(simulation, { servers: 2 });
    const ends: number[] = [];
    for (const work of [4, 8, 8]) {
      simulation.spawn(
        (function* () {
          yield* station.visit(work);
          ends.push(simulation.now);
        })(),
      );
    }
    simulation.at(2, () => station.setSpeed(0.5));
    simulation.at(8, () => station.setSpeed(0));
    simulation.at(20, () => station.setSpeed(4));
    simulation.run();
    // 4: 2 at full speed, 2 at half. 8: 2 at full, 3 at half, 3 at four times. The last: 1 at half, 7 at four times.
    expect(ends).toEqual([6, 20.75, 21.75]);
  });

  it('does the work that is asked of it, and no more', () => {
    fc.assert(
      fc.property(model, (drawn) => {
        const { station, workSeconds } = run(drawn);
        const asked = drawn.customers.reduce(
          (sum, { workSeconds: work, servers }) => sum + work * servers,
          0,
        );
        expect(Math.abs(workSeconds - asked)).toBeLessThan(1e-9 * Math.max(1, asked));
        expect([station.busy, station.queueLength]).toEqual([0, 0]);
      }),
      { numRuns: 300 },
    );
  });

  it('serves one by one in the order of arrival as Lindley’s recursion says in the time of its own work', () => {
    fc.assert(
      fc.property(model, ({ customers, changes }) => {
        const single = customers.map((each) => ({ ...each, servers: 1 }));
        const { ends } = run({ discipline: 'fcfs', servers: 1, customers: single, changes });
        // Work that one server can have done by a time.
        const steps = [{ at: 0, speed: 1 }, ...changes.toSorted((a, b) => a.at - b.at), { at: 20, speed: 1 }];
        const workBy = (time: number) =>
          steps.reduce((work, { at, speed }, i) => {
            const until = Math.min(time, steps[i + 1]?.at ?? Infinity);
            return work + (until > at ? speed * (until - at) : 0);
          }, 0);
        let free = 0;
        const inOrder = [...single.keys()].toSorted(
          (a, b) => single[a]!.arrivesAt - single[b]!.arrivesAt || a - b,
        );
        for (const index of inOrder) {
          const { arrivesAt, workSeconds } = single[index]!;
          free = Math.max(free, workBy(arrivesAt)) + workSeconds;
          expect(Math.abs(workBy(ends[index]!) - free)).toBeLessThan(1e-9 * Math.max(1, free));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('at a constant speed of a power of two serves as if all works were divided by it, to the last bit', () => {
    fc.assert(
      fc.property(model, fc.integer({ min: -3, max: 3 }), (drawn, exponent) => {
        const speed = 2 ** exponent;
        const customers = drawn.customers.map((each) => ({ ...each, workSeconds: each.workSeconds / speed }));
        const fast = run({ ...drawn, changes: [{ at: 0, speed }] });
        const less = run({ ...drawn, customers, changes: [] });
        const early = (ends: readonly number[]) => ends.map((end) => (end < 20 ? end : 20));
        expect(early(fast.ends)).toEqual(early(less.ends));
      }),
      { numRuns: 200 },
    );
  });

  it('keeps a service that is complete at that instant', () => {
    for (const priority of [-1, 1]) {
      const simulation = new Simulation();
      const station = new Station(simulation, { discipline: 'preemptive-resume' });
      simulation.spawn(station.visit(5));
      simulation.at(5, () => station.setSpeed(0), priority);
      simulation.run();
      expect([simulation.now, station.departures]).toEqual([5, 1]);
    }
  });

  it.each([-1, Number.NaN, Infinity])('to %s is refused', (speed) => {
    expect(() => new Station(new Simulation()).setSpeed(speed)).toThrow(
      `station: a speed must be finite, zero or more, not ${speed}`,
    );
  });
});

import { expect, test } from 'vitest';
import { InFlightGroup } from '../../../loadgen/runtime/in-flight-group.ts';
import type { Body } from '../../../sim/kernel/process.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';

function* lasting(simulation: Simulation, seconds: readonly number[], ends: number[]): Body<void> {
  for (const each of seconds) yield each;
  ends.push(simulation.now);
}

test('who starts bodies waits for the last of them', () => {
  const simulation = new Simulation();
  const ends: number[] = [];
  let waitedUntil = -1;
  simulation.spawn(
    (function* () {
      const started = new InFlightGroup(simulation);
      for (const seconds of [[3, 4], [], [1], [2, 1]]) started.start(lasting(simulation, seconds, ends));
      yield 0.5;
      started.start(lasting(simulation, [1], ends));
      yield started;
      waitedUntil = simulation.now;
    })(),
  );
  simulation.run();
  expect(ends).toEqual([0, 1, 1.5, 3, 7]);
  expect(waitedUntil).toBe(7);
});

test('nothing is waited for where all was done at once, in no event', () => {
  const simulation = new Simulation();
  const ends: number[] = [];
  simulation.spawn(
    (function* () {
      const started = new InFlightGroup(simulation);
      for (let i = 0; i < 5; i++) started.start(lasting(simulation, [], ends));
      yield started;
    })(),
  );
  simulation.run();
  expect(ends).toHaveLength(5);
  expect(simulation.events).toBe(1);
});

test('a body is given the answers and the failures that it waits for', () => {
  const simulation = new Simulation();
  const seen: unknown[] = [];
  const failing = simulation.spawn(
    (function* (): Body<string> {
      yield 1;
      throw new Error('refused');
    })(),
  );
  const answering = simulation.spawn(
    (function* (): Body<string> {
      yield 2;
      return 'answer';
    })(),
  );
  simulation.spawn(
    (function* () {
      const started = new InFlightGroup(simulation);
      started.start(
        (function* (): Body<void> {
          try {
            yield* failing.join();
          } catch (error) {
            seen.push(error);
          }
          seen.push(yield* answering.join());
        })(),
      );
      yield started;
    })(),
  );
  simulation.run();
  expect(seen).toEqual([new Error('refused'), 'answer']);
});

test('what a body throws comes out of the simulation', () => {
  const simulation = new Simulation();
  simulation.spawn(
    (function* () {
      const started = new InFlightGroup(simulation);
      started.start(
        (function* (): Body<void> {
          yield 1;
          throw new Error('wrong');
        })(),
      );
      yield started;
    })(),
  );
  expect(() => simulation.run()).toThrow('wrong');
});

import { describe, expect, it } from 'vitest';
import { FluidNetwork } from '../../../sim/kernel/fluid.ts';
import type { Body } from '../../../sim/kernel/process.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';
import { Station } from '../../../sim/kernel/station.ts';

describe('scheduled callbacks', () => {
  it('happen in order of time, then priority, then the order in which they were scheduled', () => {
    const simulation = new Simulation();
    const seen: string[] = [];
    const note = (text: string) => () => seen.push(`${simulation.now} ${text}`);
    simulation.at(2, note('late'));
    simulation.at(1, note('second'));
    simulation.at(1, note('third'));
    simulation.at(1, note('first'), -1);
    simulation.at(1, note('fourth'), 1);
    simulation.run();
    expect(seen).toEqual(['1 first', '1 second', '1 third', '1 fourth', '2 late']);
  });

  it('may be cancelled, twice and after the fact without harm', () => {
    const simulation = new Simulation();
    const seen: number[] = [];
    const first = simulation.at(1, () => seen.push(1));
    const second = simulation.at(2, () => seen.push(2));
    simulation.cancel(second);
    simulation.cancel(second);
    simulation.at(3, () => simulation.cancel(first));
    simulation.at(4, () => seen.push(4));
    simulation.run();
    expect(seen).toEqual([1, 4]);
  });

  it.each([-1, Number.NaN, Infinity, 0.5])('at an impossible time (%s) are refused', (time) => {
    const simulation = new Simulation();
    simulation.run(1);
    expect(() => simulation.at(time, () => {})).toThrow(RangeError);
  });

  it('with a priority that is not a number are refused', () => {
    const simulation = new Simulation();
    expect(() => simulation.at(0, () => {}, Number.NaN)).toThrow('a priority must be a number');
  });
});

describe('run', () => {
  it('stops when no event is left, at the time of the last', () => {
    const simulation = new Simulation();
    simulation.at(7, () => {});
    simulation.run();
    expect(simulation.now).toBe(7);
    expect(simulation.events).toBe(1);
  });

  it('until a time includes the events of that time and leaves the clock there', () => {
    const simulation = new Simulation();
    const seen: number[] = [];
    for (const time of [1, 2, 3]) simulation.at(time, () => seen.push(time));
    simulation.run(2);
    expect(seen).toEqual([1, 2]);
    expect(simulation.now).toBe(2);
    simulation.run(2.5);
    expect(simulation.now).toBe(2.5);
    simulation.run();
    expect(seen).toEqual([1, 2, 3]);
  });

  it('until a time before now is refused', () => {
    const simulation = new Simulation();
    simulation.run(2);
    expect(() => simulation.run(1)).toThrow('cannot run until 1 s: the time is 2 s');
    expect(() => simulation.run(Number.NaN)).toThrow(RangeError);
  });

  it('until Infinity stops at the last event, and time goes on from there', () => {
    const simulation = new Simulation();
    simulation.at(7, () => {});
    simulation.run(Infinity);
    expect(simulation.now).toBe(7);
    simulation.at(8, () => {});
    simulation.run(Infinity);
    expect(simulation.now).toBe(8);
  });

  it('inside a run is refused', () => {
    const simulation = new Simulation();
    simulation.at(0, () => simulation.run());
    expect(() => simulation.run()).toThrow('already running');
  });

  it('lets an error out and can go on after it, no event lost', () => {
    const simulation = new Simulation();
    const seen: number[] = [];
    simulation.at(1, () => {
      throw new Error('boom');
    });
    for (const time of [1, 2, 3]) simulation.at(time, () => seen.push(time));
    expect(() => simulation.run()).toThrow('boom');
    expect(simulation.now).toBe(1);
    simulation.run();
    expect(seen).toEqual([1, 2, 3]);
  });
});

describe('handlers', () => {
  it('receive the argument of their events, in the order of the calendar', () => {
    const simulation = new Simulation();
    const seen: string[] = [];
    const a = simulation.handler((argument) => seen.push(`a${argument}`));
    const b = simulation.handler((argument) => seen.push(`b${argument}`));
    simulation.schedule(1, a, 10);
    simulation.schedule(0.5, b, 20);
    simulation.schedule(1, b, -30, -1);
    simulation.run();
    expect(seen).toEqual(['b20', 'b-30', 'a10']);
  });

  it('do not see an event that was unscheduled', () => {
    const simulation = new Simulation();
    const seen: number[] = [];
    const handler = simulation.handler((argument) => seen.push(argument));
    const first = simulation.schedule(1, handler, 1);
    simulation.schedule(1, handler, 2);
    simulation.unschedule(first);
    simulation.run();
    expect(seen).toEqual([2]);
  });

  it.each([-1, Number.NaN, Infinity])('cannot be scheduled %s s ahead', (delay) => {
    const simulation = new Simulation();
    const handler = simulation.handler(() => {});
    expect(() => simulation.schedule(delay, handler, 0)).toThrow(RangeError);
  });

  it('cannot be scheduled for a time beyond all numbers', () => {
    const simulation = new Simulation();
    const handler = simulation.handler(() => {});
    simulation.run(1e308);
    expect(() => simulation.schedule(1e308, handler, 0)).toThrow(
      'cannot schedule 1e+308 s ahead, at 1e+308 s: a delay must be zero or more and lead to a finite time',
    );
  });

  it.each([0.5, Number.NaN, Infinity, 2 ** 31])('cannot be scheduled with %s for an argument', (argument) => {
    const simulation = new Simulation();
    const handler = simulation.handler(() => {});
    expect(() => simulation.schedule(0, handler, argument)).toThrow(
      `the argument of an event must be a 32-bit integer, not ${argument}`,
    );
  });

  it('cannot be scheduled with a priority that is not a number', () => {
    const simulation = new Simulation();
    const handler = simulation.handler(() => {});
    expect(() => simulation.schedule(0, handler, 0, Number.NaN)).toThrow('a priority must be a number');
  });

  it.each([99, -1, Number.NaN])('cannot be scheduled before they are registered (%s)', (handler) => {
    expect(() => new Simulation().schedule(0, handler, 0)).toThrow(`there is no handler ${handler}`);
  });
});

describe('the clock', () => {
  it.each([
    [0, Number.MIN_VALUE],
    [1, 2 ** -52],
    [86_400, 2 ** -36],
    [1e9, 2 ** -23],
    [2 ** 30 - 2 ** -23, 2 ** -23],
  ])('at %s s has steps of %s s', (time, step) => {
    const simulation = new Simulation();
    simulation.run(time);
    expect(simulation.stepSeconds).toBe(step);
  });

  it('moves on with each delay above zero, however short', () => {
    const simulation = new Simulation();
    const link = new FluidNetwork(simulation).resource({ name: 'link', capacity: 1 });
    const station = new Station(simulation);
    simulation.run(1e9);
    const times: number[] = [];
    function* customer(): Body<void> {
      for (const tick of [1e-300, 1e-9, 5e-8, 2 ** -24]) {
        yield tick;
        times.push(simulation.now);
        yield* station.visit(tick);
        times.push(simulation.now);
        yield link.network.flow({ amount: tick, route: [{ resource: link }] });
        times.push(simulation.now);
      }
    }
    simulation.spawn(customer());
    simulation.run();
    expect(times).toEqual(Array.from({ length: 12 }, (_, step) => 1e9 + (step + 1) * 2 ** -23));
  });

  it('stands still for a delay of zero', () => {
    const simulation = new Simulation();
    simulation.run(1e9);
    simulation.schedule(
      0,
      simulation.handler(() => {}),
      0,
    );
    simulation.run();
    expect(simulation.now).toBe(1e9);
  });
});

describe('an observer', () => {
  it('sees each event once, in the exact order, before it happens', () => {
    const seen: [time: number, priority: number, sequence: number][] = [];
    const order: string[] = [];
    const simulation = new Simulation({
      observer: (time, priority, sequence) => {
        seen.push([time, priority, sequence]);
        order.push('observed');
      },
    });
    simulation.at(1, () => order.push('happened'));
    simulation.at(1, () => order.push('happened'), -1);
    simulation.run();
    expect(seen).toEqual([
      [1, -1, 1],
      [1, 0, 0],
    ]);
    expect(order).toEqual(['observed', 'happened', 'observed', 'happened']);
  });
});

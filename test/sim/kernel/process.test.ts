import { describe, expect, it } from 'vitest';
import { FluidNetwork } from '../../../sim/kernel/fluid.ts';
import { Interrupt } from '../../../sim/kernel/interrupt.ts';
import type { Body, Command, Process, Suspension, Waitable, Waiter } from '../../../sim/kernel/process.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';
import { Station } from '../../../sim/kernel/station.ts';

function* returning<T>(seconds: number, value: T): Body<T> {
  yield seconds;
  return value;
}

function* failing(seconds: number, error: Error): Body<void> {
  yield seconds;
  throw error;
}

/** Waits until something is sent, and keeps the receivers that were abandoned. */
class Mailbox implements Waitable, Suspension {
  readonly abandoned: string[] = [];
  #receiver: Waiter | null = null;
  readonly #simulation: Simulation;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  begin(waiter: Waiter): Suspension {
    this.#receiver = waiter;
    return this;
  }

  abandon(waiter: Waiter): void {
    this.#receiver = null;
    this.abandoned.push(waiter.name);
  }

  send(message: string): void {
    this.#simulation.resume(this.#receiver!, message);
  }

  refuse(error: Error): void {
    this.#simulation.fail(this.#receiver!, error);
  }
}

describe('a process', () => {
  it('holds for the seconds that it yields', () => {
    const simulation = new Simulation();
    const times: number[] = [];
    function* body(): Body<void> {
      times.push(simulation.now);
      yield 2.5;
      times.push(simulation.now);
      yield 0;
      times.push(simulation.now);
    }
    simulation.at(1, () => simulation.spawn(body()));
    simulation.run();
    expect(times).toEqual([1, 3.5, 3.5]);
  });

  it('starts as an event of the instant in which it is spawned, by priority, then order of spawning', () => {
    const simulation = new Simulation();
    const order: string[] = [];
    function* child(name: string): Body<void> {
      order.push(name);
      yield 1;
      order.push(`${name} again`);
    }
    function* parent(): Body<void> {
      simulation.spawn(child('normal'));
      simulation.spawn(child('later'));
      simulation.spawn(child('urgent'), { priority: -1 });
      order.push('parent');
      yield 0.5;
    }
    simulation.spawn(parent());
    simulation.run();
    const children = ['urgent', 'normal', 'later'];
    expect(order).toEqual(['parent', ...children, ...children.map((name) => `${name} again`)]);
  });

  it.each([-1, Number.NaN, Infinity, -Infinity])(
    'is told where it yields an impossible delay (%s)',
    (delay) => {
      const simulation = new Simulation();
      let caught: unknown;
      function* body(): Body<void> {
        try {
          yield delay;
        } catch (error) {
          caught = error;
        }
      }
      simulation.spawn(body());
      simulation.run();
      expect(caught).toEqual(
        new RangeError(`cannot hold for ${delay} s: a delay must be finite, zero or more`),
      );
    },
  );

  it('is known by its name, and has a priority that is a number', () => {
    const simulation = new Simulation();
    expect(simulation.spawn(returning(0, 0), { name: 'ingest' }).name).toBe('ingest');
    expect(simulation.spawn(returning(0, 0)).name).toBe('process 1');
    expect(() => simulation.spawn(returning(0, 0), { priority: Number.NaN })).toThrow(
      'a priority must be a number',
    );
  });

  it('may be one of very many in a chain of spawns and joins', () => {
    const simulation = new Simulation();
    function* link(depth: number): Body<number> {
      return depth === 0 ? 0 : 1 + (yield* simulation.spawn(link(depth - 1)).join());
    }
    const first = simulation.spawn(link(100_000));
    simulation.run();
    expect(first.result).toBe(100_000);
  });
});

describe('what cannot be waited for', () => {
  const simulation = new Simulation();
  const network = new FluidNetwork(simulation);
  const flow = network.flow({
    amount: 1,
    route: [{ resource: network.resource({ name: 'link', capacity: 1 }) }],
  });
  const request = new Station(simulation, { name: 'desk' }).seize();
  const nothing = 'a process yields seconds, or something to wait for';

  it.each<[what: string, command: unknown, error: Error]>([
    ['undefined', undefined, new TypeError(`cannot wait for undefined: ${nothing}`)],
    ['null', null, new TypeError(`cannot wait for null: ${nothing}`)],
    ['a text', '5', new TypeError(`cannot wait for 5: ${nothing}`)],
    ['a number of another kind', 5n, new TypeError(`cannot wait for 5: ${nothing}`)],
    ['any object', {}, new TypeError(`cannot wait for an object without begin(): ${nothing}`)],
    [
      'a delay beyond all numbers',
      Number.MAX_VALUE,
      new RangeError('cannot schedule 1.7976931348623157e+308 s ahead'),
    ],
    ['a flow for the second time', flow, new Error('a flow can be started once only')],
    ['a request for the second time', request, new Error('desk: a request can be made once only')],
  ])('%s: the error is thrown into the process, which may go on', (_, command, error) => {
    function* careful(): Body<unknown> {
      for (const first of [flow, request, 2 ** 1023]) if (first === command) yield first;
      if (command === Number.MAX_VALUE) yield 1e308;
      try {
        yield command as Command;
      } catch (thrown) {
        yield 1;
        return thrown;
      }
      return 'nothing was thrown';
    }
    const process = simulation.spawn(careful());
    simulation.run();
    expect(process.result).toBeInstanceOf(error.constructor);
    expect((process.result as Error).message).toContain(error.message);
  });

  it('its own end', () => {
    function* lonely(): Body<unknown> {
      try {
        yield process;
      } catch (thrown) {
        return thrown;
      }
      return 'nothing was thrown';
    }
    const process: Process = simulation.spawn(lonely(), { name: 'lonely' });
    simulation.run();
    expect(process.result).toEqual(new Error('process lonely cannot wait for its own end'));
  });

  it('and is not caught: the error ends the process and comes out of run', () => {
    function* careless(): Body<void> {
      yield undefined as unknown as Command;
    }
    const process = simulation.spawn(careless());
    expect(() => simulation.run()).toThrow(`cannot wait for undefined: ${nothing}`);
    expect(process.state).toBe('failed');
  });
});

describe('joining', () => {
  it('gives the result, at the instant of the end', () => {
    const simulation = new Simulation();
    function* joiner(): Body<[string, unknown, number]> {
      const process = simulation.spawn(returning(3, 'done'));
      const typed = yield* process.join();
      const again = yield process;
      return [typed, again, simulation.now];
    }
    const outer = simulation.spawn(joiner());
    expect(outer.state).toBe('active');
    expect(() => outer.result).toThrow('has not ended');
    simulation.run();
    expect(outer.state).toBe('returned');
    expect(outer.result).toEqual(['done', 'done', 3]);
  });

  it('a process that failed throws its error into each joiner, and not out of run', () => {
    const simulation = new Simulation();
    const failure = new Error('disk on fire');
    const process = simulation.spawn(failing(1, failure));
    const caught: unknown[] = [];
    function* joiner(): Body<void> {
      try {
        yield process;
      } catch (error) {
        caught.push(error);
      }
    }
    simulation.spawn(joiner());
    simulation.spawn(joiner());
    simulation.run();
    simulation.spawn(joiner());
    simulation.run();
    expect(caught).toEqual([failure, failure, failure]);
    expect(process.state).toBe('failed');
    expect(() => process.result).toThrow(failure);
  });

  it('by nobody lets an error out of run', () => {
    const simulation = new Simulation();
    simulation.spawn(failing(1, new Error('unseen')));
    expect(() => simulation.run()).toThrow('unseen');
  });

  it('by a process that was interrupted meanwhile counts as by nobody', () => {
    const simulation = new Simulation();
    const process = simulation.spawn(failing(2, new Error('unseen')));
    function* joiner(): Body<void> {
      yield process;
    }
    const waiting = simulation.spawn(joiner());
    simulation.at(1, () => waiting.interrupt('enough'));
    expect(() => simulation.run()).toThrow('unseen');
    expect(waiting.state).toBe('failed');
  });
});

describe('a suspension', () => {
  it('gives the value it is resumed with', () => {
    const simulation = new Simulation();
    const mailbox = new Mailbox(simulation);
    let got: unknown;
    function* body(): Body<void> {
      got = yield mailbox;
    }
    simulation.spawn(body());
    simulation.at(2, () => mailbox.send('hello'));
    simulation.run();
    expect(got).toBe('hello');
  });

  it('throws the error it is failed with', () => {
    const simulation = new Simulation();
    const mailbox = new Mailbox(simulation);
    function* body(): Body<unknown> {
      try {
        return yield mailbox;
      } catch (error) {
        return error;
      }
    }
    const process = simulation.spawn(body());
    simulation.at(2, () => mailbox.refuse(new Error('link down')));
    simulation.run();
    expect(process.result).toEqual(new Error('link down'));
  });

  it('is abandoned by an interrupt, even when its resumption is already due', () => {
    const simulation = new Simulation();
    const mailbox = new Mailbox(simulation);
    const log: unknown[] = [];
    function* body(): Body<void> {
      try {
        log.push(yield mailbox);
      } catch (error) {
        log.push(error instanceof Interrupt);
      }
      yield 5;
      log.push(simulation.now);
    }
    const process = simulation.spawn(body(), { name: 'receiver', priority: 1 });
    // The interrupt is due before the resumption: both have the process's priority, and it is scheduled first.
    simulation.at(2, () => {
      process.interrupt('stop');
      mailbox.send('too late');
    });
    simulation.run();
    expect(log).toEqual([true, 7]);
    expect(mailbox.abandoned).toEqual(['receiver']);
  });

  it('cannot resume a process twice', () => {
    const simulation = new Simulation();
    const mailbox = new Mailbox(simulation);
    function* body(): Body<void> {
      yield mailbox;
    }
    simulation.spawn(body(), { name: 'receiver' });
    simulation.at(1, () => {
      mailbox.send('one');
      mailbox.send('two');
    });
    expect(() => simulation.run()).toThrow('receiver is already about to resume');
  });

  it('cannot resume a process that has ended', () => {
    const simulation = new Simulation();
    const process = simulation.spawn(returning(0, 0), { name: 'gone' });
    simulation.run();
    expect(() => simulation.resume(process)).toThrow('gone has ended');
  });
});

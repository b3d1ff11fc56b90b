import { describe, expect, it } from 'vitest';
import { Interrupt } from '../../../sim/kernel/interrupt.ts';
import type { Body, Outcome, Process } from '../../../sim/kernel/process.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';
import { Station } from '../../../sim/kernel/station.ts';

function* holding(seconds: number): Body<string> {
  yield seconds;
  return 'done';
}

function* returning<T>(seconds: number, value: T): Body<T> {
  yield seconds;
  return value;
}

describe('an interrupt', () => {
  it('is thrown with its reason into a hold, which then never ends', () => {
    const simulation = new Simulation();
    const log: unknown[] = [];
    function* body(): Body<void> {
      try {
        yield 10;
        log.push('held');
      } catch (error) {
        log.push(error instanceof Interrupt && error.reason, simulation.now);
        yield 4;
        log.push(simulation.now);
      }
    }
    const process = simulation.spawn(body());
    simulation.at(3, () => process.interrupt('node lost'));
    simulation.run();
    expect(log).toEqual(['node lost', 3, 7]);
    expect(simulation.now).toBe(7);
  });

  it('that is not caught ends the process quietly, its finally blocks run', () => {
    const simulation = new Simulation();
    const log: string[] = [];
    function* body(): Body<void> {
      try {
        yield 10;
      } finally {
        yield 1;
        log.push(`cleaned up at ${simulation.now}`);
      }
    }
    const process = simulation.spawn(body());
    simulation.at(3, () => process.interrupt('stop'));
    simulation.run();
    expect(log).toEqual(['cleaned up at 4']);
    expect(process.state).toBe('failed');
    expect(() => process.result).toThrow(Interrupt);
  });

  it('that is not caught is thrown into joiners', () => {
    const simulation = new Simulation();
    const process = simulation.spawn(returning(10, 0));
    let seen: unknown;
    function* joiner(): Body<void> {
      try {
        yield process;
      } catch (error) {
        seen = error;
      }
    }
    simulation.spawn(joiner());
    simulation.at(3, () => process.interrupt('stop'));
    simulation.run();
    expect(seen).toBeInstanceOf(Interrupt);
  });

  it('reaches a process that has not begun, once it has', () => {
    const simulation = new Simulation();
    const log: string[] = [];
    function* body(): Body<void> {
      log.push('begun');
      try {
        yield 10;
      } catch {
        log.push('interrupted');
      }
    }
    simulation.spawn(body()).interrupt('early');
    simulation.run();
    expect(log).toEqual(['begun', 'interrupted']);
  });

  it('of a process that has ended does nothing', () => {
    const simulation = new Simulation();
    const process = simulation.spawn(returning(1, 5));
    simulation.at(2, () => process.interrupt('late'));
    simulation.run();
    expect(process.result).toBe(5);
  });

  it('comes after a resumption of the same instant that was scheduled before it', () => {
    const simulation = new Simulation();
    const log: unknown[] = [];
    function* body(): Body<void> {
      yield 3;
      log.push('held');
      try {
        yield 3;
      } catch (error) {
        log.push(error instanceof Interrupt, simulation.now);
      }
    }
    const process = simulation.spawn(body());
    simulation.run(1);
    simulation.at(3, () => process.interrupt('tie'));
    simulation.run();
    expect(log).toEqual(['held', true, 3]);
  });

  it('may be one of several at an instant: each is thrown', () => {
    const simulation = new Simulation();
    const reasons: unknown[] = [];
    function* body(): Body<void> {
      for (;;) {
        try {
          yield 10;
          return;
        } catch (error) {
          if (error instanceof Interrupt) reasons.push(error.reason);
        }
      }
    }
    const process = simulation.spawn(body());
    simulation.at(1, () => {
      process.interrupt('first');
      process.interrupt('second');
    });
    simulation.run();
    expect(reasons).toEqual(['first', 'second']);
    expect(simulation.now).toBe(11);
  });

  it('that a process sends itself is thrown where it next waits', () => {
    const simulation = new Simulation();
    let seen: unknown;
    function* body(): Body<void> {
      self.interrupt('own');
      try {
        yield 5;
      } catch (error) {
        seen = error;
      }
    }
    const self: Process = simulation.spawn(body());
    simulation.run();
    expect(seen).toBeInstanceOf(Interrupt);
    expect(simulation.now).toBe(0);
  });

  it('passes through visits and joins inside delegated generators', () => {
    const simulation = new Simulation();
    const station = new Station(simulation);
    const log: string[] = [];
    function* inner(): Body<void> {
      try {
        yield* station.visit(10);
      } finally {
        log.push('inner');
      }
    }
    function* outer(): Body<void> {
      try {
        yield* inner();
      } catch {
        log.push('outer');
      }
    }
    const process = simulation.spawn(outer());
    simulation.at(1, () => process.interrupt('stop'));
    simulation.run();
    expect(log).toEqual(['inner', 'outer']);
    expect(station.busy).toBe(0);
  });
});

describe('an interrupt says whose it is', () => {
  it('to a joiner, who tells its own from that of the process it waits for', () => {
    const simulation = new Simulation();
    const seen: string[] = [];
    function* joiner(child: Process): Body<void> {
      try {
        yield child;
      } catch (error) {
        if (!(error instanceof Interrupt)) throw error;
        const whose = error.process === simulation.current ? 'own' : error.process.name;
        seen.push(`${simulation.now} ${whose}: ${String(error.reason)}`);
      }
    }
    for (const interrupted of ['child', 'joiner']) {
      const child = simulation.spawn(holding(10), { name: 'child' });
      const waiting = simulation.spawn(joiner(child), { name: 'joiner' });
      (interrupted === 'child' ? child : waiting).interrupt(`to the ${interrupted}`);
      simulation.run();
    }
    expect(seen).toEqual(['0 child: to the child', '0 own: to the joiner']);
  });

  it('and whose doing: the process that was running, or none', () => {
    const simulation = new Simulation();
    const senders: (string | undefined)[] = [];
    function* victim(): Body<void> {
      for (;;) {
        try {
          yield 10;
          return;
        } catch (error) {
          if (error instanceof Interrupt) senders.push(error.sender?.name);
        }
      }
    }
    const process = simulation.spawn(victim(), { name: 'victim' });
    function* sender(): Body<void> {
      yield 1;
      process.interrupt('stop');
    }
    simulation.spawn(sender(), { name: 'sender' });
    simulation.at(2, () => process.interrupt('stop'));
    simulation.run();
    expect(senders).toEqual(['sender', undefined]);
  });

  it('during clean-up it is thrown there, and clean-up that does not mind it goes on', () => {
    const simulation = new Simulation();
    const log: string[] = [];
    function* body(): Body<void> {
      try {
        yield 10;
      } finally {
        try {
          yield 5;
        } catch (error) {
          log.push(`${simulation.now} ${error instanceof Interrupt ? String(error.reason) : ''}`);
        }
        yield 1;
        log.push(`${simulation.now} clean`);
      }
    }
    const process = simulation.spawn(body());
    simulation.at(1, () => process.interrupt('first'));
    simulation.at(2, () => process.interrupt('second'));
    simulation.run();
    expect(log).toEqual(['2 second', '3 clean']);
    expect(() => process.result).toThrow('interrupted: first');
  });
});

describe('the outcome of a process', () => {
  function outcomeOf(body: Body<unknown>, interrupt?: string): Outcome<unknown> {
    const simulation = new Simulation();
    const process = simulation.spawn(body);
    const waiting = simulation.spawn(process.outcome());
    if (interrupt !== undefined) simulation.at(3, () => process.interrupt(interrupt));
    simulation.run();
    return waiting.result;
  }

  function* failing(): Body<void> {
    yield 1;
    throw new Error('disk on fire');
  }

  it('is what it returned, the interrupt that ended it, or its error', () => {
    expect(outcomeOf(holding(5))).toEqual({ kind: 'returned', value: 'done' });
    expect(outcomeOf(failing())).toEqual({ kind: 'failed', error: new Error('disk on fire') });
    expect(outcomeOf(holding(5), 'node lost')).toMatchObject({
      kind: 'interrupted',
      interrupt: { reason: 'node lost' },
    });
  });

  it('is a failure where the interrupt that ended it was that of another', () => {
    const simulation = new Simulation();
    const inner = simulation.spawn(holding(10));
    function* middle(): Body<void> {
      yield inner;
    }
    const outer = simulation.spawn(simulation.spawn(middle()).outcome());
    simulation.at(1, () => inner.interrupt('stop'));
    simulation.run();
    expect(outer.result).toMatchObject({ kind: 'failed', error: { process: inner } });
  });

  it('is not the interrupt of the one who waits for it, even at the instant of its end', () => {
    for (const [first, second] of [
      ['child', 'joiner'],
      ['joiner', 'child'],
    ]) {
      const simulation = new Simulation();
      const child = simulation.spawn(holding(10));
      const waiting = simulation.spawn(child.outcome(), { priority: 1 });
      const processes: Record<string, Process> = { child, joiner: waiting };
      simulation.at(1, () => {
        processes[first!]!.interrupt(first);
        processes[second!]!.interrupt(second);
      });
      simulation.run();
      expect(() => waiting.result).toThrow('interrupted: joiner');
    }
  });
});

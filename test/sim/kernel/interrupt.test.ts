import { describe, expect, it } from 'vitest';
import { Interrupt } from '../../../sim/kernel/interrupt.ts';
import type { Body, Outcome, Process } from '../../../sim/kernel/process.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';

function* holding(seconds: number): Body<string> {
  yield seconds;
  return 'done';
}

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

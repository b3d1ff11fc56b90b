import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Interrupt } from '../../../sim/kernel/interrupt.ts';
import type { Body, Process } from '../../../sim/kernel/process.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';
import { Station } from '../../../sim/kernel/station.ts';

describe('children end with their parent', () => {
  /** A parent that ends at 5, however, with a child that takes 1 s to clean up. */
  function run(how: 'returns' | 'throws' | 'is interrupted') {
    const simulation = new Simulation();
    const station = new Station(simulation);
    const log: string[] = [];
    function* child(): Body<void> {
      try {
        yield* station.visit(100);
      } catch (error) {
        log.push(`${simulation.now} child: ${error instanceof Interrupt ? String(error.reason) : 'failed'}`);
        throw error;
      } finally {
        yield 1;
        log.push(`${simulation.now} clean, parent ${parent.state}`);
      }
    }
    function* body(): Body<string> {
      simulation.spawn(child(), { parent });
      yield 5;
      if (how === 'throws') throw new Error('disk on fire');
      if (how === 'is interrupted') yield 100;
      return 'done';
    }
    const parent: Process<string> = simulation.spawn(body(), { name: 'parent' });
    function* joiner(): Body<void> {
      const outcome = yield* parent.outcome();
      log.push(`${simulation.now} ${outcome.kind}, ${station.busy} busy`);
    }
    simulation.spawn(joiner());
    simulation.at(5, () => how === 'is interrupted' && parent.interrupt('node lost'), 1);
    simulation.run();
    return log;
  }

  it.each([
    ['returns', 'process parent has ended', 'returned'],
    ['throws', 'process parent has ended', 'failed'],
    ['is interrupted', 'node lost', 'interrupted'],
  ] as const)('that %s: they are interrupted, and it has ended when they have', (how, reason, kind) => {
    expect(run(how)).toEqual([`5 child: ${reason}`, '6 clean, parent ending', `6 ${kind}, 0 busy`]);
  });

  it('and their children with them, and a parent that is interrupted while it waits for them is left alone', () => {
    const simulation = new Simulation();
    const ended: string[] = [];
    function* member(depth: number): Body<void> {
      try {
        if (depth < 3) simulation.spawn(member(depth + 1), { parent: simulation.current! });
        yield 100;
      } finally {
        yield 1;
        ended.push(`${simulation.now} ${depth}`);
      }
    }
    const top = simulation.spawn(member(0));
    simulation.at(2, () => top.interrupt('stop'));
    simulation.at(4, () => top.interrupt('again'));
    function* joiner(): Body<number> {
      yield* top.outcome();
      return simulation.now;
    }
    const waiting = simulation.spawn(joiner());
    simulation.run();
    expect(ended).toEqual(['3 0', '4 1', '5 2', '6 3']);
    expect(waiting.result).toBe(6);
  });

  it('a child that interrupts its parent ends with it', () => {
    const simulation = new Simulation();
    const log: string[] = [];
    function* child(parent: Process): Body<void> {
      yield 1;
      parent.interrupt('the child is unwell');
      try {
        yield 10;
      } finally {
        log.push(`child ${simulation.now}`);
      }
    }
    function* body(): Body<void> {
      simulation.spawn(child(simulation.current!), { parent: simulation.current! });
      try {
        yield 10;
      } finally {
        log.push(`parent ${simulation.now}`);
      }
    }
    simulation.spawn(body());
    simulation.run();
    expect(log).toEqual(['parent 1', 'child 1']);
  });

  it('an error of a child that nobody joins comes out of run, after that of its parent', () => {
    const simulation = new Simulation();
    function* child(): Body<void> {
      try {
        yield 10;
      } catch {
        throw new Error('of the child');
      }
    }
    function* body(fails: boolean): Body<void> {
      simulation.spawn(child(), { parent: simulation.current! });
      yield 1;
      if (fails) throw new Error('of the parent');
    }
    simulation.spawn(body(false));
    expect(() => simulation.run()).toThrow('of the child');
    simulation.spawn(body(true));
    expect(() => simulation.run()).toThrow('of the parent');
  });

  it('refuses children of what has ended, and waiting for an ancestor', () => {
    const simulation = new Simulation();
    const over = simulation.spawn(
      (function* () {
        yield 1;
      })(),
      { name: 'over' },
    );
    simulation.run();
    expect(() => simulation.spawn(over.join(), { parent: over })).toThrow(
      'over has ended and can have no children',
    );
    function* child(ancestor: Process): Body<void> {
      yield ancestor;
    }
    function* body(): Body<void> {
      yield simulation.spawn(child(simulation.current!), { parent: simulation.current!, name: 'child' });
    }
    simulation.spawn(body(), { name: 'parent' });
    expect(() => simulation.run()).toThrow(
      'process child cannot wait for the end of parent, which waits for its own',
    );
  });

  it('in any tree, interrupted anywhere: none outlives its parent, and no server stays with any', () => {
    const tree = fc.array(
      fc.record({ parent: fc.nat(20), seconds: fc.nat(9), cleanUp: fc.nat(2), holds: fc.boolean() }),
      { minLength: 1, maxLength: 12 },
    );
    const interrupts = fc.array(fc.record({ at: fc.nat(9), member: fc.nat(11) }), { maxLength: 5 });
    fc.assert(
      fc.property(tree, interrupts, (members, times) => {
        const simulation = new Simulation();
        const station = new Station(simulation, { servers: 3 });
        const processes: Process[] = [];
        const endedAt: number[] = [];
        function* body(index: number): Body<void> {
          const { seconds, cleanUp, holds } = members[index]!;
          try {
            if (holds) yield station;
            yield seconds;
          } finally {
            if (cleanUp > 0) yield cleanUp;
          }
        }
        const parentOf = (index: number) => (index === 0 ? undefined : members[index]!.parent % index);
        for (const index of members.keys()) {
          const parent = parentOf(index);
          processes[index] = simulation.spawn(
            body(index),
            parent === undefined ? {} : { parent: processes[parent]! },
          );
          simulation.spawn(
            (function* () {
              yield* processes[index]!.outcome();
              endedAt[index] = simulation.now;
            })(),
          );
        }
        for (const { at, member } of times) simulation.at(at, () => processes[member]?.interrupt('stop'));
        simulation.run();
        for (const index of members.keys()) {
          const parent = parentOf(index);
          const parentEndedAt = parent === undefined ? Infinity : endedAt[parent]!;
          expect(endedAt[index]).toBeLessThanOrEqual(parentEndedAt);
        }
        expect([station.busy, station.queueLength]).toEqual([0, 0]);
        expect(station.arrivals).toBe(station.departures + station.abandonments);
      }),
      { numRuns: 300 },
    );
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type First, firstOf } from '../../../sim/kernel/first-of.ts';
import { FluidNetwork } from '../../../sim/kernel/fluid.ts';
import { Interrupt } from '../../../sim/kernel/interrupt.ts';
import type { Body, Command, Process } from '../../../sim/kernel/process.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';
import { Station } from '../../../sim/kernel/station.ts';

function* holding(seconds: number): Body<string> {
  yield seconds;
  return 'done';
}

describe('the first of several', () => {
  it('is waited for; the process goes on with its place and its value at its instant', () => {
    const simulation = new Simulation();
    const child = simulation.spawn(holding(3));
    const race = simulation.spawn(firstOf(7, child, 5));
    simulation.run(3);
    expect(race.result).toEqual({ index: 1, value: 'done' });
    // The other times cost no event.
    expect(simulation.nextSeconds).toBe(Infinity);
  });

  it('is a server, which the process then holds, or a time limit, after which nobody waits', () => {
    const simulation = new Simulation();
    const station = new Station(simulation);
    const log: string[] = [];
    function* customer(name: string, patienceSeconds: number): Body<void> {
      const { index } = yield* firstOf(station, patienceSeconds);
      log.push(`${simulation.now} ${name} ${index === 0 ? 'in' : 'gave up'}`);
      if (index === 1) return;
      yield 4;
      station.release();
    }
    simulation.spawn(customer('a', 1));
    simulation.spawn(customer('b', 3));
    simulation.spawn(customer('c', 9));
    simulation.run();
    expect(log).toEqual(['0 a in', '3 b gave up', '4 c in']);
    expect([station.departures, station.abandonments, station.busy]).toEqual([2, 1, 0]);
  });

  it('takes one server where two become free at one instant, and gives the other back', () => {
    const simulation = new Simulation();
    const [left, right] = [new Station(simulation), new Station(simulation)];
    function* customer(): Body<number> {
      const { index } = yield* firstOf(left.seize(), right.seize());
      const held = left.busy + right.busy;
      (index === 0 ? left : right).release();
      return held;
    }
    for (const station of [left, right]) simulation.spawn(station.visit(2));
    const process = simulation.spawn(customer());
    simulation.run();
    expect(process.result).toBe(1);
    expect([left.abandonments + right.abandonments, left.busy, right.busy]).toEqual([1, 0, 0]);
  });

  it('takes a flow that loses out of the network, with what was left of it', () => {
    const simulation = new Simulation();
    const network = new FluidNetwork(simulation);
    const link = network.resource({ name: 'link', capacity: 10 });
    const flow = network.flow({ amount: 100, route: [{ resource: link }] });
    const race = simulation.spawn(firstOf(flow, 4));
    simulation.run();
    expect(race.result.index).toBe(1);
    expect([flow.remaining, link.flowCount, simulation.now]).toEqual([60, 0, 4]);
  });

  it('throws its error where it fails, and leaves the others', () => {
    const simulation = new Simulation();
    const station = new Station(simulation, { servers: 0 });
    function* failing(): Body<void> {
      yield 2;
      throw new Error('disk on fire');
    }
    const child = simulation.spawn(failing());
    function* body(): Body<unknown> {
      try {
        return yield* firstOf(station, child);
      } catch (error) {
        return error;
      }
    }
    const race = simulation.spawn(body());
    simulation.run();
    expect(race.result).toEqual(new Error('disk on fire'));
    expect([station.queueLength, station.abandonments]).toEqual([0, 1]);
  });

  it('may be one of several itself', () => {
    const simulation = new Simulation();
    const station = new Station(simulation);
    function* outer(): Body<First> {
      return yield* firstOf(9, firstOf(8, station).next().value as Command);
    }
    simulation.spawn(station.visit(5));
    const race = simulation.spawn(outer());
    simulation.run();
    expect(race.result.index).toBe(1);
    expect([station.busy, simulation.now]).toEqual([0, 5]);
  });

  it('is a timeout of an attempt, together with an interrupt and the outcome', () => {
    const simulation = new Simulation();
    const station = new Station(simulation);
    const log: string[] = [];
    function* client(): Body<void> {
      for (let attempt = 1; ; attempt++) {
        const process = simulation.spawn(station.visit(3), { parent: simulation.current! });
        if ((yield* firstOf(process, 2 * attempt)).index === 0) break;
        process.interrupt('timed out');
        const { kind } = yield* process.outcome();
        log.push(`${simulation.now} ${kind}`);
      }
      log.push(`${simulation.now} done`);
    }
    simulation.spawn(client());
    simulation.run();
    expect(log).toEqual(['2 interrupted', '5 done']);
    expect([station.departures, station.abandonments]).toEqual([1, 1]);
  });

  it.each<[what: string, commands: Command[], message: string]>([
    ['nothing', [], 'there is nothing to wait for'],
    ['what cannot be waited for', [5, undefined as unknown as Command], 'cannot wait for undefined'],
    ['an impossible time', [5, -1], 'cannot hold for -1 s'],
  ])('refuses %s', (_, commands, message) => {
    const simulation = new Simulation();
    function* body(): Body<unknown> {
      try {
        return yield* firstOf(...commands);
      } catch (error) {
        return error;
      }
    }
    const race = simulation.spawn(body());
    simulation.run();
    expect(String(race.result)).toContain(message);
    expect(simulation.now).toBe(0);
  });

  it('however it ends, leaves no waiter behind: no place in a queue, no server, no flow, no event', () => {
    const wait = fc.record({
      kind: fc.constantFrom<'hold' | 'station' | 'flow' | 'process'>('hold', 'station', 'flow', 'process'),
      size: fc.nat(9),
    });
    const model = fc.record({
      waits: fc.array(wait, { minLength: 1, maxLength: 5 }),
      interruptAt: fc.option(fc.nat(9), { nil: undefined }),
      priority: fc.integer({ min: -1, max: 1 }),
    });
    fc.assert(
      fc.property(model, ({ waits, interruptAt, priority }) => {
        const simulation = new Simulation();
        const network = new FluidNetwork(simulation);
        const link = network.resource({ name: 'link', capacity: 1 });
        const stations: Station[] = [];
        const commandOf = ({ kind, size }: (typeof waits)[number]): Command => {
          if (kind === 'hold') return size;
          if (kind === 'process') return simulation.spawn(holding(size));
          if (kind === 'flow') return network.flow({ amount: size, route: [{ resource: link }] });
          const station = new Station(simulation);
          stations.push(station);
          simulation.spawn(station.visit(size), { priority: -2 });
          return station.seize();
        };
        const isOurs = ({ process }: { process: Process }) => process === race;
        let expected = 0;
        function* body(commands: readonly Command[]): Body<void> {
          try {
            const { index } = yield* firstOf(...commands);
            expected = waits[index]!.kind === 'station' ? 1 : 0;
          } catch (error) {
            if (!(error instanceof Interrupt)) throw error;
          }
          expect(stations.flatMap((station) => station.holders()).filter(isOurs)).toHaveLength(expected);
          expect(stations.flatMap((station) => station.waiting()).filter(isOurs)).toEqual([]);
          expect(network.flowsOver(link)).toEqual([]);
          // No event of a wait that was given up comes: it would end this one.
          yield 100;
        }
        const race: Process = simulation.spawn(body(waits.map(commandOf)), { priority });
        if (interruptAt !== undefined) simulation.at(interruptAt, () => race.interrupt('stop'));
        simulation.run();
        expect(race.state).toBe(interruptAt !== undefined && simulation.now < 100 ? 'failed' : 'returned');
        for (const { arrivals, departures, abandonments } of stations) {
          expect(departures + abandonments).toBe(arrivals);
        }
      }),
      { numRuns: 300 },
    );
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Interrupt } from '../../../sim/kernel/interrupt.ts';
import type { Body } from '../../../sim/kernel/process.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';
import { Station } from '../../../sim/kernel/station.ts';
import type { Discipline } from '../../../sim/kernel/station-options.ts';

function farm(discipline: Discipline = 'fcfs', servers = 3) {
  const simulation = new Simulation();
  const station = new Station(simulation, { name: 'farm', servers, discipline, numbered: true });
  const log: string[] = [];
  function* job(
    name: string,
    seconds: number,
    options: { servers?: number; priority?: number } = {},
  ): Body<void> {
    const lease = station.seize(options);
    try {
      yield lease;
      log.push(`${simulation.now} ${name} on ${station.numbered.heldBy(lease).join('+')}`);
      yield seconds;
      log.push(`${simulation.now} ${name} done`);
    } catch (error) {
      if (!(error instanceof Interrupt)) throw error;
      log.push(`${simulation.now} ${name} ${String(error.reason)}`);
    } finally {
      if (lease.state !== 'done') station.release();
    }
  }
  return { simulation, station, log, job };
}

describe('numbered servers', () => {
  it('are taken in the order of their numbers, the one that became free last before any other', () => {
    const { simulation, log, job } = farm();
    simulation.spawn(job('a', 2));
    simulation.spawn(job('b', 1));
    simulation.at(1.5, () => simulation.spawn(job('c', 1, { servers: 2 })));
    simulation.run();
    expect(log).toEqual(['0 a on 0', '0 b on 1', '1 b done', '1.5 c on 1+2', '2 a done', '2.5 c done']);
  });

  it('fail one by one: who holds it is evicted, the others go on, and nobody gets it before its repair', () => {
    const { simulation, station, log, job } = farm();
    for (const name of ['a', 'b', 'c', 'd']) simulation.spawn(job(name, 10));
    simulation.at(4, () => station.fail(1, 'node lost'));
    simulation.at(6, () => {
      expect([station.servers, station.busy, station.queueLength]).toEqual([2, 2, 1]);
      expect([0, 1, 2].map((server) => station.numbered.isUp(server))).toEqual([true, false, true]);
      expect(station.numbered.holderOf(2)?.process.name).toBe('process 2');
      station.repair(1);
      station.repair(1);
    });
    simulation.run();
    expect(log.slice(3)).toEqual(['4 b node lost', '6 d on 1', '10 a done', '10 c done', '16 d done']);
  });

  it('fail with all the other servers of a request', () => {
    const { simulation, station, log, job } = farm();
    simulation.spawn(job('wide', 10, { servers: 3 }));
    simulation.spawn(job('next', 10));
    simulation.at(4, () => station.fail(0, 'node lost'));
    simulation.run();
    expect(log).toEqual(['0 wide on 0+1+2', '4 wide node lost', '4 next on 1', '14 next done']);
    expect([station.busy, station.servers]).toEqual([0, 2]);
  });

  it('that are drained finish first, and one that is free is not waited for by who could have another', () => {
    const { simulation, station, log, job } = farm('fcfs', 2);
    simulation.spawn(job('a', 10));
    simulation.spawn(job('b', 3));
    simulation.spawn(job('c', 3));
    simulation.at(2, () => station.drain(0));
    simulation.at(20, () => station.repair(0));
    simulation.run();
    expect(log.slice(2)).toEqual(['3 b done', '3 c on 1', '6 c done', '10 a done']);
    expect([station.busy, station.servers]).toEqual([0, 2]);
  });

  it('that are drained are preempted where the discipline says so', () => {
    const { simulation, station } = farm('preemptive-repeat', 1);
    simulation.spawn(station.visit(5));
    simulation.at(4, () => station.drain(0));
    simulation.at(9, () => station.repair(0));
    simulation.run();
    expect([simulation.now, station.departures]).toEqual([14, 1]);
  });

  it('crash together, and come back by their repairs', () => {
    const { simulation, station, log, job } = farm('fcfs', 2);
    for (const name of ['a', 'b', 'c']) simulation.spawn(job(name, 10));
    simulation.at(4, () => station.crash('power lost'));
    simulation.at(5, () => station.repair(1));
    simulation.run();
    expect(log.slice(2)).toEqual(['4 a power lost', '4 b power lost', '5 c on 1', '15 c done']);
    expect(() => station.crash('again', 1)).toThrow(
      'farm: numbered servers change by drain(), fail() and repair()',
    );
  });

  it('are refused where there are none', () => {
    const { station } = farm();
    expect(() => station.setServers(1)).toThrow(
      'farm: numbered servers change by drain(), fail() and repair()',
    );
    for (const server of [-1, 3, 0.5, Number.NaN]) {
      expect(() => station.fail(server, '')).toThrow(
        `there is no server ${server}: they are numbered from 0 to 2`,
      );
    }
    expect(() => new Station(new Simulation()).repair(0)).toThrow('station: its servers have no numbers');
  });
});

const event = fc.record({
  at: fc.nat(12),
  server: fc.nat(3),
  what: fc.constantFrom<'fail' | 'drain' | 'repair' | 'crash'>('fail', 'drain', 'repair', 'crash'),
  priority: fc.integer({ min: -1, max: 1 }),
});
const job = fc.record({
  at: fc.nat(12),
  seconds: fc.nat(6),
  servers: fc.integer({ min: 1, max: 2 }),
  priority: fc.integer({ min: -1, max: 1 }),
  isTimed: fc.boolean(),
});

describe('in any farm whose servers fail, drain and are repaired', () => {
  it('each server has one holder, that is up or was when it was taken; all that is free is given; none is lost', () => {
    const model = fc.record({
      discipline: fc.constantFrom<Discipline>('fcfs', 'priority', 'preemptive-resume', 'preemptive-repeat'),
      jobs: fc.array(job, { minLength: 1, maxLength: 12 }),
      events: fc.array(event, { maxLength: 12 }),
    });
    fc.assert(
      fc.property(model, ({ discipline, jobs, events }) => {
        const faults: string[] = [];
        let before = -1;
        const simulation: Simulation = new Simulation({
          observer: (time) => {
            if (time === before) return;
            before = time;
            const { numbered, busy, servers, queueLength, inService } = station;
            const all = [0, 1, 2, 3];
            const holders = station.holders();
            if (all.filter((server) => numbered.isUp(server)).length !== servers)
              faults.push('servers miscounted');
            if (all.filter((server) => numbered.holderOf(server) !== null).length !== busy)
              faults.push('busy miscounted');
            if (holders.reduce((sum, request) => sum + request.servers, 0) !== busy)
              faults.push('two holders');
            for (const request of holders) {
              const held = numbered.heldBy(request);
              if (held.length !== request.servers) faults.push('servers missing');
              if (held.some((server) => numbered.holderOf(server) !== request)) faults.push('not its own');
            }
            const free = all.filter(
              (server) => numbered.isUp(server) && numbered.holderOf(server) === null,
            ).length;
            if (queueLength > 0 && free >= station.waiting()[0]!.servers) faults.push('servers idle');
            if (station.arrivals !== station.departures + station.abandonments + queueLength + inService) {
              faults.push('requests lost');
            }
          },
        });
        const station = new Station(simulation, { servers: 4, discipline, numbered: true });
        function* run({ at, seconds, servers, priority, isTimed }: (typeof jobs)[number]): Body<void> {
          yield at;
          try {
            if (isTimed) {
              yield* station.visit(seconds, { servers, priority });
            } else {
              yield station.seize({ servers, priority });
              yield seconds;
              station.release();
            }
          } catch (error) {
            if (!(error instanceof Interrupt)) throw error;
          }
        }
        const processes = jobs.map((each) => simulation.spawn(run(each), { priority: each.priority }));
        for (const { at, server, what, priority } of events) {
          simulation.at(
            at,
            () => (what === 'crash' ? station.crash(what) : station[what](server, what)),
            priority,
          );
        }
        simulation.at(30, () => [0, 1, 2, 3].forEach((server) => station.repair(server)));
        simulation.run();
        expect(faults).toEqual([]);
        expect(processes.filter(({ state }) => state !== 'returned')).toEqual([]);
        expect([station.busy, station.queueLength, station.servers]).toEqual([0, 0, 4]);
      }),
      { numRuns: 300 },
    );
  });
});

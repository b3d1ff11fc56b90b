import { describe, expect, it } from 'vitest';
import { Interrupt } from '../../../sim/kernel/interrupt.ts';
import type { Body } from '../../../sim/kernel/process.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';
import { Station } from '../../../sim/kernel/station.ts';
import type { Discipline } from '../../../sim/kernel/station-options.ts';
import { Preemption, type Service } from '../../../sim/kernel/station-request.ts';

interface Visit {
  readonly at: number;
  readonly service: Service;
  readonly priority: number;
  readonly servers?: number;
}

/** Runs visits A, B, C, ... and returns when each ended, in the order in which they did. */
function ends(discipline: Discipline, servers: number, visits: readonly Visit[]): string[] {
  const simulation = new Simulation();
  const station = new Station(simulation, { discipline, servers });
  const log: string[] = [];
  function* customer(name: string, { at, service, ...options }: Visit): Body<void> {
    yield at;
    yield* station.visit(service, options);
    log.push(`${name} ${simulation.now}`);
  }
  visits.forEach((visit, i) => simulation.spawn(customer(String.fromCharCode(65 + i), visit)));
  simulation.run();
  return log;
}

/** Draws 10, 20, 30, ... */
function draws(): () => number {
  let drawn = 0;
  return () => (drawn += 10);
}

describe('a service that is preempted', () => {
  const low = { at: 0, priority: 9 };
  const urgent = { at: 4, service: 3, priority: 1 };

  it('is resumed where it stopped, and drawn once', () => {
    expect(ends('preemptive-resume', 1, [{ ...low, service: 10 }, urgent])).toEqual(['B 7', 'A 13']);
    expect(ends('preemptive-resume', 1, [{ ...low, service: draws() }, urgent])).toEqual(['B 7', 'A 13']);
  });

  it('is repeated from its beginning: the same if it is a number, another one if it is drawn', () => {
    expect(ends('preemptive-repeat', 1, [{ ...low, service: 10 }, urgent])).toEqual(['B 7', 'A 17']);
    expect(ends('preemptive-repeat', 1, [{ ...low, service: draws() }, urgent])).toEqual(['B 7', 'A 27']);
  });

  it('is repeated when servers are lost and come back', () => {
    const simulation = new Simulation();
    const station = new Station(simulation, { discipline: 'preemptive-repeat' });
    simulation.spawn(station.visit(5));
    for (const at of [4, 10]) simulation.at(at, () => station.setServers(0));
    for (const at of [6, 11]) simulation.at(at, () => station.setServers(1));
    simulation.run();
    expect(simulation.now).toBe(16);
    expect(station.busyIntegral()).toBe(4 + 4 + 5);
  });

  it.each([-1, Number.NaN, Infinity])('must not be drawn as %s', (drawn) => {
    const simulation = new Simulation();
    const station = new Station(simulation, { name: 'lane' });
    simulation.spawn(station.visit(() => drawn));
    expect(() => simulation.run()).toThrow(`lane: a service must be finite, zero or more, not ${drawn} s`);
  });
});

describe('a request for several servers', () => {
  it('takes them from as many of the lowest in rank as it needs', () => {
    expect(
      ends('preemptive-resume', 3, [
        { at: 0, service: 10, priority: 2 },
        { at: 0, service: 10, priority: 3 },
        { at: 0, service: 10, priority: 4 },
        { at: 4, service: 3, priority: 1, servers: 2 },
      ]),
    ).toEqual(['D 7', 'A 10', 'B 13', 'C 13']);
  });

  it('loses them all at once, and gets them all again', () => {
    expect(
      ends('preemptive-resume', 3, [
        { at: 0, service: 10, priority: 2, servers: 3 },
        { at: 4, service: 3, priority: 1 },
      ]),
    ).toEqual(['B 7', 'A 13']);
  });

  it('takes none if it could not get enough', () => {
    expect(
      ends('preemptive-resume', 3, [
        { at: 0, service: 10, priority: 0, servers: 2 },
        { at: 0, service: 10, priority: 9 },
        { at: 4, service: 3, priority: 1, servers: 2 },
      ]),
    ).toEqual(['A 10', 'B 10', 'C 13']);
  });

  it('does not take what becomes free at that instant anyway', () => {
    expect(
      ends('preemptive-resume', 3, [
        { at: 0, service: 4, priority: 8 },
        { at: 0, service: 10, priority: 9 },
        { at: 0, service: 4, priority: 9 },
        { at: 4, service: 3, priority: 1, servers: 2 },
      ]),
    ).toEqual(['A 4', 'C 4', 'D 7', 'B 10']);
  });
});

describe('servers that are seized at a preemptive station', () => {
  it.each(['preemptive-resume', 'preemptive-repeat'] as const)(
    'are lost under %s to a more urgent request, of which their process is told',
    (discipline) => {
      const simulation = new Simulation();
      const station = new Station(simulation, { name: 'gpus', discipline, servers: 2 });
      const log: string[] = [];
      function* job(name: string, priority: number, seconds: number): Body<void> {
        for (let left = seconds; ; ) {
          const begunSeconds = simulation.now;
          try {
            yield station.seize({ priority, servers: 2 });
            yield left;
            break;
          } catch (error) {
            if (!(error instanceof Interrupt) || !(error.reason instanceof Preemption)) throw error;
            left -= simulation.now - begunSeconds;
            log.push(`${simulation.now} ${name} ${String(error.reason)}`);
          } finally {
            station.release();
          }
        }
        log.push(`${simulation.now} ${name} done`);
      }
      simulation.spawn(job('low', 5, 10), { name: 'low' });
      function* later(): Body<void> {
        yield 4;
        yield* job('high', 1, 3);
      }
      simulation.spawn(later(), { name: 'high' });
      simulation.run();
      expect(log).toEqual(['4 low gpus: preempted by high', '7 high done', '13 low done']);
      expect([station.arrivals, station.departures, station.abandonments]).toEqual([3, 2, 1]);
      expect([station.busyIntegral(), station.queueIntegral()]).toEqual([26, 3]);
    },
  );

  it('are lost to no one where the process releases them at that instant', () => {
    for (const priority of [-1, 0, 1]) {
      const simulation = new Simulation();
      const station = new Station(simulation, { discipline: 'preemptive-resume' });
      const log: string[] = [];
      function* low(): Body<void> {
        yield station.seize({ priority: 9 });
        yield 4;
        station.release();
        log.push(`low ${simulation.now}`);
      }
      function* high(): Body<void> {
        yield 4;
        yield* station.visit(3, { priority: 1 });
        log.push(`high ${simulation.now}`);
      }
      simulation.spawn(high(), { priority });
      simulation.spawn(low());
      simulation.run();
      expect(log).toEqual(['low 4', 'high 7']);
    }
  });

  it('are lost when there are fewer', () => {
    const simulation = new Simulation();
    const station = new Station(simulation, { name: 'gpus', servers: 2, discipline: 'preemptive-resume' });
    function* holder(): Body<void> {
      yield station;
      yield 10;
    }
    const processes = [3, 1].map((priority) => simulation.spawn(holder(), { priority }));
    simulation.at(4, () => station.setServers(1));
    simulation.run();
    expect(processes.map(({ state }) => state)).toEqual(['failed', 'returned']);
    expect(() => processes[0]!.result).toThrow('interrupted: gpus: preempted');
  });

  it('of several arrivals of one instant each takes its own', () => {
    const simulation = new Simulation();
    const station = new Station(simulation, { servers: 3, discipline: 'preemptive-resume' });
    function* holder(): Body<void> {
      yield station;
      yield 10;
    }
    const holders = [7, 8, 9].map((priority) => simulation.spawn(holder(), { priority }));
    const urgent = (): void => {
      simulation.spawn(station.visit(1, { priority: 1 }));
    };
    simulation.at(4, urgent);
    simulation.at(4, urgent);
    simulation.run();
    expect(holders.map(({ state }) => state)).toEqual(['returned', 'failed', 'failed']);
  });
});

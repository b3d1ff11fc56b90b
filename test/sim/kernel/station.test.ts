import { describe, expect, it } from 'vitest';
import { Interrupt } from '../../../sim/kernel/interrupt.ts';
import type { Body } from '../../../sim/kernel/process.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';
import { Station } from '../../../sim/kernel/station.ts';
import type { Discipline, RequestOptions } from '../../../sim/kernel/station-options.ts';

interface Visit extends RequestOptions {
  readonly at: number;
  readonly seconds: number;
}

/** Runs visits A, B, C, ... and returns when each ended, in the order in which they did. */
function ends(discipline: Discipline, servers: number, visits: readonly Visit[]): string[] {
  const simulation = new Simulation();
  const station = new Station(simulation, { discipline, servers });
  const log: string[] = [];
  function* customer(name: string, visit: Visit): Body<void> {
    yield visit.at;
    yield* station.visit(visit.seconds, visit);
    log.push(`${name} ${simulation.now}`);
  }
  visits.forEach((visit, i) => simulation.spawn(customer(String.fromCharCode(65 + i), visit)));
  simulation.run();
  expect(station.busy).toBe(0);
  expect(station.queueLength).toBe(0);
  return log;
}

describe('first come, first served', () => {
  it('serves in order of arrival whatever the priorities', () => {
    expect(
      ends('fcfs', 1, [
        { at: 0, seconds: 5, priority: 9 },
        { at: 1, seconds: 1, priority: 5 },
        { at: 2, seconds: 1, priority: 0 },
      ]),
    ).toEqual(['A 5', 'B 6', 'C 7']);
  });

  it('uses each of its servers', () => {
    expect(
      ends('fcfs', 2, [
        { at: 0, seconds: 5 },
        { at: 0, seconds: 2 },
        { at: 0, seconds: 2 },
        { at: 0, seconds: 2 },
      ]),
    ).toEqual(['B 2', 'C 4', 'A 5', 'D 6']);
  });

  it('does not let a small request pass a large one that waits for more servers', () => {
    expect(
      ends('fcfs', 3, [
        { at: 0, seconds: 10, servers: 2 },
        { at: 1, seconds: 1, servers: 3 },
        { at: 2, seconds: 1, servers: 1 },
      ]),
    ).toEqual(['A 10', 'B 11', 'C 12']);
  });
});

describe('priority without preemption', () => {
  it('serves the lowest number first, in order of arrival within one', () => {
    expect(
      ends('priority', 1, [
        { at: 0, seconds: 5, priority: 9 },
        { at: 1, seconds: 1, priority: 2 },
        { at: 2, seconds: 1, priority: 1 },
        { at: 3, seconds: 1, priority: 2 },
        { at: 4, seconds: 1, priority: 1 },
      ]),
    ).toEqual(['A 5', 'C 6', 'E 7', 'B 8', 'D 9']);
  });

  it('lets an urgent small request pass a large one that waits', () => {
    expect(
      ends('priority', 2, [
        { at: 0, seconds: 10, priority: 1 },
        { at: 1, seconds: 1, priority: 1, servers: 2 },
        { at: 2, seconds: 1, priority: 0 },
      ]),
    ).toEqual(['C 3', 'A 10', 'B 11']);
  });

  it('takes the priority of the process where the request names none', () => {
    const simulation = new Simulation();
    const station = new Station(simulation, { discipline: 'priority' });
    const log: string[] = [];
    function* customer(name: string): Body<void> {
      yield* station.visit(1);
      log.push(name);
    }
    simulation.spawn(customer('first'), { priority: 0 });
    simulation.spawn(customer('normal'), { priority: 2 });
    simulation.spawn(customer('urgent'), { priority: 1 });
    simulation.run();
    expect(log).toEqual(['first', 'urgent', 'normal']);
  });
});

describe('preemptive resume', () => {
  it('suspends the service of lower rank and continues it where it stopped', () => {
    expect(
      ends('preemptive-resume', 1, [
        { at: 0, seconds: 10, priority: 2 },
        { at: 4, seconds: 3, priority: 1 },
        { at: 5, seconds: 1, priority: 0 },
      ]),
    ).toEqual(['C 6', 'B 8', 'A 14']);
  });

  it('does not preempt among equals', () => {
    expect(
      ends('preemptive-resume', 1, [
        { at: 0, seconds: 10, priority: 1 },
        { at: 4, seconds: 3, priority: 1 },
      ]),
    ).toEqual(['A 10', 'B 13']);
  });

  it('takes the server of the lowest rank, and there of the last to arrive', () => {
    expect(
      ends('preemptive-resume', 3, [
        { at: 0, seconds: 10, priority: 1 },
        { at: 0, seconds: 10, priority: 2 },
        { at: 1, seconds: 10, priority: 2 },
        { at: 2, seconds: 3, priority: 0 },
      ]),
    ).toEqual(['D 5', 'A 10', 'B 10', 'C 14']);
  });

  it('puts the suspended ahead of later arrivals of its priority', () => {
    expect(
      ends('preemptive-resume', 1, [
        { at: 0, seconds: 10, priority: 2 },
        { at: 1, seconds: 1, priority: 2 },
        { at: 4, seconds: 3, priority: 1 },
      ]),
    ).toEqual(['C 7', 'A 13', 'B 14']);
  });

  it('takes no server from a service that is complete at that instant', () => {
    expect(
      ends('preemptive-resume', 1, [
        { at: 4, seconds: 3, priority: 1 },
        { at: 0, seconds: 4, priority: 2 },
      ]),
    ).toEqual(['B 4', 'A 7']);
  });
});

describe('seizing and releasing', () => {
  it('keeps the servers until they are released', () => {
    const simulation = new Simulation();
    const station = new Station(simulation, { servers: 2 });
    const log: string[] = [];
    function* customer(name: string, seconds: number): Body<void> {
      yield station;
      log.push(`${name} in ${simulation.now}`);
      yield seconds;
      station.release();
      log.push(`${name} out ${simulation.now}`);
    }
    simulation.spawn(customer('a', 3));
    simulation.spawn(customer('b', 5));
    simulation.spawn(customer('c', 1));
    simulation.run();
    expect(log).toEqual(['a in 0', 'b in 0', 'a out 3', 'c in 3', 'c out 4', 'b out 5']);
  });

  it('gives back the latest first, all its servers at once', () => {
    const simulation = new Simulation();
    const station = new Station(simulation, { servers: 4 });
    const busy: number[] = [];
    function* customer(): Body<void> {
      yield station;
      yield station.seize({ servers: 3 });
      busy.push(station.busy);
      station.release();
      busy.push(station.busy);
      station.release();
      busy.push(station.busy);
    }
    simulation.spawn(customer());
    simulation.run();
    expect(busy).toEqual([4, 1, 0]);
  });

  it('works across stations in any order', () => {
    const simulation = new Simulation();
    const [a, b, c] = [new Station(simulation), new Station(simulation), new Station(simulation)];
    const busy: string[] = [];
    const note = () => busy.push(`${a.busy}${b.busy}${c.busy}`);
    function* customer(): Body<void> {
      yield a;
      yield b;
      yield c;
      note();
      b.release();
      note();
      a.release();
      note();
      c.release();
      note();
    }
    simulation.spawn(customer());
    simulation.run();
    expect(busy).toEqual(['111', '101', '001', '000']);
  });

  it('by one that holds nothing, or from outside a process, is an error', () => {
    const simulation = new Simulation();
    const station = new Station(simulation, { name: 'licence' });
    const message = 'licence: released by a process that holds no server of it';
    expect(() => station.release()).toThrow(message);
    function* customer(): Body<void> {
      yield 1;
      station.release();
    }
    simulation.spawn(customer());
    expect(() => simulation.run()).toThrow(message);
  });

  it('with one request twice is an error', () => {
    const simulation = new Simulation();
    const station = new Station(simulation);
    const request = station.seize();
    function* customer(): Body<void> {
      yield request;
      yield request;
    }
    simulation.spawn(customer());
    expect(() => simulation.run()).toThrow('a request can be made once only');
  });

  it.each(['returns', 'throws', 'is interrupted'])(
    'what a process still holds when it %s is released',
    (how) => {
      const simulation = new Simulation();
      const station = new Station(simulation, { servers: 3 });
      const other = new Station(simulation);
      function* holder(): Body<void> {
        yield station.seize({ servers: 2 });
        yield other;
        yield station;
        yield 5;
        if (how === 'throws') throw new Error('failed');
        if (how === 'is interrupted') yield 100;
      }
      const process = simulation.spawn(holder());
      function* next(): Body<number> {
        yield station.seize({ servers: 3 });
        yield other;
        return simulation.now;
      }
      function* observer(): Body<void> {
        try {
          yield process;
        } catch {
          // However it ends: only the servers matter here.
        }
      }
      const waiting = simulation.spawn(next());
      simulation.spawn(observer());
      simulation.at(6, () => process.interrupt('stop'));
      simulation.run();
      expect(waiting.result).toBe(how === 'is interrupted' ? 6 : 5);
      expect([station.busy, other.busy]).toEqual([0, 0]);
    },
  );
});

describe('an interrupt', () => {
  it('takes a waiting request out of the queue, and those behind it move up', () => {
    const simulation = new Simulation();
    const station = new Station(simulation, { servers: 2 });
    const log: string[] = [];
    function* customer(name: string, servers: number): Body<void> {
      try {
        yield station.seize({ servers });
        log.push(`${name} ${simulation.now}`);
        yield 10;
      } catch (error) {
        log.push(`${name} ${error instanceof Interrupt ? 'interrupted' : 'failed'}`);
      }
    }
    simulation.spawn(customer('a', 1));
    const large = simulation.spawn(customer('b', 2));
    simulation.spawn(customer('c', 1));
    simulation.at(4, () => large.interrupt('stop'));
    simulation.run();
    expect(log).toEqual(['a 0', 'b interrupted', 'c 4']);
    expect(station.abandonments).toBe(1);
    expect(station.departures).toBe(2);
  });

  it('takes back a server that was granted and not yet taken up', () => {
    const simulation = new Simulation();
    const station = new Station(simulation);
    const log: string[] = [];
    function* customer(name: string): Body<void> {
      try {
        yield station;
        log.push(`${name} ${simulation.now}`);
        yield 10;
      } catch {
        log.push(`${name} interrupted holding ${station.busy}`);
        yield 100;
      }
    }
    simulation.spawn(customer('a'));
    // The interrupt is sent before the server is granted and delivered, by b's low priority, after.
    const b = simulation.spawn(customer('b'), { priority: 5 });
    simulation.at(10, () => b.interrupt('stop'), -1);
    simulation.spawn(customer('c'), { priority: 6 });
    simulation.run();
    expect(log).toEqual(['a 0', 'b interrupted holding 1', 'c 10']);
  });

  it('ends a timed service, whose server goes to the next', () => {
    for (const discipline of ['fcfs', 'priority', 'preemptive-resume'] as const) {
      const simulation = new Simulation();
      const station = new Station(simulation, { discipline });
      const log: string[] = [];
      function* customer(name: string): Body<void> {
        try {
          yield* station.visit(10);
          log.push(`${name} ${simulation.now}`);
        } catch {
          log.push(`${name} interrupted ${simulation.now}`);
        }
      }
      const first = simulation.spawn(customer('a'));
      simulation.spawn(customer('b'));
      simulation.at(4, () => first.interrupt('stop'));
      simulation.run();
      expect(log).toEqual(['a interrupted 4', 'b 14']);
    }
  });

  it('of a suspended service removes it from the queue', () => {
    const simulation = new Simulation();
    const station = new Station(simulation, { discipline: 'preemptive-resume' });
    const log: string[] = [];
    function* customer(name: string, priority: number): Body<void> {
      yield* station.visit(10, { priority });
      log.push(`${name} ${simulation.now}`);
    }
    const low = simulation.spawn(customer('low', 1));
    simulation.at(3, () => simulation.spawn(customer('high', 0)));
    simulation.at(5, () => low.interrupt('stop'));
    simulation.run();
    expect(log).toEqual(['high 13']);
    expect(low.state).toBe('failed');
    expect(station.queueIntegral()).toBe(2);
  });
});

describe('changing the number of servers', () => {
  it('serves the queue with the servers that are added', () => {
    const simulation = new Simulation();
    const station = new Station(simulation, { servers: 0 });
    const log: number[] = [];
    function* customer(): Body<void> {
      yield* station.visit(5);
      log.push(simulation.now);
    }
    for (let i = 0; i < 3; i++) simulation.spawn(customer());
    simulation.at(1, () => station.setServers(2));
    simulation.run();
    expect(log).toEqual([6, 6, 11]);
  });

  it('lets the surplus finish where services cannot be suspended', () => {
    const simulation = new Simulation();
    const station = new Station(simulation, { servers: 2 });
    const log: number[] = [];
    function* customer(): Body<void> {
      yield* station.visit(5);
      log.push(simulation.now);
    }
    for (let i = 0; i < 4; i++) simulation.spawn(customer());
    simulation.at(1, () => {
      station.setServers(1);
      expect(station.busy).toBe(2);
    });
    simulation.run();
    expect(log).toEqual([5, 5, 10, 15]);
  });

  it('suspends the lowest-ranked services of a preemptive station until servers come back', () => {
    const simulation = new Simulation();
    const station = new Station(simulation, { servers: 2, discipline: 'preemptive-resume' });
    const log: string[] = [];
    function* customer(priority: number): Body<void> {
      yield* station.visit(5, { priority });
      log.push(`${priority} ${simulation.now}`);
    }
    simulation.spawn(customer(1));
    simulation.spawn(customer(0));
    simulation.at(1, () => station.setServers(1));
    simulation.at(2, () => station.setServers(0));
    simulation.at(4, () => station.setServers(2));
    simulation.run();
    expect(log).toEqual(['0 7', '1 8']);
    expect(station.busyIntegral()).toBe(10);
  });

  it.each([-1, 1.5, Number.NaN, Infinity])('to %s is refused', (servers) => {
    const simulation = new Simulation();
    expect(() => new Station(simulation, { servers })).toThrow(RangeError);
    expect(() => new Station(simulation).setServers(servers)).toThrow(RangeError);
  });
});

it.each(['lifo', 'FCFS', ''])('an unknown discipline (%s) is refused', (discipline) => {
  const options = { name: 'lane', discipline: discipline as Discipline };
  expect(() => new Station(new Simulation(), options)).toThrow(
    `lane: the discipline must be one of fcfs, priority, preemptive-resume, preemptive-repeat, not ${discipline}`,
  );
});

describe('impossible requests', () => {
  const station = new Station(new Simulation(), { name: 'lane', servers: 2 });

  it.each([0, -1, 1.5, Number.NaN])('for %s servers are refused', (servers) => {
    expect(() => station.seize({ servers })).toThrow(
      'lane: the number of servers must be an integer, at least 1',
    );
  });

  it.each([-1, Number.NaN, Infinity])('for a service of %s s are refused', (seconds) => {
    expect(() => station.visit(seconds).next()).toThrow(
      `lane: a service must be finite, zero or more, not ${seconds} s`,
    );
  });

  it('with a priority that is not a number are refused', () => {
    expect(() => station.seize({ priority: Number.NaN })).toThrow('lane: a priority must be a number');
  });
});

describe('the integrals', () => {
  it('are exact areas under queue length, servers in use and requests in service', () => {
    const simulation = new Simulation();
    simulation.run(100);
    const station = new Station(simulation, { servers: 2 });
    function* customer(servers: number): Body<void> {
      yield* station.visit(4, { servers });
    }
    simulation.at(101, () => simulation.spawn(customer(2)));
    simulation.at(102, () => simulation.spawn(customer(1)));
    simulation.at(103, () => simulation.spawn(customer(1)));
    simulation.run(106);
    // Busy: two servers over [101, 105], two more over [105, 106]. Waiting: [102, 105] and [103, 105].
    expect(station.busyIntegral()).toBe(10);
    expect(station.queueIntegral()).toBe(5);
    expect(station.serviceIntegral()).toBe(6);
    expect(station.busyIntegral(108)).toBe(14);
    expect([station.arrivals, station.departures, station.inService]).toEqual([3, 1, 2]);
  });
});

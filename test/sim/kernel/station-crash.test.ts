import { describe, expect, it } from 'vitest';
import { Interrupt } from '../../../sim/kernel/interrupt.ts';
import type { Body, Process } from '../../../sim/kernel/process.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';
import { Station } from '../../../sim/kernel/station.ts';
import type { Discipline } from '../../../sim/kernel/station-options.ts';

const DISCIPLINES: readonly Discipline[] = ['fcfs', 'priority', 'preemptive-resume', 'preemptive-repeat'];

/** Notes when a body ends, and how. */
function* noted(simulation: Simulation, log: string[], name: string, body: Body<unknown>): Body<void> {
  try {
    yield* body;
    log.push(`${simulation.now} ${name} done`);
  } catch (error) {
    if (!(error instanceof Interrupt)) throw error;
    log.push(`${simulation.now} ${name} ${String(error.reason)}`);
  }
}

function* holdingOf(station: Station, seconds: number): Body<void> {
  yield station;
  try {
    yield seconds;
  } finally {
    station.release();
  }
}

describe('a station lists', () => {
  it('who holds servers, in the order in which they got them, and who waits, in the order of their turns', () => {
    const simulation = new Simulation();
    const station = new Station(simulation, { servers: 3, discipline: 'priority' });
    for (const [name, servers, priority] of [
      ['a', 2, 5],
      ['b', 1, 9],
      ['c', 1, 7],
      ['d', 1, 3],
    ] as const) {
      simulation.spawn(station.visit(10, { servers, priority }), { name });
    }
    simulation.run(1);
    expect(station.holders().map(({ process, servers }) => `${process.name} ${servers}`)).toEqual([
      'a 2',
      'b 1',
    ]);
    expect(station.waiting().map(({ process }) => process.name)).toEqual(['d', 'c']);
    simulation.run();
    expect([...station.holders(), ...station.waiting()]).toEqual([]);
  });
});

describe.each(DISCIPLINES)('a crash of a station under %s', (discipline) => {
  it('takes the servers of all in service and interrupts them; those who wait go on to do so', () => {
    const simulation = new Simulation();
    const station = new Station(simulation, { servers: 2, discipline });
    const log: string[] = [];
    const start = (name: string, body: Body<unknown>) => simulation.spawn(noted(simulation, log, name, body));
    start('visitor', station.visit(10));
    start('holder', holdingOf(station, 10));
    start('waiting', station.visit(10));
    simulation.at(4, () => station.crash('power lost'));
    simulation.run(4);
    expect(log).toEqual(['4 visitor power lost', '4 holder power lost']);
    expect([station.servers, station.busy, station.inService, station.queueLength]).toEqual([0, 0, 0, 1]);
    expect([station.departures, station.abandonments]).toEqual([0, 2]);
    simulation.at(9, () => station.setServers(1));
    simulation.run();
    expect(log.at(-1)).toBe('19 waiting done');
  });

  it('may leave servers, on which those who wait begin at that instant', () => {
    const simulation = new Simulation();
    const station = new Station(simulation, { servers: 2, discipline });
    const log: string[] = [];
    for (const name of ['a', 'b', 'c', 'd']) {
      simulation.spawn(noted(simulation, log, name, holdingOf(station, 10)));
    }
    simulation.at(4, () => station.crash('restarted', 2));
    simulation.run();
    expect(log).toEqual(['4 a restarted', '4 b restarted', '14 c done', '14 d done']);
  });

  it('takes nothing from what is complete at that instant, in whatever order the events come', () => {
    for (const crash of [-1, 0, 1]) {
      for (const isFirst of [true, false]) {
        const simulation = new Simulation();
        const station = new Station(simulation, { servers: 3, discipline });
        const log: string[] = [];
        const schedule = () => simulation.at(4, () => station.crash('power lost'), crash);
        if (isFirst) schedule();
        simulation.spawn(noted(simulation, log, 'visitor', station.visit(4)));
        simulation.spawn(noted(simulation, log, 'holder', holdingOf(station, 4)));
        simulation.spawn(noted(simulation, log, 'other', station.visit(5)));
        simulation.run(0);
        if (!isFirst) schedule();
        simulation.run();
        expect(log).toEqual(['4 visitor done', '4 holder done', '4 other power lost']);
        expect([station.busy, station.departures, station.abandonments]).toEqual([0, 2, 1]);
      }
    }
  });

  it('twice at one instant is as once', () => {
    const simulation = new Simulation();
    const station = new Station(simulation, { servers: 2, discipline });
    const log: string[] = [];
    for (const name of ['a', 'b']) simulation.spawn(noted(simulation, log, name, holdingOf(station, 10)));
    for (const reason of ['first', 'second']) simulation.at(4, () => station.crash(reason));
    simulation.run();
    expect(log).toEqual(['4 a first', '4 b first']);
    expect([station.busy, station.abandonments]).toEqual([0, 2]);
  });
});

describe('a process that holds several resources', () => {
  it('loses the one that crashes while it waits for another, and gives the rest back', () => {
    const simulation = new Simulation();
    const [node, licence, storage] = ['node', 'licence', 'storage'].map(
      (name) => new Station(simulation, { name }),
    );
    const log: string[] = [];
    function* frame(): Body<void> {
      yield node!;
      yield licence!;
      yield storage!;
    }
    simulation.spawn(storage!.visit(100));
    simulation.spawn(noted(simulation, log, 'frame', frame()));
    simulation.at(3, () => node!.crash('node lost'));
    simulation.run();
    expect(log).toEqual(['3 frame node lost']);
    const counts = (station: Station) => [
      station.busy,
      station.queueLength,
      station.departures,
      station.abandonments,
    ];
    expect([node!, licence!, storage!].map(counts)).toEqual([
      [0, 0, 0, 1],
      [0, 0, 0, 1],
      [0, 0, 1, 1],
    ]);
  });

  it('that crash at one instant: is interrupted by the first, and by the second if it still holds that', () => {
    for (const cleanUpSeconds of [0, 2]) {
      const simulation = new Simulation();
      const [node, licence] = [new Station(simulation), new Station(simulation)];
      const reasons: unknown[] = [];
      function* frame(): Body<void> {
        yield node;
        yield licence;
        try {
          yield 10;
        } catch (error) {
          if (error instanceof Interrupt) reasons.push(error.reason);
          if (cleanUpSeconds === 0) return;
          try {
            yield cleanUpSeconds;
          } catch (again) {
            if (again instanceof Interrupt) reasons.push(again.reason);
          }
        }
      }
      simulation.spawn(frame());
      simulation.at(3, () => {
        node.crash('node lost');
        licence.crash('licence lost');
      });
      simulation.run();
      expect(reasons).toEqual(cleanUpSeconds === 0 ? ['node lost'] : ['node lost', 'licence lost']);
      expect([node.busy, licence.busy]).toEqual([0, 0]);
    }
  });

  it('may release what it has lost, in a clean-up that takes time, and hold it anew meanwhile', () => {
    const simulation = new Simulation();
    const station = new Station(simulation, { name: 'node' });
    const busy: number[] = [];
    function* attempts(): Body<void> {
      yield station;
      try {
        yield 10;
      } catch {
        yield 1;
        yield station;
        busy.push(station.busy);
        station.release();
        busy.push(station.busy);
      } finally {
        station.release();
      }
      expect(() => station.release()).toThrow('node: released by a process that holds no server of it');
    }
    const process = simulation.spawn(attempts());
    simulation.at(3, () => station.crash('lost', 1));
    simulation.run();
    expect(process.state).toBe('returned');
    expect(busy).toEqual([1, 0]);
    expect([station.arrivals, station.departures, station.abandonments]).toEqual([2, 1, 1]);
  });
});

describe('evicting one request', () => {
  it('takes it out of service or out of the queue', () => {
    const simulation = new Simulation();
    const station = new Station(simulation);
    const other = new Station(simulation, { name: 'other' });
    const log: string[] = [];
    for (const name of ['a', 'b', 'c']) simulation.spawn(noted(simulation, log, name, station.visit(10)));
    simulation.at(4, () => station.evict(station.waiting()[0]!, 'cancelled'));
    simulation.at(5, () => station.evict(station.holders()[0]!, 'killed'));
    simulation.at(6, () =>
      expect(() => other.evict(station.holders()[0]!, '')).toThrow('other: a request of station'),
    );
    simulation.run();
    expect(log).toEqual(['4 b cancelled', '5 a killed', '15 c done']);
  });
});

describe('servers that a process had seized count as', () => {
  const ways: readonly [how: string, body: (station: Station) => Body<void>, counts: number[]][] = [
    ['departed when it releases them', (station) => holdingOf(station, 2), [1, 0]],
    [
      'abandoned when it is interrupted and releases them in a finally block',
      (station) => holdingOf(station, 9),
      [0, 1],
    ],
    [
      'abandoned when it is interrupted and ends',
      function* (station) {
        yield station;
        yield 9;
      },
      [0, 1],
    ],
    [
      'departed when it minds no interrupt and releases them later',
      function* (station) {
        yield station;
        try {
          yield 9;
        } catch {
          yield 9;
        }
        station.release();
      },
      [1, 0],
    ],
    [
      'departed when it ends with them',
      function* (station) {
        yield station;
        yield 2;
      },
      [1, 0],
    ],
  ];
  it.each(ways)('%s', (_, body, counts) => {
    const simulation = new Simulation();
    const station = new Station(simulation);
    const process: Process = simulation.spawn(body(station));
    simulation.at(5, () => process.interrupt('stop'));
    simulation.run();
    expect([station.departures, station.abandonments]).toEqual(counts);
  });

  it('abandoned when it fails', () => {
    const simulation = new Simulation();
    const station = new Station(simulation);
    function* failing(): Body<void> {
      yield station;
      throw new Error('disk on fire');
    }
    simulation.spawn(failing());
    expect(() => simulation.run()).toThrow('disk on fire');
    expect([station.departures, station.abandonments]).toEqual([0, 1]);
  });
});
